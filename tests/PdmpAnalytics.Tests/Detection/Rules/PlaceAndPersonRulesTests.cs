using PdmpAnalytics.Detection;
using PdmpAnalytics.Dispensing;
using PdmpAnalytics.TestKit;
using Xunit;

namespace PdmpAnalytics.Tests.Detection.Rules;

/// <summary>PY-02, GE, AG and VE rules at their limits and one below. Those that are off by default are switched on.</summary>
public sealed class PlaceAndPersonRulesTests
{
    private static readonly RuleCatalog EveryRule = RuleCatalog.Default.WithEveryRuleOn();

    private static IReadOnlyList<RuleFinding> Judge(string table, int asOf, PopulationReference? population = null) =>
        Judgement.Of(History.Of(table).AsOf(asOf), EveryRule, population);

    private static string Split(string dispenser, int lastInsured) => $"""
        filled        | drug            | days | dispenser   | pay
        0             | clonazepam 1 mg | 30   | P           | insurance
        10            | clonazepam 1 mg | 30   | {dispenser} | cash
        30            | clonazepam 1 mg | 30   | P           | medicaid
        40            | clonazepam 1 mg | 30   | {dispenser} | cash
        {lastInsured} | clonazepam 1 mg | 30   | P           | insurance
        """;

    [Theory]
    [InlineData("Q", 60, 59, null)] // Until insurance pays again nobody knows that it had not ended.
    [InlineData("Q", 60, 60, Severity.High)]
    [InlineData("P", 60, 60, null)] // the same pharmacy and practice
    [InlineData("Q", 130, 130, Severity.High)]
    [InlineData("Q", 131, 131, null)] // more than 90 days later
    public void PrivatePaymentsBesideInsurance_FireFromTwo(string dispenser, int lastInsured, int asOf, Severity? expected) =>
        Assert.Equal(expected, Judge(Split(dispenser, lastInsured), asOf).SeverityOf("PY-02"));

    [Fact]
    public void PaymentSplit_IsOffByDefault() =>
        Assert.Null(Judgement.Of(History.Of(Split("Q", 60)).AsOf(60)).SeverityOf("PY-02"));

    private static string Trips(int fills, int dispenserZip, int prescriberZip, string mail = "") =>
        "filled | drug | days | dispenser | dispenser_zip | prescriber_zip | mail\n" + string.Join('\n', Enumerable.Range(0, fills)
            .Select(i => $"{30 * i} | clonazepam 1 mg | 30 | Q | {dispenserZip} | {prescriberZip} | {mail}"));

    [Theory]
    [InlineData(2, 55901, 55401, "", null)]
    [InlineData(3, 55901, 55401, "", Severity.Medium)] // 75 miles to the pharmacy
    [InlineData(3, 55401, 55901, "", Severity.Medium)] // to the prescriber
    [InlineData(3, 54016, 55102, "", null)] // 27 and 8 miles
    [InlineData(3, 55901, 55401, "yes", null)] // mail order
    [InlineData(3, 0, 0, "", null)]
    public void FarFromHome_FiresFromThreeFills(int fills, int dispenserZip, int prescriberZip, string mail, Severity? expected) =>
        Assert.Equal(expected, Judge(Trips(fills, dispenserZip, prescriberZip, mail), 100).SeverityOf("GE-01"));

    [Theory]
    [InlineData(24, Severity.Medium)] // three times 24 is 72 miles
    [InlineData(26, null)] // 78 miles, and no round trip of 200
    public void FarFromHome_ComparesWithTheArea(double usualMiles, Severity? expected)
    {
        var population = new PopulationReference
        {
            MilesByArea = new Dictionary<int, UsualMiles> { [554] = new(usualMiles, usualMiles) },
        };
        var limits = RuleCatalog.Create(new RuleSettings([KeyValuePair.Create<string, IReadOnlyDictionary<string, string>>(
            "GE-01", new Dictionary<string, string> { ["RoundTripMiles"] = "200" })])).Value;

        Assert.Equal(expected, Judgement.Of(History.Of(Trips(3, 55901, 55401)).AsOf(100), limits, population).SeverityOf("GE-01"));
    }

    [Fact]
    public void RoundTrip_CountsWhereNeitherWayAloneIsFar()
    {
        var limits = RuleCatalog.Create(new RuleSettings([KeyValuePair.Create<string, IReadOnlyDictionary<string, string>>(
            "GE-01", new Dictionary<string, string> { ["FarMiles"] = "100", ["RoundTripMiles"] = "140" })])).Value;
        var finding = Judgement.Of(History.Of(Trips(3, 55901, 55901)).AsOf(100), limits).Of("GE-01");

        Assert.Equal((0, 3), (finding.Value("far"), finding.Value("trips")));
    }

    [Fact]
    public void FarFromHome_TellsTheTypicalWay() => Assert.Equal(
        "3 of 3 fills in 183 days were far from home: typical distance to pharmacy 75 mi, to prescriber 0 mi (usual here unknown and unknown).",
        Judge(Trips(3, 55901, 55401), 100).Of("GE-01").Text);

    private static string States(params (int Dispenser, int Prescriber)[] places) =>
        "filled | drug | days | prescriber | dispenser | dispenser_zip | prescriber_zip\n" + string.Join('\n', places
            .Select((p, i) => $"{30 * i} | clonazepam 1 mg | 30 | A{p.Prescriber} | Q{p.Dispenser} | {p.Dispenser} | {p.Prescriber}"));

    [Fact]
    public void OtherStates_FireFromTwo()
    {
        Assert.Null(Judge(States((53703, 55401), (53703, 53703)), 100).SeverityOf("GE-02"));
        Assert.Equal(Severity.Medium, Judge(States((53703, 55401), (55401, 60601)), 100).SeverityOf("GE-02"));
        var three = Judge(States((53703, 60601), (50309, 55401)), 100).Of("GE-02");
        Assert.Equal((Severity.High, "3 states other than home in 183 days: IA, IL and WI."), (three.Severity, three.Text));
    }

    [Fact]
    public void AreaAtTheBorder_IsNoOtherState()
    {
        // Hudson lies 27 miles from Minneapolis, but 12 from a town in Minnesota between them.
        var zips = new ZipCentroids([(55401, 44.98, -93.27), (55042, 44.99, -92.90), (54016, 44.98, -92.71), (53703, 43.08, -89.38)]);

        Assert.True(zips.Borders.Touches(54016, 55401));
        Assert.False(zips.Borders.Touches(53703, 55401));
    }

    private static string SameDay(int dispenserZip, string sold, string mail = "") => $"""
        filled | sold   | drug            | days | dispenser | dispenser_zip  | mail
        10     | {sold} | clonazepam 1 mg | 30   | P         | 55401          |
        10     | {sold} | diazepam 10 mg  | 30   | Q         | {dispenserZip} | {mail}
        """;

    [Theory]
    [InlineData(60601, "10", "", Severity.Medium)] // 356 miles
    [InlineData(50309, "10", "", null)] // 235 miles
    [InlineData(60601, "", "", null)] // nobody says when it was picked up
    [InlineData(60601, "10", "yes", null)]
    public void TwoPickUpsOfOneDay_FireWhenFarApart(int dispenserZip, string sold, string mail, Severity? expected) =>
        Assert.Equal(expected, Judge(SameDay(dispenserZip, sold, mail), 40).SeverityOf("GE-03"));

    [Theory]
    [InlineData("clonazepam 1 mg", 17, 30, null)]
    [InlineData("clonazepam 1 mg", 17, 31, Severity.Low)]
    [InlineData("clonazepam 1 mg", 18, 90, null)]
    [InlineData("zolpidem 10 mg", 17, 1, Severity.Low)]
    [InlineData("phentermine 37.5 mg", 16, 1, Severity.Low)]
    [InlineData("phentermine 37.5 mg", 17, 30, null)]
    [InlineData("carisoprodol 350 mg", 15, 1, Severity.Low)]
    [InlineData("carisoprodol 350 mg", 16, 10, null)]
    [InlineData("tramadol 50 mg", 11, 2, Severity.Low)] // so short a supply is doubtful evidence
    [InlineData("tramadol 50 mg", 11, 3, Severity.High)]
    [InlineData("tramadol 50 mg", 12, 10, null)]
    [InlineData("zolpidem 10 mg", -1, 30, null)]
    public void Youth_FiresBelowTheLabelsAge(string drug, int age, int days, Severity? expected) => Assert.Equal(expected, Judge($"""
        filled | drug   | days   | age
        0      | {drug} | {days} | {age}
        """, 120).SeverityOf("AG-01"));

    [Fact]
    public void Youth_IsOffByDefaultAndSaysItsAge()
    {
        var history = History.Of("""
            filled | drug           | days | age
            0      | tramadol 50 mg | 5    | 10
            """).AsOf(10);

        Assert.Null(Judgement.Of(history).SeverityOf("AG-01"));
        Assert.Equal("Patient aged 10 received tramadol for 5 days in 90; label age 12.", Judgement.Of(history, EveryRule).Of("AG-01").Text);
    }

    [Theory]
    [InlineData("clonazepam 1 mg", 65, 29, 30, null)]
    [InlineData("clonazepam 1 mg", 65, 30, 30, Severity.Info)]
    [InlineData("clonazepam 1 mg", 64, 60, 60, null)]
    [InlineData("triazolam 0.25 mg", 65, 30, 30, Severity.Info)] // at the maximum of 0.25 mg
    [InlineData("triazolam 0.25 mg", 65, 13, 26, null)]
    [InlineData("triazolam 0.25 mg", 65, 14, 28, Severity.Low)] // twice the maximum
    public void OldAge_FiresByDaysAndMaximum(string drug, int age, int days, int tablets, Severity? expected) => Assert.Equal(expected, Judge($"""
        filled | drug   | qty       | days   | age
        0      | {drug} | {tablets} | {days} | {age}
        """, 90).SeverityOf("AG-02"));

    [Theory]
    [InlineData(6, Severity.Info)]
    [InlineData(7, Severity.Low)]
    public void OldAgeWithAnOpioid_IsLow(int days, Severity expected) => Assert.Equal(expected, Judge($"""
        filled | drug            | days   | age
        0      | clonazepam 1 mg | 30     | 70
        0      | oxycodone 10 mg | {days} | 70
        """, 90).SeverityOf("AG-02"));

    private static string Pets(int practices, string drug, int ownDays) =>
        "filled | drug | days | prescriber | dispenser | context\n" + string.Join('\n', Enumerable.Range(0, practices)
            .Select(i => $"{10 * i} | {drug} | 30 | V{i} | P | Veterinary"))
        + (ownDays == 0 ? "" : $"\n0 | {drug} | {ownDays} | A | P |");

    [Theory]
    [InlineData(2, "tramadol 50 mg", 0, null)]
    [InlineData(3, "tramadol 50 mg", 0, Severity.Medium)]
    [InlineData(3, "gabapentin 300 mg", 0, null)]
    [InlineData(1, "tramadol 50 mg", 13, null)]
    [InlineData(1, "tramadol 50 mg", 14, Severity.Medium)]
    [InlineData(3, "tramadol 50 mg", 14, Severity.High)]
    public void AnimalsFills_FireByPracticesAndTheOwnersSupply(int practices, string drug, int ownDays, Severity? expected) =>
        Assert.Equal(expected, Judge(Pets(practices, drug, ownDays), 60).SeverityOf("VE-01"));

    [Fact]
    public void AnimalsFills_AreEvidenceAndCountNowhereElse()
    {
        var findings = Judge(Pets(3, "tramadol 50 mg", 14), 60);

        Assert.Equal(["VE-01 High"], findings.Summary());
        Assert.Equal([4, 1, 2, 3], findings.Of("VE-01").Evidence);
    }

    [Fact]
    public void AnimalsFillsAlone_AreAHistoryToo() =>
        Assert.Equal(Severity.Medium, Judge(Pets(4, "phenobarbital 60 mg", 0), 60).SeverityOf("VE-01"));
}

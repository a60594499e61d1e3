using PdmpAnalytics.Detection;
using PdmpAnalytics.Dispensing;
using PdmpAnalytics.TestKit;
using Xunit;

namespace PdmpAnalytics.Tests.Detection.Rules;

/// <summary>PY-01 and ID-01 at their limits and one below, and what every finding passes through.</summary>
public sealed class PaymentAndNumberRulesTests
{
    private static IReadOnlyList<RuleFinding> Judge(string table, int asOf, PopulationReference? population = null) =>
        Judgement.Of(History.Of(table).AsOf(asOf), population: population);

    private static string Fills(int cash, int insured, int every = 28, string drug = "tramadol 50 mg", string context = "None") =>
        "filled | drug | days | pay | context\n" + string.Join('\n', Enumerable.Range(0, cash + insured)
            .Select(i => $"{i * every} | {drug} | 28 | {(i < cash ? "cash" : "insurance")} | {context}"));

    [Theory]
    [InlineData(4, 2, Severity.Medium)] // 67 % of 6
    [InlineData(3, 3, null)] // 50 % and nothing else
    [InlineData(5, 0, null)] // 5 fills are too few alone
    public void CashAlone_NeedsSixFillsAndThreeFifths(int cash, int insured, Severity? expected) =>
        Assert.Equal(expected, Judge(Fills(cash, insured), 170).SeverityOf("PY-01"));

    [Theory]
    [InlineData(2, 3, Severity.Medium)] // 40 % of 5
    [InlineData(1, 4, null)]
    public void CashBesideAnotherFinding_NeedsFiveFillsAndTwoFifths(int cash, int insured, Severity? expected)
    {
        var findings = Judge(Fills(cash, insured, every: 20), 100);

        Assert.NotNull(findings.SeverityOf("ER-01"));
        Assert.Equal(expected, findings.SeverityOf("PY-01"));
    }

    [Theory]
    [InlineData(0.10, Severity.Medium)] // 50 % is 40 points above
    [InlineData(0.11, null)]
    public void CashAboveWhatIsUsualHere_Fires(double usual, Severity? expected)
    {
        var population = PopulationReference.None with { CashShares = new() { [(0, DrugScope.Opioids)] = usual } };

        Assert.Equal(expected, Judge(Fills(3, 3), 170, population).SeverityOf("PY-01"));
    }

    [Fact]
    public void WeightLossDrugsAndDiscountCards_AreNoCashPattern()
    {
        Assert.Null(Judge(Fills(6, 0, drug: "phentermine 37.5 mg"), 170).SeverityOf("PY-01"));
        Assert.Null(Judge(Fills(6, 0, context: "DiscountCard"), 170).SeverityOf("PY-01"));
    }

    [Fact]
    public void UnreportedPayment_IsNotCounted() =>
        Assert.Null(Judge(Fills(5, 0) + "\n140 | tramadol 50 mg | 28 | unknown | None", 170).SeverityOf("PY-01"));

    [Theory]
    [InlineData(1, "insurance", 5, null)]
    [InlineData(2, "insurance", 5, Severity.Medium)]
    [InlineData(2, "insurance", 1, Severity.Medium)]
    [InlineData(2, "cash", 1, Severity.High)]
    [InlineData(2, "cash", 5, Severity.Medium)]
    public void FaultyPrescriberNumbers_FireFromTwo(int faulty, string pay, int form, Severity? expected) => Assert.Equal(
        expected,
        Judge("filled | drug | pay | form | quality\n" + string.Join('\n', Enumerable.Range(0, 3)
            .Select(i => $"{i * 40} | unknown | {pay} | {form} | {(i < faulty ? "PrescriberDea" : "Sound")}")), 120).SeverityOf("ID-01"));

    [Theory]
    [InlineData(182, Severity.Medium)]
    [InlineData(183, null)]
    public void FaultyPrescriberNumbers_CountWithinHalfAYear(int apart, Severity? expected) => Assert.Equal(expected, Judge($"""
        filled  | drug    | quality
        0       | unknown | PrescriberDea
        {apart} | unknown | PrescriberNpi
        """, 300).SeverityOf("ID-01"));

    [Fact]
    public void MissingPrescriberNumber_IsNotCalledWrong()
    {
        var finding = Judge("""
            filled | drug    | prescriber | quality
            0      | unknown | A          | PrescriberDea
            9      | unknown | no-number  | PrescriberDea
            20     | unknown | no-number  | PrescriberDea
            """, 30).Of("ID-01");

        Assert.Equal(
            "3 prescriptions in 183 days with a fault in the prescriber's numbers: 1 with a DEA number that fails its check and 2 without a DEA number.",
            finding.Text);
    }

    [Theory]
    [InlineData(20, true)] // both fills of the early refill lie in the window of 183 days
    [InlineData(-400, false)] // it was more than a year before
    public void CashPattern_CountsFromFortyPercentOn_BesideAFindingOfTheSameDays(int earlyRefill, bool fires)
    {
        // 3 of 6 fills paid privately are too few alone; of another drug, an early refill.
        var table = Fills(cash: 3, insured: 3)
            + $"\n{earlyRefill} | alprazolam 1 mg | 30 | insurance | None\n{earlyRefill + 5} | alprazolam 1 mg | 30 | insurance | None"
            + $"\n{earlyRefill + 10} | alprazolam 1 mg | 30 | insurance | None\n{earlyRefill + 15} | alprazolam 1 mg | 30 | insurance | None";
        var findings = Judge(table, 150);

        Assert.Contains(findings, f => f.Rule.Family == RuleFamily.Timing);
        var finding = findings.FirstOrDefault(f => f.Rule.Id == "PY-01" && f.Scope == DrugScope.Opioids);
        Assert.Equal(fires, finding is not null);
        Assert.True(finding is null || finding.Notes.Any(n => n.StartsWith("counts from 40 % on", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(3, Severity.Low)] // 3 of 5 are doubtful
    [InlineData(1, Severity.Critical)] // 1 of 5
    public void DoubtfulEvidence_CapsTheSeverity(int twoDaySupplies, Severity expected)
    {
        var fills = Enumerable.Range(0, 5).Select(i => $"{i * 10} | clonazepam 1 mg | {(i < twoDaySupplies ? 2 : 30)} | D{i} | P{i}");
        var finding = Judge("filled | drug | days | prescriber | dispenser\n" + string.Join('\n', fills), 60).Of("PS-04");

        Assert.Equal(expected, finding.Severity);
        Assert.Equal(expected == Severity.Low, finding.Notes.Contains("severity capped: data quality"));
    }

    [Fact]
    public void ExemptContextOutsideTheWindow_LowersNothing()
    {
        var fills = Enumerable.Range(0, 5).Select(i => $"{100 + i * 10} | clonazepam 1 mg | 30 | D{i} | P{i} |");
        var findings = Judge(
            "filled | drug | days | prescriber | dispenser | context\n0 | unknown | 30 | D0 | P0 | Cancer\n" + string.Join('\n', fills), 145);

        Assert.Equal(Severity.Critical, findings.SeverityOf("PS-04"));
        // The same record lies inside the six months of PS-03.
        Assert.Equal(Severity.Info, findings.SeverityOf("PS-03"));
    }
}

using PdmpAnalytics.Detection;
using PdmpAnalytics.Dispensing;
using PdmpAnalytics.TestKit;
using Xunit;

namespace PdmpAnalytics.Tests.Detection.Rules;

/// <summary>PS-01 to PS-07 at their limits and one below.</summary>
public sealed class ProviderRulesTests
{
    private static IReadOnlyList<RuleFinding> Judge(string table, int asOf, PopulationReference? population = null) =>
        Judgement.Of(History.Of(table).AsOf(asOf), population: population);

    /// <summary>One 30-day fill of each practice, so many days apart, each at a dispenser of its own unless fewer are asked for.</summary>
    private static string Practices(int count, int daysApart, int dispensers = int.MaxValue, int days = 30) =>
        "filled | drug | days | prescriber | dispenser\n" + string.Join('\n', Enumerable.Range(0, count)
            .Select(i => $"{i * daysApart} | clonazepam 1 mg | {days} | D{i} | P{i % dispensers}"));

    [Theory]
    [InlineData(3, 20, null)]
    [InlineData(4, 29, Severity.High)] // 87 days from first to last: inside 90
    [InlineData(4, 23, Severity.High)]
    [InlineData(6, 23, Severity.High)]
    public void ManyPracticesAtOnce_FireByTheirNumber(int practices, int daysApart, Severity? expected) =>
        Assert.Equal(expected, Judge(Practices(practices, daysApart, 1, days: 60), 180).SeverityOf("PS-01"));

    [Theory]
    [InlineData(31, Severity.Medium)] // 93 days: outside 90, inside 183
    [InlineData(60, Severity.Medium)] // 180 days
    [InlineData(61, null)] // 183 days from first to last: never four in one window
    public void FourPractices_AreMediumInTheLongWindow(int daysApart, Severity? expected) =>
        Assert.Equal(expected, Judge(Practices(4, daysApart, 1, days: 90), 200).SeverityOf("PS-01"));

    [Fact]
    public void PracticesOneAfterTheOther_AreNotConcurrent() =>
        Assert.Null(Judge(Practices(5, 30, 1), 170).SeverityOf("PS-01"));

    [Theory]
    [InlineData(7, Severity.High)]
    [InlineData(6, null)]
    public void SharedDays_DecideConcurrency(int sharedDays, Severity? expected) =>
        Assert.Equal(expected, Judge(Practices(4, 28 - sharedDays, 1, days: 28), 120).SeverityOf("PS-01"));

    [Fact]
    public void ShortCourses_CountHalf()
    {
        const string table = """
            filled | drug             | days | prescriber
            0      | clonazepam 1 mg  | 30   | A
            5      | clonazepam 1 mg  | 30   | B
            10     | clonazepam 1 mg  | 30   | C
            12     | clonazepam 1 mg  | 5    | D
            14     | clonazepam 1 mg  | 5    | D
            """;

        Assert.Null(Judge(table, 30).SeverityOf("PS-01"));
        Assert.Equal(4, Judge(table + "\n16 | clonazepam 1 mg | 5 | E\n18 | clonazepam 1 mg | 5 | E", 30).Of("PS-01").Value("n"));
    }

    [Fact]
    public void TreatmentMedication_IsNotCounted() => Assert.Empty(Judge("""
        filled | drug               | days | prescriber | dispenser
        0      | buprenorphine 8 mg | 30   | A          | P
        1      | buprenorphine 8 mg | 30   | B          | Q
        2      | buprenorphine 8 mg | 30   | C          | R
        3      | buprenorphine 8 mg | 30   | D          | S
        4      | buprenorphine 8 mg | 30   | E          | T
        """, 30));

    [Theory]
    [InlineData(2.0, Severity.Medium)]
    [InlineData(3.0, null)]
    public void CountAboveThePopulationsPercentile_Fires(double cut, Severity? expected)
    {
        var population = PopulationReference.None with { PracticeCountCuts = [cut, null, null, null] };

        Assert.Equal(expected, Judge(Practices(3, 20, 1), 60, population).SeverityOf("PS-01"));
    }

    [Theory]
    [InlineData(3, 10, null)]
    [InlineData(4, 29, Severity.Medium)] // four in 88 days
    [InlineData(4, 30, null)] // the first leaves the window as the fourth enters
    [InlineData(5, 45, Severity.Medium)] // five in 181 days
    [InlineData(5, 46, null)]
    [InlineData(6, 17, Severity.High)] // six in 86 days
    public void ManyPharmacies_FireByNumberAndWindow(int pharmacies, int daysApart, Severity? expected)
    {
        var table = Practices(pharmacies, daysApart, days: 10).Replace("D1", "D0", StringComparison.Ordinal);

        Assert.Equal(expected, Judge(table, 300).SeverityOf("PS-02"));
    }

    [Fact]
    public void BranchesOfAChain_AreOnePharmacy() => Assert.Null(Judge("""
        filled | drug            | days | dispenser | group
        0      | clonazepam 1 mg | 10   | P1        | chain
        10     | clonazepam 1 mg | 10   | P2        | chain
        20     | clonazepam 1 mg | 10   | P3        | chain
        30     | clonazepam 1 mg | 10   | P4        | chain
        """, 60).SeverityOf("PS-02"));

    [Fact]
    public void FaultyPharmacyNumber_IsNotCounted() => Assert.Null(Judge("""
        filled | drug            | days | dispenser | quality
        0      | clonazepam 1 mg | 10   | P1        |
        10     | clonazepam 1 mg | 10   | P2        |
        20     | clonazepam 1 mg | 10   | P3        |
        30     | clonazepam 1 mg | 10   | P4        | Dispenser
        """, 60).SeverityOf("PS-02"));

    [Theory]
    [InlineData(5, 22, 5, Severity.Critical)] // day 0 to 88
    [InlineData(5, 23, 5, null)]
    [InlineData(5, 22, 4, null)]
    [InlineData(4, 22, 4, null)]
    public void FiveByFiveInNinetyDays_IsCritical(int practices, int daysApart, int pharmacies, Severity? expected) =>
        Assert.Equal(expected, Judge(Practices(practices, daysApart, pharmacies), 200).SeverityOf("PS-04"));

    [Theory]
    [InlineData(5, 45, 5, Severity.High)]
    [InlineData(5, 46, 5, null)]
    [InlineData(8, 20, 8, Severity.Critical)]
    [InlineData(8, 20, 7, Severity.High)]
    public void FiveByFiveInSixMonths_IsHighAndEightByEightCritical(int practices, int daysApart, int pharmacies, Severity? expected) =>
        Assert.Equal(expected, Judge(Practices(practices, daysApart, pharmacies), 300).SeverityOf("PS-03"));

    [Fact]
    public void CountByPrescriber_LooksInsideAPractice()
    {
        var table = "filled | drug | days | prescriber | practice | dispenser\n" + string.Join('\n', Enumerable.Range(0, 5)
            .Select(i => $"{i * 10} | clonazepam 1 mg | 10 | D{i} | joint | P{i}"));
        var byPrescriber = RuleCatalog.Create(new RuleSettings(
            [KeyValuePair.Create<string, IReadOnlyDictionary<string, string>>("PS-03", new Dictionary<string, string> { ["CountBy"] = "Prescriber" })])).Value;

        Assert.Null(Judge(table, 60).SeverityOf("PS-03"));
        Assert.Equal(Severity.High, Judgement.Of(History.Of(table).AsOf(60), byPrescriber).SeverityOf("PS-03"));
    }

    [Theory]
    [InlineData(50, 4, Severity.Medium)]
    [InlineData(50, 3, null)]
    [InlineData(70, 4, Severity.Low)] // only within a year
    public void FourByFour_IsMediumInSixMonthsAndLowInAYear(int daysApart, int pharmacies, Severity? expected) =>
        Assert.Equal(expected, Judge(Practices(4, daysApart, pharmacies, days: 90), 300).SeverityOf("PS-05"));

    [Fact]
    public void AllTogether_IsReportedOnlyWhenItSaysMore()
    {
        const string oneScope = """
            filled | drug            | days | prescriber | dispenser
            0      | clonazepam 1 mg | 30   | A          | P
            20     | clonazepam 1 mg | 30   | B          | Q
            40     | clonazepam 1 mg | 30   | C          | R
            60     | clonazepam 1 mg | 30   | D          | S
            80     | clonazepam 1 mg | 30   | E          | T
            81     | tramadol 50 mg  | 5    | E          | T
            """;
        var mixed = oneScope.Replace("80     | clonazepam 1 mg", "80     | tramadol 50 mg ", StringComparison.Ordinal);

        Assert.Equal(DrugScope.Sedatives, Judge(oneScope, 90).Of("PS-04").Scope);
        Assert.Equal(DrugScope.All, Judge(mixed, 90).Of("PS-04").Scope);
    }

    [Theory]
    [InlineData(27, 3, Severity.Medium)] // three shared days
    [InlineData(28, 3, null)] // two shared days
    [InlineData(20, 2, null)] // two pharmacies only
    public void OverlapEvent_NeedsSharedDaysAndThreePharmacies(int daysApart, int pharmacies, Severity? expected) =>
        Assert.Equal(expected, Judge(Practices(3, daysApart, pharmacies), 200).SeverityOf("PS-07"));

    [Theory]
    [InlineData(1, Severity.Medium)]
    [InlineData(2, Severity.Medium)]
    [InlineData(3, Severity.High)]
    [InlineData(5, Severity.Critical)]
    public void SeparateOverlaps_AddUp(int events, Severity expected)
    {
        var fills = Enumerable.Range(0, events).SelectMany(e => Enumerable.Range(0, 3)
            .Select(i => $"{e * 100 + i} | clonazepam 1 mg | 10 | D{i} | P{i}"));
        var finding = Judge("filled | drug | days | prescriber | dispenser\n" + string.Join('\n', fills), 545).Of("PS-07");

        Assert.Equal((expected, events), (finding.Severity, finding.Value("e")));
    }

    [Fact]
    public void SilentIf_NamesTheFillThatMadeTheDifference()
    {
        var finding = Judge(Practices(5, 20), 85).Of("PS-04");

        Assert.Equal("4 practices instead of 5, as without the fill of 2025-03-22 at Pharmacy P4, in 90 days.", finding.SilentIf);
        Assert.Equal("5 practices and 5 pharmacies in 90 days (threshold 5 and 5) for sedatives; 5 individual prescribers before grouping.", finding.Text);
    }

    [Fact]
    public void EpisodeOlderThanTheHorizon_IsForgotten()
    {
        Assert.NotNull(Judge(Practices(5, 20), 80 + 90 + 600).SeverityOf("PS-04"));
        Assert.Null(Judge(Practices(5, 20), 80 + 90 + 730).SeverityOf("PS-04"));
    }

    [Fact]
    public void Episode_KeepsFirstLastAndPeakDay()
    {
        var finding = Judge(Practices(5, 20), 400).Of("PS-04");

        // Five practices from day 80 until the first fill leaves the window on day 90; the peak is the last day with the numbers.
        Assert.Equal((History.Day(80), History.Day(89), History.Day(89)), (finding.FirstDay, finding.LastDay, finding.PeakDay));
    }
}

using PdmpAnalytics.Detection;
using PdmpAnalytics.TestKit;
using Xunit;

namespace PdmpAnalytics.Tests.Detection.Rules;

/// <summary>PS-06, PS-08 and ER-05 at their limits and one below.</summary>
public sealed class LongWindowRulesTests
{
    private static IReadOnlyList<RuleFinding> Judge(string table, int asOf) => Judgement.Of(History.Of(table).AsOf(asOf));

    private static string Practices(int practices, int pharmacies, int everyDays) =>
        "filled | drug | days | prescriber | dispenser\n" + string.Join('\n', Enumerable.Range(0, 2 * practices)
            .Select(i => $"{i * everyDays} | clonazepam 1 mg | 30 | A{i % practices} | P{i % pharmacies}"));

    [Theory]
    [InlineData(2, 3, null)]
    [InlineData(3, 2, null)]
    [InlineData(3, 3, Severity.Low)]
    [InlineData(4, 3, Severity.Low)]
    [InlineData(4, 4, Severity.Medium)]
    public void PracticesAndPharmacies_FireByTheSmallerNumber(int practices, int pharmacies, Severity? expected) =>
        Assert.Equal(expected, Judge(Practices(practices, pharmacies, everyDays: 60), 500).SeverityOf("PS-06"));

    [Theory]
    [InlineData(547, Severity.Low)]
    [InlineData(548, null)] // The first fill of the first practice has left, and its second is alone.
    public void WindowOfEighteenMonths_EndsWithItsDay(int lastDay, Severity? expected) => Assert.Equal(expected, Judge($"""
        filled    | drug            | days | prescriber | dispenser
        0         | clonazepam 1 mg | 30   | A          | P
        100       | clonazepam 1 mg | 30   | B          | Q
        200       | clonazepam 1 mg | 30   | B          | Q
        300       | clonazepam 1 mg | 30   | C          | R
        400       | clonazepam 1 mg | 30   | C          | R
        {lastDay} | clonazepam 1 mg | 30   | A          | P
        """, 600).SeverityOf("PS-06"));

    [Fact]
    public void ThreePracticesWithThreeFills_AreTooFew() => Assert.Null(Judge("""
        filled | drug            | days | prescriber | dispenser
        0      | clonazepam 1 mg | 30   | A          | P
        10     | clonazepam 1 mg | 30   | B          | Q
        20     | clonazepam 1 mg | 30   | C          | R
        """, 30).SeverityOf("PS-06"));

    [Fact]
    public void OneVisitThatOverlapsNobody_DoesNotCount() => Assert.Null(Judge("""
        filled | drug            | days | prescriber | dispenser
        0      | clonazepam 1 mg | 30   | A          | P
        100    | clonazepam 1 mg | 30   | B          | Q
        200    | clonazepam 1 mg | 30   | B          | Q
        300    | clonazepam 1 mg | 30   | C          | R
        400    | clonazepam 1 mg | 30   | C          | R
        """, 500).SeverityOf("PS-06"));

    [Fact]
    public void ThreeByThree_SaysItsLevelAndWhatWouldHaveKeptItSilent()
    {
        var finding = Judge(Practices(3, 3, everyDays: 60), 500).Of("PS-06");

        Assert.Equal("3 practices and 3 pharmacies in 548 days (level moderate) for sedatives.", finding.Text);
        Assert.StartsWith("2 practices instead of 3", finding.SilentIf, StringComparison.Ordinal);
        Assert.Equal(6, finding.Evidence.Count);
    }

    // Clonazepam: lowest label maximum 4 mg, so at least 40 mg must be beside another practice's supply.
    private static string Beside(int days, int fillsOfA) =>
        "filled | drug | qty | days | prescriber\n" + string.Join('\n', Enumerable.Range(0, fillsOfA)
            .Select(i => $"{30 * i} | clonazepam 1 mg | 120 | 30 | A"))
        + $"\n{30 * fillsOfA - days} | clonazepam 1 mg | 120 | 30 | B";

    [Theory]
    [InlineData(14, 1, null)] // 56 mg of 240: 23 %
    [InlineData(15, 1, Severity.Medium)] // 25 %
    [InlineData(29, 1, Severity.Medium)]
    [InlineData(30, 1, Severity.High)] // 50 %
    [InlineData(29, 3, null)]
    [InlineData(30, 3, Severity.Medium)] // 120 mg of 480
    public void MilligramsBesideAnotherPractice_FireByShare(int days, int fillsOfA, Severity? expected) =>
        Assert.Equal(expected, Judge(Beside(days, fillsOfA), 200).SeverityOf("PS-08"));

    [Theory]
    [InlineData(19, null)] // 38 of 98 mg
    [InlineData(20, Severity.Medium)] // 40 of 100 mg
    public void MilligramsBesideAnotherPractice_MustBeWorthTenDays(int days, Severity? expected) => Assert.Equal(expected, Judge($"""
        filled | drug            | qty        | days   | prescriber
        0      | clonazepam 1 mg | 60         | 30     | A
        5      | clonazepam 1 mg | {2 * days} | {days} | B
        """, 100).SeverityOf("PS-08"));

    [Fact]
    public void SupplyOfTheSamePractice_IsNoShopping() => Assert.Null(Judge("""
        filled | drug            | qty | days | prescriber | practice
        0      | clonazepam 1 mg | 120 | 30   | A          | joint
        0      | clonazepam 1 mg | 120 | 30   | B          | joint
        """, 60).SeverityOf("PS-08"));

    [Fact]
    public void DrugWithoutALabelMaximum_IsNotMeasured() => Assert.Null(Judge("""
        filled | drug            | qty | days | prescriber
        0      | oxycodone 10 mg | 120 | 30   | A
        0      | oxycodone 10 mg | 120 | 30   | B
        """, 60).SeverityOf("PS-08"));

    [Fact]
    public void FaultyQuantity_SaysNothingAboutMilligrams() => Assert.Null(Judge("""
        filled | drug            | qty | days | prescriber | quality
        0      | clonazepam 1 mg | 120 | 30   | A          |
        0      | clonazepam 1 mg | 120 | 30   | B          | Quantity
        """, 60).SeverityOf("PS-08"));

    private static string Refills(int everyDays, int count) => "filled | drug | days\n" + string.Join('\n', Enumerable.Range(0, count)
        .Select(i => $"{i * everyDays} | clonazepam 1 mg | 30"));

    [Theory]
    [InlineData(20, 3, 60, null)] // 20 days saved
    [InlineData(20, 4, 59, null)] // 30 days saved, but the ledger is too young
    [InlineData(20, 4, 60, Severity.Medium)]
    [InlineData(20, 7, 120, Severity.High)] // 60 days saved
    [InlineData(28, 7, 180, null)] // the two-day habit
    public void EarlyFills_AddUpToAStockpile(int everyDays, int count, int asOf, Severity? expected) =>
        Assert.Equal(expected, Judge(Refills(everyDays, count), asOf).SeverityOf("ER-05"));

    [Fact]
    public void Stockpile_IsCountedBeyondTheNewestFill()
    {
        var finding = Judge(Refills(20, 4), 60).Of("ER-05");

        Assert.Equal((30, 4), (finding.Value("d"), finding.Value("n")));
        Assert.StartsWith("1 day of supply less before the fill of 2025-03-02", finding.SilentIf, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(182, true)] // The ninety days of day 0 are in the window for the last time.
    [InlineData(183, false)]
    public void OldSurplus_AgesOut(int newest, bool stillHolds) => Assert.Equal(stillHolds, Judge($"""
        filled   | drug            | days
        0        | clonazepam 1 mg | 90
        1        | clonazepam 1 mg | 90
        2        | clonazepam 1 mg | 33
        {newest} | clonazepam 1 mg | 30
        """, newest).Of("ER-05").LastDay == History.Day(newest));

    [Fact]
    public void TwoStrengthsOfOnePractice_AreOneSupply() => Assert.Null(Judge(
        "filled | drug | days\n" + string.Join('\n', Enumerable.Range(0, 6).SelectMany(m => new[]
        {
            $"{30 * m} | clonazepam 1 mg | 30", $"{30 * m + 10} | clonazepam 0.5 mg | 30",
        })), 180).SeverityOf("ER-05"));

    [Theory]
    [InlineData("A", null)] // two strengths of one practice: one regimen
    [InlineData("B", Severity.High)]
    public void SameDrugFromAnotherPractice_AddsUp(string second, Severity? expected) => Assert.Equal(expected, Judge(
        "filled | drug | days | prescriber\n" + string.Join('\n', Enumerable.Range(0, 3).SelectMany(m => new[]
        {
            $"{30 * m} | clonazepam 1 mg | 30 | A", $"{30 * m + 5} | clonazepam 0.5 mg | 30 | {second}",
        })), 65).SeverityOf("ER-05"));
}

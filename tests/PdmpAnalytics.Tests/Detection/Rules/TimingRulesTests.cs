using PdmpAnalytics.Detection;
using PdmpAnalytics.TestKit;
using Xunit;

namespace PdmpAnalytics.Tests.Detection.Rules;

/// <summary>ER-01 to ER-04 at their limits and one below.</summary>
public sealed class TimingRulesTests
{
    private static IReadOnlyList<RuleFinding> Judge(string table, int asOf) => Judgement.Of(History.Of(table).AsOf(asOf));

    [Theory]
    [InlineData(25, Severity.Info)] // 5 days early, 83 % used
    [InlineData(24, Severity.Info)] // 6 days early, 80 % used
    [InlineData(23, Severity.Low)] // 7 days early
    [InlineData(26, null)] // 4 days early, 87 % used
    public void SingleEarlyRefill_IsInfoAndSevereIsLow(int secondFill, Severity? expected) => Assert.Equal(expected, Judge($"""
        filled       | drug            | days
        0            | clonazepam 1 mg | 30
        {secondFill} | clonazepam 1 mg | 30
        """, 40).SeverityOf("ER-01"));

    [Theory]
    [InlineData(202)] // day 20 is still within 183 days
    [InlineData(203)] // the episode is remembered, its last day is past
    public void EarlyRefill_StaysInViewForHalfAYear(int asOf)
    {
        var finding = Judge("""
            filled | drug            | days
            0      | clonazepam 1 mg | 30
            20     | clonazepam 1 mg | 30
            """, asOf).Of("ER-01");

        Assert.Equal((History.Day(20), History.Day(202)), (finding.FirstDay, finding.LastDay));
    }

    private static string Every(int days, int fills) =>
        "filled | drug | days\n" + string.Join('\n', Enumerable.Range(0, fills).Select(i => $"{i * days} | clonazepam 1 mg | 30"));

    [Theory]
    [InlineData(25, 3, null)] // two events, 10 days
    [InlineData(25, 4, Severity.Medium)] // three events, 15 days
    [InlineData(25, 5, Severity.Medium)]
    [InlineData(25, 6, Severity.High)] // five events
    [InlineData(20, 3, null)] // two events, 20 days
    [InlineData(19, 3, Severity.Medium)] // two events, 22 days
    public void SerialEarlyRefills_FireByNumberOrByDays(int every, int fills, Severity? expected) =>
        Assert.Equal(expected, Judge(Every(every, fills), 160).SeverityOf("ER-02"));

    [Theory]
    [InlineData("B", "Q", Severity.Medium)]
    [InlineData("A", "Q", null)] // the same practice
    [InlineData("B", "P", null)] // the same pharmacy
    public void CrossPharmacyEarlyFill_NeedsAnotherPracticeAndPharmacy(string practice, string dispenser, Severity? expected) =>
        Assert.Equal(expected, Judge($"""
            filled | drug            | days | prescriber | dispenser
            0      | clonazepam 1 mg | 30   | A          | P
            20     | clonazepam 1 mg | 30   | {practice} | {dispenser}
            """, 40).SeverityOf("ER-03"));

    [Fact]
    public void CrossPharmacyEarlyFill_NamesBothPharmacies()
    {
        var finding = Judge("""
            filled | drug            | days | prescriber | dispenser
            0      | clonazepam 1 mg | 30   | A          | P
            20     | clonazepam 1 mg | 30   | B          | Q
            """, 40).Of("ER-03");

        Assert.Equal("Filled at Pharmacy Q 10 days before the supply from Pharmacy P ended; different prescriber. 1 such fill in 183 days.", finding.Text);
        Assert.Equal("With the fill of 2025-01-21 at Pharmacy Q 10 days later.", finding.SilentIf);
        Assert.Equal([1, 2], finding.Evidence);
    }

    [Theory]
    [InlineData(202, Severity.High)] // both within 183 days
    [InlineData(203, Severity.Medium)]
    public void TwoCrossPharmacyEarlyFillsInHalfAYear_AreHigh(int secondEvent, Severity expected) => Assert.Equal(expected, Judge($"""
        filled             | drug            | days | prescriber | dispenser
        0                  | clonazepam 1 mg | 30   | A          | P
        20                 | clonazepam 1 mg | 30   | B          | Q
        {secondEvent - 10} | zolpidem 10 mg  | 30   | A          | P
        {secondEvent}      | zolpidem 10 mg  | 30   | B          | Q
        """, 400).SeverityOf("ER-03"));

    [Theory]
    [InlineData(1, "B", "Q", "clonazepam 1 mg", Severity.High)]
    [InlineData(2, "B", "Q", "clonazepam 1 mg", null)] // two days apart
    [InlineData(0, "B", "P", "clonazepam 1 mg", Severity.Medium)]
    [InlineData(0, "A", "Q", "clonazepam 1 mg", Severity.Medium)]
    [InlineData(0, "A", "P", "clonazepam 0.5 mg", null)] // strengths of one regimen
    [InlineData(0, "B", "Q", "zolpidem 10 mg", null)] // another class
    [InlineData(0, "B", "Q", "alprazolam 2 mg", Severity.High)] // another drug of the class
    public void SameDayFills_AreDuplicatesAcrossPlaces(int day, string practice, string dispenser, string drug, Severity? expected) =>
        Assert.Equal(expected, Judge($"""
            filled | drug            | days | prescriber | dispenser
            0      | clonazepam 1 mg | 30   | A          | P
            {day}  | {drug}          | 30   | {practice} | {dispenser}
            """, 40).SeverityOf("ER-04"));

    [Fact]
    public void SamePrescriptionInTwoRecords_IsNoDuplicate() => Assert.Null(Judge("""
        filled | drug            | days | prescriber | dispenser | rx
        0      | clonazepam 1 mg | 15   | A          | P         | 7
        1      | clonazepam 1 mg | 15   | B          | P         | 7
        """, 40).SeverityOf("ER-04"));
}

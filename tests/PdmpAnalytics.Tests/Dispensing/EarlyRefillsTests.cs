using PdmpAnalytics.Dispensing;
using PdmpAnalytics.TestKit;
using PdmpAnalytics.TestKit.Naive;
using Xunit;

namespace PdmpAnalytics.Tests.Dispensing;

public sealed class EarlyRefillsTests
{
    private static EarlyRefill[] Of(string table, int asOf = 400) =>
        History.Of(table).AsOf(asOf).EarlyRefills(EarlyRefillTerms.Default).Events.ToArray();

    [Fact]
    public void ThirtyDaysRepeatedAfterThreeWeeks_IsSevereEachTime()
    {
        var events = Of("""
            filled | drug            | days
            0      | clonazepam 1 mg | 30
            21     | clonazepam 1 mg | 30
            43     | clonazepam 1 mg | 30
            65     | clonazepam 1 mg | 30
            """);

        Assert.Equal([9, 8, 8], events.Select(e => e.DaysEarly));
        Assert.Equal([70, 73, 73], events.Select(e => Math.Round(100 * e.ShareUsed)));
        Assert.All(events, e => Assert.True(e.Severe));
    }

    [Fact]
    public void TwoDaysEarlyEachMonth_IsNoEvent() => Assert.Empty(Of("""
        filled | drug            | days
        0      | clonazepam 1 mg | 30
        28     | clonazepam 1 mg | 30
        56     | clonazepam 1 mg | 30
        84     | clonazepam 1 mg | 30
        """));

    [Theory]
    [InlineData(27, 30, false)] // 3 days early, 90 % used
    [InlineData(26, 30, false)] // 4 days early, 87 % used
    [InlineData(25, 30, true)] // 5 days early, 83 % used
    [InlineData(17, 20, false)] // 3 days early, exactly 85 % used
    [InlineData(16, 19, true)] // 3 days early, 84 % used
    [InlineData(12, 14, false)] // 2 days early, 86 % used
    [InlineData(3, 7, false)] // a week's supply is too short to judge by
    [InlineData(3, 8, true)]
    public void AtTheLimits_OnlyBeyondCounts(int secondFill, int days, bool early) => Assert.Equal(early, Of($"""
        filled       | drug            | days
        0            | clonazepam 1 mg | {days}
        {secondFill} | clonazepam 1 mg | 30
        """).Length == 1);

    [Theory]
    [InlineData(0.5, "A", false)] // one practice, two strengths: one regimen
    [InlineData(0.5, "B", true)]
    [InlineData(1.0, "A", true)]
    public void OtherStrength_IsComparedAcrossPracticesOnly(double strength, string practice, bool early) => Assert.Equal(early, Of(
        FormattableString.Invariant($"""
        filled | drug                     | days | practice
        0      | clonazepam 1 mg          | 30   | A
        10     | clonazepam {strength} mg | 30   | {practice}
        """)).Length == 1);

    [Theory]
    [InlineData(40, "2", false)] // 1.33 times the dose on a new prescription
    [InlineData(36, "2", true)] // exactly 1.2 times
    [InlineData(40, "1", true)] // the same prescription
    public void RaisedDoseOfANewPrescription_ExplainsItself(int quantity, string rx, bool early) => Assert.Equal(early, Of($"""
        filled | drug            | qty        | days | rx
        0      | clonazepam 1 mg | 30         | 30   | 1
        10     | clonazepam 1 mg | {quantity} | 30   | {rx}
        """).Length == 1);

    [Fact]
    public void AmongRunningSupplies_TheOneThatEndsLastIsThePredecessor()
    {
        var early = Assert.Single(Of("""
            filled | drug            | days | practice | dispenser
            0      | clonazepam 1 mg | 90   | A        | P
            60     | zolpidem 10 mg  | 30   | B        | Q
            70     | clonazepam 1 mg | 15   | B        | Q
            """));

        Assert.Equal((2, 0, 20, true, true), (early.Fill, early.Predecessor, early.DaysEarly, early.OtherPractice, early.OtherDispenser));
    }

    [Fact]
    public void TreatmentMedication_TakesNoPart() => Assert.Empty(Of("""
        filled | drug               | days
        0      | buprenorphine 8 mg | 30
        10     | buprenorphine 8 mg | 30
        """));

    [Fact]
    public void RandomHistories_AgreeWithTheNaiveReading()
    {
        var events = 0;
        for (var seed = 1; seed <= 2000; seed++)
        {
            var history = RandomHistory.Of(seed).AsOf(1500);
            var fast = history.EarlyRefills(EarlyRefillTerms.Default).Events.ToArray();
            Assert.Equal(NaiveEarlyRefills.Of(history), fast);
            events += fast.Length;
        }

        Assert.True(events > 5000, "The random histories must have early refills to compare.");
    }
}

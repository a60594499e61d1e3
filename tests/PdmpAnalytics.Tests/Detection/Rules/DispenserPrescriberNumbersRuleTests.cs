using PdmpAnalytics.Detection;
using PdmpAnalytics.Dispensing;
using PdmpAnalytics.TestKit;
using Xunit;

namespace PdmpAnalytics.Tests.Detection.Rules;

public sealed class DispenserPrescriberNumbersRuleTests
{
    private static RuleFinding? Judge(int records, params int[] faultyDays) => Assert.Single(RuleCatalog.Default.DispenserRules).Evaluate(
        new DispenserRecords(12, "", records, [.. faultyDays.Select((d, i) =>
            new FaultyRecord(History.Day(d).DayNumber, i + 1, RecordQuality.PrescriberDea))]),
        History.Day(400));

    [Theory]
    [InlineData(10, 39, true)] // the third on the last day of the window
    [InlineData(10, 40, false)]
    public void ThreeInThirtyDays_Fire(int first, int third, bool fires) =>
        Assert.Equal(fires, Judge(100_000, first, first + 5, third) is not null);

    [Theory]
    [InlineData(150, true)] // three of 150
    [InlineData(151, false)]
    public void TwoPercentOfTheLastHalfYear_Fire(int records, bool fires) =>
        Assert.Equal(fires, Judge(records, 300, 340, 380) is not null);

    [Fact]
    public void TwoSlips_AreNoPattern() => Assert.Null(Judge(10, 370, 380));

    [Fact]
    public void Finding_CountsTheRecordsOfItsWindow()
    {
        var finding = Judge(1000, 20, 301, 302, 303, 390);

        Assert.NotNull(finding);
        Assert.Equal((ReviewQueueKind.Data, Severity.Medium), (finding.Rule.Queue, finding.Severity));
        Assert.Equal([2, 3, 4], finding.Evidence);
        Assert.Equal(
            "3 prescriptions filled at dispenser 12 in 30 days with a fault in the prescriber's numbers: 3 with a DEA number that fails its check; in the last 183 days 4 of 1000 records have one (0.4 %).",
            finding.Text);
    }

    [Fact]
    public void MissingNumbers_AreNotCalledWrong()
    {
        var finding = Assert.Single(RuleCatalog.Default.DispenserRules).Evaluate(
            new DispenserRecords(12, "Main", 9, [
                new FaultyRecord(History.Day(391).DayNumber, 1, RecordQuality.PrescriberDea, WithoutDea: true),
                new FaultyRecord(History.Day(392).DayNumber, 2, RecordQuality.PrescriberDea | RecordQuality.PrescriberNpi, WithoutDea: true),
                new FaultyRecord(History.Day(393).DayNumber, 3, RecordQuality.PrescriberDea),
            ]),
            History.Day(400));

        Assert.Contains(
            "1 with a DEA number that fails its check, 2 without a DEA number and 1 with an NPI that fails its check;",
            finding!.Text, StringComparison.Ordinal);
    }
}

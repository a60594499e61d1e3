using System.Xml.Linq;
using PdmpAnalytics.Backtesting;
using PdmpAnalytics.Detection;
using Xunit;

namespace PdmpAnalytics.Tests.Backtesting;

public class ThresholdSweepTests
{
    [Theory]
    [InlineData("PS-03:Practices=4..7", "PS-03", "Practices", new[] { 4.0, 5, 6, 7 })]
    [InlineData("er-01:maxshareused=0.6..0.9:0.1", "ER-01", "MaxShareUsed", new[] { 0.6, 0.7, 0.8, 0.9 })]
    [InlineData("PS-03:Practices=5..5", "PS-03", "Practices", new[] { 5.0 })]
    public void Text_IsOneThresholdAtSeveralValues(string text, string rule, string threshold, double[] values)
    {
        var sweep = ThresholdSweep.Parse(text, RuleCatalog.Default).Value;

        Assert.Equal((rule, threshold), (sweep.RuleId, sweep.Threshold));
        Assert.Equal(values, sweep.Values);
        Assert.Equal(values.Length, sweep.Catalogs(RuleCatalog.Default).Value.Count);
    }

    [Theory]
    [InlineData("PS-03:Practices")]
    [InlineData("PS-03:Practices=7..4")]
    [InlineData("PS-03:Practices=4..7:0")]
    [InlineData("PS-03:Doctors=4..7")]
    [InlineData("PS-99:Practices=4..7")]
    [InlineData("PS-03:Practices=1..4")] // below the smallest value that makes sense
    [InlineData("PS-03:Practices=4..6:0.5")] // a whole number
    [InlineData("PS-03:WindowDays=30..365:1")] // too many
    [InlineData("CL-05:WindowDays=1..3")] // looks at several patients
    public void TextThatIsNone_IsRefused(string text) => Assert.NotNull(ThresholdSweep.Parse(text, RuleCatalog.Default).Refusal);

    [Fact]
    public void RuleThatIsOff_IsOnAtEveryValue()
    {
        var sweep = ThresholdSweep.Parse("GE-02:States=2..3", RuleCatalog.Default).Value;

        Assert.All(sweep.Catalogs(RuleCatalog.Default).Value, c => Assert.True(c.IsOn(c.Find("GE-02")!)));
    }

    [Fact]
    public void Chart_MarksTheValueThatKeepsToTheLimit()
    {
        var report = Report();

        Assert.Equal(5, report.AtMost(10)!.Value);
        Assert.Null(report.AtMost(1));
        var chart = XDocument.Parse(SweepChart.Draw(report, 10)).ToString();
        Assert.Contains("Practices 5 keeps to 10 a night", chart, StringComparison.Ordinal);
        Assert.Equal(2, chart.Split("r=\"6\"").Length - 1);
        Assert.Contains("no value keeps to 1 a night", SweepChart.Draw(report, 1), StringComparison.Ordinal);
        Assert.DoesNotContain("at most", SweepChart.Draw(report, null), StringComparison.Ordinal);
    }

    private static BacktestReport Report()
    {
        var request = new BacktestRequest(new(2026, 1, 1), new(2026, 6, 30)) { Sweep = new ThresholdSweep("PS-03", "Practices", [4, 5, 6]) };
        var outcome = new BacktestOutcome("shipped", 0, 181, [], [], new Dictionary<string, int>());
        return new(
            request, KnownBy.Filled, outcome, null, [], [], [new(4, 12, 3), new(5, 9.5, 1), new(6, 9, 0)],
            new BacktestCost(1, 1, 1, TimeSpan.FromSeconds(1)), []);
    }
}

using PdmpAnalytics.Backtesting;
using Xunit;

namespace PdmpAnalytics.Tests.Backtesting;

public class BacktestReportTests
{
    /// <summary>Value, alerts a night, patients of the rule a night.</summary>
    private static readonly SweepPoint[] Points = [new(3, 2.5, 1.0), new(4, 1.0, 0.2), new(5, 1.0, 0.6), new(6, 1.0, 0.1), new(7, 0.5, 0.9)];

    [Theory]
    [InlineData(3, 3.0)]
    [InlineData(1, 5.0)]
    [InlineData(0.9, 7.0)]
    [InlineData(0.4, null)]
    public void AtMost_OfEqualValues_IsTheOneThatFindsMore(double atMost, double? value) =>
        Assert.Equal(value, Report().AtMost(atMost)?.Value);

    private static BacktestReport Report()
    {
        var outcome = new BacktestOutcome("shipped", 0, 1, [], [], new Dictionary<string, int>());
        return new BacktestReport(
            new BacktestRequest(new(2026, 1, 1), new(2026, 1, 1)), KnownBy.Filled, outcome, null, [], [], Points, new BacktestCost(0, 0, 0, TimeSpan.Zero), []);
    }
}

using PdmpAnalytics.Detection.Scoring.Learning;
using Xunit;

namespace PdmpAnalytics.Tests.Detection.Scoring.Learning;

public class LogisticFitTests
{
    [Fact]
    public void OneInput_IsTheSolutionByHand()
    {
        // Of 10 cases with 0, 2 are confirmed, of 10 with 1, 8: log-odds log(1/4) and log(4).
        var cases = Enumerable.Range(0, 20)
            .Select(i => new ReviewedCase(i, default, [i < 10 ? 0 : 1], i < 10 ? i < 2 : i < 18)).ToList();

        var line = LogisticFit.Fit(cases, [0], 1e-9);

        Assert.Equal(-Math.Log(4), line.Intercept, 1e-3);
        Assert.Equal(2 * Math.Log(4), line.Weights[0], 1e-3);
    }

    [Fact]
    public void Weight_CountsAsThatManyCases()
    {
        var cases = InventedCases.Usual(1, 60);
        var start = new double[RiskInputs.All.Count];

        var twice = LogisticFit.Fit([.. cases, .. cases], start, 5);
        var weighted = LogisticFit.Fit([.. cases.Select(c => c with { Weight = 2 })], start, 5);

        Assert.Equal(twice.Intercept, weighted.Intercept, 1e-6);
        Assert.All(twice.Weights.Zip(weighted.Weights), w => Assert.Equal(w.First, w.Second, 1e-6));
    }

    [Fact]
    public void Direction_IsNeverGoneAgainst()
    {
        for (var seed = 1; seed <= 5; seed++)
        {
            var line = LogisticFit.Fit(InventedCases.Usual(seed), [.. RiskInputs.All.Select(_ => 0.1)], 1);

            Assert.All(line.Weights, w => Assert.True(w >= 0));
            // The third input speaks against its direction, and is given no weight instead.
            Assert.Equal(0, line.Weights[2]);
            Assert.True(line.Weights[0] > 0.5 && line.Weights[1] > 0.3);
        }
    }

    [Fact]
    public void StrongPenalty_LeavesTheStart()
    {
        var start = RiskInputs.All.Select((_, i) => 0.01 * i).ToArray();

        var line = LogisticFit.Fit(InventedCases.Usual(2), start, 1e9);

        Assert.All(line.Weights.Zip(start), w => Assert.Equal(w.Second, w.First, 1e-4));
    }
}

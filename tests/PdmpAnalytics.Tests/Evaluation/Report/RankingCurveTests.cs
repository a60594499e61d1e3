using PdmpAnalytics.Evaluation;
using PdmpAnalytics.Evaluation.Report;
using Xunit;

namespace PdmpAnalytics.Tests.Evaluation.Report;

public class RankingCurveTests
{
    [Fact]
    public void SmallRanking_IsTheCurveByHand()
    {
        var curve = RankingCurve.Of([4, 3, 3, 1], [true, false, true, false]);

        // The two with 3 are taken together.
        Assert.Equal([new CurvePoint(0.5, 1), new CurvePoint(1, 2 / 3.0), new CurvePoint(1, 0.5)], curve.PrecisionByRecall);
        Assert.Equal([new CurvePoint(0, 0), new CurvePoint(0, 0.5), new CurvePoint(0.5, 1), new CurvePoint(1, 1)], curve.Roc);
    }

    [Fact]
    public void AreaUnderTheRoc_IsTheRankStatistic()
    {
        var random = new Random(1);
        var scores = Enumerable.Range(0, 500).Select(_ => (double)random.Next(40)).ToArray();
        var positive = scores.Select(s => random.Next(60) < s).ToArray();

        var roc = RankingCurve.Of(scores, positive).Roc;
        var area = roc.Zip(roc.Skip(1), (a, b) => (b.X - a.X) * (a.Y + b.Y) / 2).Sum();

        Assert.Equal(RocCurve.Area(scores, positive)!.Value, area, 1e-9);
    }

    /// <summary>Wilson 1927: 8 of 10 gives 0.490 to 0.943.</summary>
    [Fact]
    public void Interval_IsWilsons()
    {
        var share = new Proportion(8, 10);

        Assert.Equal((0.8, 0.490, 0.943), (share.Share, Math.Round(share.Low, 3), Math.Round(share.High, 3)));
        Assert.Equal((0, 1), (new Proportion(0, 0).Low, new Proportion(0, 0).High));
    }
}

using PdmpAnalytics.Evaluation;
using Xunit;

namespace PdmpAnalytics.Tests.Evaluation;

public class RankingQualityTests
{
    [Fact]
    public void DistinctScores_AveragePrecisionByHand()
    {
        // Ranks of the positives: 1, 3 and 6, so (1/1 + 2/3 + 3/6) / 3; the first three hold two of them.
        var quality = RankingQuality.Of([9, 8, 7, 6, 5, 4], [true, false, true, false, false, true]);

        Assert.Equal((1.0 + 2.0 / 3 + 3.0 / 6) / 3, quality.AveragePrecision, 12);
        Assert.Equal(2.0 / 3, quality.PrecisionAtK, 12);
        Assert.Equal(3, quality.K);
    }

    [Fact]
    public void EqualScores_CountAsOneBlock()
    {
        // Blocks: {one positive}, {one positive, two negatives}, {one positive, three negatives}.
        double[] scores = [5, 3, 3, 3, 0, 0, 0, 0];
        bool[] positive = [true, false, true, false, false, false, true, false];

        var quality = RankingQuality.Of(scores, positive);

        Assert.Equal((1.0 / 1 + 2.0 / 4 + 3.0 / 8) / 3, quality.AveragePrecision, 12);
        // Two of the second block's three places are left, so two thirds of its one positive.
        Assert.Equal((1 + 2.0 / 3) / 3, quality.PrecisionAtK, 12);
    }

    [Fact]
    public void AllEqual_IsThePrevalence()
    {
        var quality = RankingQuality.Of(new double[8], [true, false, false, false, true, false, false, false]);

        Assert.Equal(0.25, quality.AveragePrecision, 12);
        Assert.Equal(0.25, quality.PrecisionAtK, 12);
    }

    [Fact]
    public void NobodyPositive_IsZero() => Assert.Equal(new RankingQuality(0, 0, 0), RankingQuality.Of([1, 2], [false, false]));

    [Fact]
    public void OrderOfEntries_ChangesNothing()
    {
        var random = new Random(11);
        var entries = Enumerable.Range(0, 200).Select(_ => (Score: (double)random.Next(12), Positive: random.Next(9) == 0)).ToArray();
        var once = Of(entries);
        random.Shuffle(entries);

        Assert.Equal(once, Of(entries));
    }

    [Fact]
    public void Membership_SharesThePlacesOfABlockThatKCuts()
    {
        var share = RankingQuality.Membership([1, 5, 3, 3, 3], 2);

        Assert.Equal([0, 1, 1 / 3.0, 1 / 3.0, 1 / 3.0], share);
    }

    private static RankingQuality Of((double Score, bool Positive)[] entries) =>
        RankingQuality.Of([.. entries.Select(e => e.Score)], [.. entries.Select(e => e.Positive)]);
}

using PdmpAnalytics.Detection.Population;
using Xunit;

namespace PdmpAnalytics.Tests.Detection.Population;

public sealed class PeerComparisonTests
{
    /// <summary>Benjamini and Hochberg 1995, section 4: fifteen comparisons, of which the procedure keeps four at 0.05 (Bonferroni: three).</summary>
    private static readonly double[] Published =
        [0.0201, 0.0001, 0.0459, 0.0004, 0.3240, 0.0019, 0.4262, 0.0095, 0.5719, 0.0278, 0.6528, 0.0298, 0.7590, 0.0344, 1.0];

    [Fact]
    public void Discoveries_AreThoseOfThePaper() => Assert.Equal(
        [0.0001, 0.0004, 0.0019, 0.0095],
        Published.Where((p, i) => PeerComparison.Discoveries(Published, 0.05)[i]).Order());

    [Fact]
    public void Discoveries_TakeASmallPThatFollowsALargerOne()
    {
        // Step-up: the third meets 0.05 x 3/3, so the second, above 0.05 x 2/3 alone, stays too.
        Assert.All(PeerComparison.Discoveries([0.01, 0.04, 0.045], 0.05), Assert.True);
        Assert.Equal([true, false, false], PeerComparison.Discoveries([0.01, 0.04, 0.06], 0.05));
        Assert.Empty(PeerComparison.Discoveries([], 0.05));
    }

    [Fact]
    public void Measures_LieByMedianAndMedianDeviation_OnALogScale()
    {
        // 1 + value is e^0 to e^4 and e^12: median e^2.5, deviations 2.5 1.5 .5 .5 1.5 9.5, their median 1.5.
        var distances = PeerComparison.Distances([.. new double[] { 0, 1, 2, 3, 4, 12 }.Select(x => new PeerFigure(Math.Exp(x) - 1))]);

        Assert.Equal(0.6745 * 9.5 / 1.5, distances[5].Z, 10);
        Assert.Equal(0.6745 * -2.5 / 1.5, distances[0].Z, 10);
        Assert.Equal(Math.Exp(2.5) - 1, distances[5].Median, 10);
        Assert.Equal(6, distances[5].Peers);
    }

    [Fact]
    public void HalfOfThePeersEqual_FallsBackOnTheMeanDeviation()
    {
        var distances = PeerComparison.Distances([.. Enumerable.Repeat(new PeerFigure(0), 9), new PeerFigure(Math.E - 1)]);

        Assert.Equal(1 / (1.253314 * 0.1), distances[9].Z, 10);
        Assert.Equal(0, distances[0].Z);
        Assert.All(PeerComparison.Distances([.. Enumerable.Repeat(new PeerFigure(7), 20)]), d => Assert.Equal(0, d.Z));
    }

    [Fact]
    public void Shares_MayLieFartherOut_TheFewerTheyAreOf()
    {
        PeerFigure[] peers = [.. Enumerable.Range(0, 21).Select(i => new PeerFigure(0.20 + 0.002 * (i - 10), 400))];
        var small = PeerComparison.Distances([.. peers, new PeerFigure(0.5, 10)])[^1];
        var large = PeerComparison.Distances([.. peers, new PeerFigure(0.5, 400)])[^1];

        // sqrt(0.2 x 0.8 / 10) and / 400; the peers vary less than chance, so nothing is divided.
        Assert.InRange(small.Z, 2.3, 2.4);
        Assert.InRange(large.Z, 14.8, 15.1);
    }

    [Fact]
    public void Shares_ThatVaryMoreThanChance_AreJudgedByTheirOwnSpread()
    {
        PeerFigure[] peers = [.. Enumerable.Range(0, 41).Select(i => new PeerFigure(0.30 + 0.01 * (i - 20), 10_000))];
        var distances = PeerComparison.Distances([.. peers, new PeerFigure(0.55, 10_000)]);

        Assert.InRange(distances[^1].Z, 1.5, 2); // by chance alone it would be about 54
    }

    [Theory]
    [InlineData(0, 40, 40)] // nobody else has any
    [InlineData(1, 0, 40)]
    public void SharesOfNoneOrAll_HaveAFiniteDistance(double usual, double part, double of)
    {
        var distances = PeerComparison.Distances([.. Enumerable.Repeat(new PeerFigure(usual, 40), 30), new PeerFigure(part / of, of)]);

        Assert.True(double.IsFinite(distances[^1].Z));
        Assert.InRange(Math.Abs(distances[^1].Z), 6, 1000);
        Assert.All(distances[..^1], d => Assert.Equal(0, d.Z));
    }

    [Theory]
    [InlineData(3.5, 0.000233)] // upper tail of the normal distribution
    [InlineData(0, 0.5)]
    [InlineData(6, 9.866e-10)]
    public void P_IsTheUpperTail(double z, double p) => Assert.Equal(1, new PeerDistance(z, 0, 20).P / p, 2);

    [Fact]
    public void ValueAt_LeadsBackToTheDistance()
    {
        PeerFigure[] group = [.. Enumerable.Range(1, 30).Select(i => new PeerFigure(i)), new PeerFigure(4000)];
        var distance = PeerComparison.Distances(group)[^1];
        var value = PeerComparison.ValueAt(3.5, group[^1], distance);

        Assert.Equal(3.5, PeerComparison.Distances([.. group[..^1], new PeerFigure(value)])[^1].Z, 6);
    }
}

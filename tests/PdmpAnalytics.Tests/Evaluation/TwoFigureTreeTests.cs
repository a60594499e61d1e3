using PdmpAnalytics.Evaluation;
using Xunit;

namespace PdmpAnalytics.Tests.Evaluation;

public class TwoFigureTreeTests
{
    [Fact]
    public void TwoFiguresThatSeparateTogether_AreFound()
    {
        // Positive where both are high; a third figure is noise.
        var random = new Random(3);
        var people = Enumerable.Range(0, 2000).Select(_ => (A: random.NextDouble(), B: random.NextDouble(), Noise: random.NextDouble())).ToArray();
        var positive = people.Select(p => p.A > 0.98 && p.B > 0.5).ToArray();

        var tree = TwoFigureTree.Best([[.. people.Select(p => p.Noise)], [.. people.Select(p => p.A)], [.. people.Select(p => p.B)]], positive);

        Assert.Equal((1, 2), (tree.First, tree.Second));
        Assert.True(tree.AveragePrecision > 0.9, $"{tree.AveragePrecision}");
    }

    [Fact]
    public void FourLeaves_ByHand()
    {
        // One figure of four values, one constant. The best cuts leave blocks (1 of 1) and (1 of 2) before two empty ones.
        var tree = TwoFigureTree.Best([[4, 3, 3, 2, 1, 1, 1, 1], new double[8]], [true, true, false, false, false, false, false, false]);

        Assert.Equal((1 + 2.0 / 3) / 2, tree.AveragePrecision, 12);
    }
}

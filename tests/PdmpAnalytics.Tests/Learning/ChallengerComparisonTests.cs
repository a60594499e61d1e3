using PdmpAnalytics.Learning;
using Xunit;

namespace PdmpAnalytics.Tests.Learning;

public class ChallengerComparisonTests
{
    [Fact]
    public void Of_TheSameOrder_AgreesWholly()
    {
        var comparison = ChallengerComparison.Of(1, 2, [.. Enumerable.Range(1, 300).Select(i => ((long)i, i / 300.0, i / 600.0))]);

        Assert.Equal((300, 100, 0), (comparison.Alerts, comparison.First, comparison.Moved));
        Assert.Equal(1, comparison.Agreement!.Value, 1e-12);
    }

    [Fact]
    public void Of_TheReverse_MovesEverything()
    {
        var comparison = ChallengerComparison.Of(1, 2, [.. Enumerable.Range(1, 300).Select(i => ((long)i, i / 300.0, 1 - i / 300.0))]);

        Assert.Equal(100, comparison.Moved);
        Assert.Equal(-1, comparison.Agreement!.Value, 1e-12);
    }

    /// <summary>Ranks 1, 2, 3, 4 against 2, 1, 4, 3: 1 - 6 * 4 / (4 * 15) = 0.6.</summary>
    [Fact]
    public void Of_Neighbours_IsSpearmansCorrelation()
    {
        var comparison = ChallengerComparison.Of(1, 2, [(1, 0.1, 0.2), (2, 0.2, 0.1), (3, 0.3, 0.4), (4, 0.4, 0.3)]);

        Assert.Equal(0.6, comparison.Agreement!.Value, 1e-12);
        Assert.Equal((4, 0), (comparison.First, comparison.Moved));
    }

    [Fact]
    public void Of_AModelThatTellsNobodyApart_IsNoAgreement() =>
        Assert.Null(ChallengerComparison.Of(1, 2, [(1, 0.1, 0.5), (2, 0.2, 0.5)]).Agreement);
}

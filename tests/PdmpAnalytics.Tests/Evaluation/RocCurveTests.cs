using PdmpAnalytics.Evaluation;
using Xunit;

namespace PdmpAnalytics.Tests.Evaluation;

public class RocCurveTests
{
    [Fact]
    public void Area_DistinctScores_IsTheShareOfPairsInOrder() =>
        // Of six pairs the positives 9 and 5 beat three and two negatives.
        Assert.Equal(5.0 / 6, RocCurve.Area([9, 5, 6, 4, 3], [true, true, false, false, false])!.Value, 12);

    [Fact]
    public void Area_EqualScores_CountHalf() =>
        Assert.Equal((1 + 0.5 + 0.5) / 4, RocCurve.Area([2, 1, 1, 2], [true, true, false, false])!.Value, 12);

    [Fact]
    public void Area_OneKindOnly_IsUnknown()
    {
        Assert.Null(RocCurve.Area([1, 2], [true, true]));
        Assert.Null(RocCurve.Area([1, 2], [false, false]));
        Assert.Null(RocCurve.Area([], []));
    }
}

using PdmpAnalytics.Detection.Scoring.Tables;
using Xunit;

namespace PdmpAnalytics.Tests.Detection.Scoring.Tables;

public class EmpiricalTailEngineTests
{
    [Fact]
    public void Score_TableByHand_IsTheLargestOfThreeSums()
    {
        // The first column leans right (10), the second left (1).
        var table = NumericTable.Of(2, [[1, 5], [2, 5], [3, 1], [10, 5]]);

        var scores = new EmpiricalTailEngine().Score(table);

        // Left sums ln 4, ln 2, ln 4/3 + ln 4, 0; right sums ln 4/3, 2 ln 4/3, ln 2, ln 4 + ln 4/3; skewed ones 0, ln 4/3, ln 2 + ln 4, ln 4.
        Assert.Equal(Math.Log(4), scores[0], 1e-12);
        Assert.Equal(Math.Log(2), scores[1], 1e-12);
        Assert.Equal(Math.Log(8), scores[2], 1e-12);
        Assert.Equal(Math.Log(16.0 / 3), scores[3], 1e-12);
    }

    [Fact]
    public void Score_NoSkewness_TakesTheRightTail()
    {
        // 0.1 + 0.2 + 0.3 is not 0.6 to the last bit; rounding must not make a skewness.
        var table = NumericTable.Of(2, [[0.1, 9], [0.2, 5], [0.3, 1]]);

        // First row: left ln 3 + 0, right 0 + ln 3, skewed 0 + ln 3. Were the first column skewed left, it would be 2 ln 3.
        Assert.Equal(Math.Log(3), new EmpiricalTailEngine().Score(table)[0], 1e-12);
    }

    [Fact]
    public void Score_MissingCell_IsNeitherSurprisingNorCounted()
    {
        var table = NumericTable.Of(2, [[1, 7], [double.NaN, 7], [2, 7]]);

        var scores = new EmpiricalTailEngine().Score(table);

        Assert.Equal([Math.Log(2), 0, Math.Log(2)], scores);
    }

    [Fact]
    public void Score_OneSided_LowIsOrdinary()
    {
        var scores = new EmpiricalTailEngine(twoSided: false).Score(NumericTable.Of(1, [[-50], [1], [2], [3]]));

        Assert.Equal([0, Math.Log(4.0 / 3), Math.Log(2), Math.Log(4)], scores);
    }

    [Theory]
    [InlineData(1, 3)]
    [InlineData(500, 1)]
    public void Score_NothingDiffers_IsZero(int rows, int columns) =>
        Assert.All(
            new EmpiricalTailEngine().Score(NumericTable.Of(columns, Enumerable.Repeat(Enumerable.Repeat(0.1, columns).ToArray(), rows))),
            score => Assert.Equal(0, score));

    [Fact]
    public void Score_RowsInAnotherOrder_AreTheSame()
    {
        var random = new Random(8);
        var rows = Enumerable.Range(0, 300).Select(_ => Enumerable.Range(0, 11).Select(_ => (double)random.Next(40)).ToArray()).ToArray();

        var forward = new EmpiricalTailEngine().Score(NumericTable.Of(11, rows));
        var backward = new EmpiricalTailEngine().Score(NumericTable.Of(11, rows.Reverse()));

        Assert.Equal(forward, backward.Reverse().ToArray());
    }
}

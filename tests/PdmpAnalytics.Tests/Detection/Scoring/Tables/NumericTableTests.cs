using PdmpAnalytics.Detection.Scoring.Tables;
using Xunit;

namespace PdmpAnalytics.Tests.Detection.Scoring.Tables;

public class NumericTableTests
{
    [Fact]
    public void Keep_SomeColumns_MovesEveryRow()
    {
        var table = NumericTable.Of(4, Enumerable.Range(0, 9000).Select(i => new[] { i, -1.0, i + 0.5, -2.0 }));

        table.Keep([0, 2]);

        Assert.Equal((2, 9000), (table.Width, table.Rows));
        Assert.All(Enumerable.Range(0, 9000), i => Assert.Equal([i, i + 0.5], table.Row(i).ToArray()));
        var column = new double[9000];
        table.CopyColumn(1, column);
        Assert.Equal(8999.5, column[^1]);
    }

    [Fact]
    public void MidRanks_EqualNumbers_ShareTheMiddle() => Assert.Equal([3.5, 1, 3.5, 2, 5], MidRanks.Of([7, -1, 7, 0, 9]));

    [Fact]
    public void RankCombination_TwoEngines_IsTheMeanOfTheirRanks()
    {
        // Both engines rank 9 highest; the middle ranks differ by engine and meet in the mean.
        var table = NumericTable.Of(1, [[1], [2], [9]]);
        var scores = new RankCombination(new EmpiricalTailEngine(twoSided: false), new EmpiricalTailEngine(twoSided: true)).Score(table);

        // One-sided ranks 1, 2, 3; two-sided surprises ln 3, ln 3/2, ln 3 have ranks 2.5, 1, 2.5.
        Assert.Equal([3.5 / 6, 3.0 / 6, 5.5 / 6], scores.Select(s => Math.Round(s, 12)), (a, b) => Math.Abs(a - b) < 1e-9);
    }
}

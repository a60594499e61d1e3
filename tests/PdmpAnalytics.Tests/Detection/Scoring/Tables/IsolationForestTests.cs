using PdmpAnalytics.Detection.Scoring.Tables;
using Xunit;

namespace PdmpAnalytics.Tests.Detection.Scoring.Tables;

public class IsolationForestTests
{
    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 1)]
    [InlineData(3, 1.20739236)]
    [InlineData(256, 10.24477092)]
    public void ExpectedPathLength_OfARandomSearchTree(int rows, double expected) =>
        Assert.Equal(expected, IsolationTree.ExpectedPathLength(rows), 1e-7);

    [Fact]
    public void Score_OneRowFarAway_IsTheMostUnusual()
    {
        var random = new Random(1);
        var rows = Enumerable.Range(0, 400).Select(i => i == 123 ? new double[] { 30, 30 } : [random.NextDouble(), random.NextDouble()]);

        var scores = new IsolationForestEngine(seed: 5).Score(NumericTable.Of(2, rows));

        Assert.Equal(123, Array.IndexOf(scores, scores.Max()));
        Assert.InRange(scores[123], 0.7, 1);
        Assert.InRange(scores.Order().ElementAt(200), 0.35, 0.5);
    }

    [Fact]
    public void Score_SameSeed_IsTheSameAndAnotherIsNot()
    {
        var table = Random(rows: 3000, columns: 7);

        Assert.Equal(new IsolationForestEngine(3).Score(table), new IsolationForestEngine(3).Score(table));
        Assert.NotEqual(new IsolationForestEngine(3).Score(table), new IsolationForestEngine(4).Score(table));
    }

    [Fact]
    public void Score_OneByOne_EqualsAllAtOnce()
    {
        var table = Random(rows: 1000, columns: 5);
        var forest = IsolationForest.Grow(table, seed: 9);

        var all = new IsolationForestEngine(9).Score(table);

        Assert.Equal(all, Enumerable.Range(0, table.Rows).Select(r => forest.Score(table.Row(r))));
    }

    [Fact]
    public void Score_RowsThatDoNotDiffer_AreHalf() =>
        Assert.All(
            new IsolationForestEngine(1).Score(NumericTable.Of(2, Enumerable.Repeat(new double[] { 4, double.NaN }, 300))),
            score => Assert.Equal(0.5, score, 1e-12));

    [Fact]
    public void Score_SingleRow_IsHalf() => Assert.Equal([0.5], new IsolationForestEngine(1).Score(NumericTable.Of(1, [[7]])));

    [Fact]
    public void Score_RowWithEverythingMissing_IsOrdinary()
    {
        var random = new Random(2);
        var rows = Enumerable.Range(0, 500).Select(i => Enumerable.Range(0, 4).Select(_ => i == 0 ? double.NaN : random.NextDouble()).ToArray());

        var scores = new IsolationForestEngine(2).Score(NumericTable.Of(4, rows));

        Assert.True(scores[0] < scores.Average());
    }

    private static NumericTable Random(int rows, int columns)
    {
        var random = new Random(rows + columns);
        return NumericTable.Of(columns, Enumerable.Range(0, rows).Select(_ => Enumerable.Range(0, columns).Select(_ => random.NextDouble()).ToArray()));
    }
}

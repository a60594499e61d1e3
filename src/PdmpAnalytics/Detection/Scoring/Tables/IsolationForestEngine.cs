namespace PdmpAnalytics.Detection.Scoring.Tables;

/// <summary>Scores a table with an isolation forest grown on it.</summary>
/// <param name="seed">Equal seeds give equal scores.</param>
public sealed class IsolationForestEngine(int seed) : IScoringEngine
{
    /// <summary>Rows scored together: they and one tree fit into a processor's own cache.</summary>
    private const int RowsAtOnce = 256;

    public double[] Score(NumericTable table)
    {
        var scores = new double[table.Rows];
        if (table.Rows > 0)
        {
            var forest = IsolationForest.Grow(table, seed);
            Parallel.For(0, (table.Rows + RowsAtOnce - 1) / RowsAtOnce, part =>
            {
                var first = part * RowsAtOnce;
                forest.Score(table, first, scores.AsSpan(first, Math.Min(RowsAtOnce, table.Rows - first)));
            });
        }

        return scores;
    }
}

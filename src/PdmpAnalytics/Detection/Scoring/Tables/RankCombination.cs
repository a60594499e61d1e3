namespace PdmpAnalytics.Detection.Scoring.Tables;

/// <summary>The mean of several engines' ranks: scores of different scales are combined without weighing the louder one more.</summary>
public sealed class RankCombination(params IReadOnlyList<IScoringEngine> engines) : IScoringEngine
{
    /// <summary>Above 0 and at most 1.</summary>
    public double[] Score(NumericTable table)
    {
        var combined = new double[table.Rows];
        foreach (var engine in engines)
        {
            var ranks = MidRanks.Of(engine.Score(table));
            for (var row = 0; row < combined.Length; row++)
            {
                combined[row] += ranks[row] / table.Rows / engines.Count;
            }
        }

        return combined;
    }
}

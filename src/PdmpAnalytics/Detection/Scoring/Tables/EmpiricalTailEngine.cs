namespace PdmpAnalytics.Detection.Scoring.Tables;

/// <summary>
/// Outlier scores from empirical tail probabilities (ECOD: Li et al., "ECOD: Unsupervised Outlier Detection Using Empirical
/// Cumulative Distribution Functions", IEEE TKDE 2022, algorithm 1). A cell's left tail is the share of its column at or below
/// it, its right tail the share at or above it. Summing -ln of the left tails, of the right tails, and of the tail on the
/// column's skewed side gives three sums; the score is the largest. A missing cell surprises nobody and is not part of its
/// column's shares.
/// </summary>
/// <param name="twoSided">False: only the right tails, for columns in which higher is known to be more unusual.</param>
public sealed class EmpiricalTailEngine(bool twoSided = true) : IScoringEngine
{
    /// <summary>Columns at work at the same time: each needs five arrays as long as the table.</summary>
    private const int MostWorkers = 8;

    public double[] Score(NumericTable table)
    {
        var left = new double[table.Rows];
        var right = new double[table.Rows];
        var skewed = new double[table.Rows];
        var workers = Enumerable.Range(0, Math.Clamp(Environment.ProcessorCount, 1, MostWorkers)).Select(_ => new ColumnTails(table.Rows)).ToArray();
        for (var first = 0; first < table.Width; first += workers.Length)
        {
            var count = Math.Min(workers.Length, table.Width - first);
            Parallel.For(0, count, w => workers[w].Measure(table, first + w));
            // One column after the other, so that rounding does not depend on the number of cores.
            foreach (var tails in workers.AsSpan(0, count))
            {
                Add(tails.Left, left);
                Add(tails.Right, right);
                Add(tails.SkewedLeft ? tails.Left : tails.Right, skewed);
            }
        }

        if (!twoSided)
        {
            return right;
        }

        for (var row = 0; row < skewed.Length; row++)
        {
            skewed[row] = Math.Max(skewed[row], Math.Max(left[row], right[row]));
        }

        return skewed;
    }

    private static void Add(double[] surprises, double[] sums)
    {
        for (var row = 0; row < sums.Length; row++)
        {
            sums[row] += surprises[row];
        }
    }
}

namespace PdmpAnalytics.Detection.Scoring.Tables;

/// <summary>Isolation trees over sub-samples of a table (Liu, Ting and Zhou 2008): rows that few cuts set apart are unusual.</summary>
public sealed class IsolationForest
{
    /// <summary>Liu et al. 2008, section 5: path lengths have settled by 100 trees.</summary>
    public const int DefaultTrees = 100;

    /// <summary>Liu et al. 2008, section 5: more rows a tree do not help.</summary>
    public const int DefaultSubSample = 256;

    private readonly IsolationTree[] _trees;
    private readonly double _expected;

    private IsolationForest(IsolationTree[] trees, int subSample) =>
        (_trees, _expected) = (trees, IsolationTree.ExpectedPathLength(subSample));

    /// <summary>Grows the forest; the same table and seed give the same forest on any number of cores.</summary>
    public static IsolationForest Grow(NumericTable table, int seed, int trees = DefaultTrees, int subSample = DefaultSubSample)
    {
        var size = Math.Min(subSample, table.Rows);
        var grown = new IsolationTree[trees];
        Parallel.For(0, trees, t =>
        {
            var own = new SeededRandom(seed, t);
            grown[t] = IsolationTree.Grow(Sample(table, size, own), own);
        });
        return new IsolationForest(grown, size);
    }

    /// <summary>2^(-mean path length / expected path length): towards 1 for rows set apart at once, about 0.5 for ordinary ones.</summary>
    public double Score(ReadOnlySpan<double> row)
    {
        var sum = 0.0;
        foreach (var tree in _trees)
        {
            sum += tree.PathLength(row);
        }

        return Anomaly(sum);
    }

    /// <summary>Scores rows <paramref name="first"/> on; one tree after the other, so that it stays near the processor.</summary>
    /// <param name="into">One score a row.</param>
    public void Score(NumericTable table, int first, Span<double> into)
    {
        into.Clear();
        foreach (var tree in _trees)
        {
            for (var i = 0; i < into.Length; i++)
            {
                into[i] += tree.PathLength(table.Row(first + i));
            }
        }

        for (var i = 0; i < into.Length; i++)
        {
            into[i] = Anomaly(into[i]);
        }
    }

    private double Anomaly(double pathLengths) => _expected == 0 ? 0.5 : Math.Pow(2, -pathLengths / _trees.Length / _expected);

    /// <summary>Distinct rows, all equally likely (Floyd's method: Bentley and Floyd 1987).</summary>
    private static NumericTable Sample(NumericTable table, int size, SeededRandom random)
    {
        var drawn = new HashSet<int>(size);
        for (var last = table.Rows - size; last < table.Rows; last++)
        {
            var row = random.Below(last + 1);
            drawn.Add(drawn.Contains(row) ? last : row);
        }

        var sample = new NumericTable(table.Width, size);
        foreach (var row in drawn.Order())
        {
            table.Row(row).CopyTo(sample.AddRow());
        }

        return sample;
    }
}

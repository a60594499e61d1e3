namespace PdmpAnalytics.Evaluation;

/// <summary>
/// The best decision tree of depth 2 on two figures, found by trying all: if so little finds the misuse, a population
/// proves nothing. Measured on the data it was chosen on, so the value is an upper bound.
/// </summary>
public static class TwoFigureTree
{
    /// <summary>Cut points as shares of the people below them; dense at the top, where a rare group would stand out.</summary>
    private static readonly double[] Quantiles =
        [0.01, 0.05, 0.15, 0.3, 0.5, 0.65, 0.8, 0.88, 0.92, 0.95, 0.965, 0.98, 0.985, 0.99, 0.9925, 0.995, 0.997, 0.9985];

    /// <param name="figures">One column a figure, each with one value a person.</param>
    /// <param name="positive">One entry a person.</param>
    /// <returns>The two columns and the average precision of the tree's four leaves.</returns>
    public static (int First, int Second, double AveragePrecision) Best(IReadOnlyList<double[]> figures, bool[] positive)
    {
        var binned = figures.Select(Bin).ToArray();
        var best = (First: 0, Second: 0, AveragePrecision: 0.0);
        for (var i = 0; i < binned.Length; i++)
        {
            for (var j = i + 1; j < binned.Length; j++)
            {
                var table = new Table(binned[i], binned[j], positive);
                var value = Math.Max(table.BestTree(transposed: false), table.BestTree(transposed: true));
                best = value > best.AveragePrecision ? (i, j, value) : best;
            }
        }

        return best;
    }

    private static (byte[] Bins, int Count) Bin(double[] values)
    {
        var sorted = values.Order().ToArray();
        var cuts = Quantiles.Select(q => sorted[(int)(q * (sorted.Length - 1))]).Distinct().ToArray();
        // A value equal to a cut lies below it, so that every cut can separate.
        return ([.. values.Select(v => { var at = Array.BinarySearch(cuts, v); return (byte)(at < 0 ? ~at : at); })], cuts.Length + 1);
    }

    /// <summary>People and positives with both bins below given limits.</summary>
    private sealed class Table
    {
        private readonly int[,] _people;
        private readonly int[,] _positives;
        private readonly int _rows;
        private readonly int _columns;

        public Table((byte[] Bins, int Count) first, (byte[] Bins, int Count) second, bool[] positive)
        {
            (_rows, _columns) = (first.Count, second.Count);
            _people = new int[_rows + 1, _columns + 1];
            _positives = new int[_rows + 1, _columns + 1];
            for (var i = 0; i < positive.Length; i++)
            {
                _people[first.Bins[i] + 1, second.Bins[i] + 1]++;
                _positives[first.Bins[i] + 1, second.Bins[i] + 1] += positive[i] ? 1 : 0;
            }

            for (var r = 1; r <= _rows; r++)
            {
                for (var c = 1; c <= _columns; c++)
                {
                    _people[r, c] += _people[r - 1, c] + _people[r, c - 1] - _people[r - 1, c - 1];
                    _positives[r, c] += _positives[r - 1, c] + _positives[r, c - 1] - _positives[r - 1, c - 1];
                }
            }
        }

        /// <summary>Root on the first figure (or the second), then each side once more on either.</summary>
        public double BestTree(bool transposed)
        {
            var (rows, columns) = transposed ? (_columns, _rows) : (_rows, _columns);
            var best = 0.0;
            Span<(int People, int Positives)> leaves = stackalloc (int, int)[4];
            for (var root = 1; root < rows; root++)
            {
                for (var left = 1; left < columns + root; left++)
                {
                    Split(0, root, left, columns, transposed, leaves[..2]);
                    for (var right = 1; right < columns + rows - root; right++)
                    {
                        Split(root, rows, right, columns, transposed, leaves[2..]);
                        best = Math.Max(best, AveragePrecision(leaves));
                    }
                }
            }

            return best;
        }

        /// <summary>Cuts one side: choices below the number of columns cut across, the others once more along the root's figure.</summary>
        private void Split(int from, int to, int choice, int columns, bool transposed, Span<(int People, int Positives)> leaves)
        {
            if (choice < columns)
            {
                leaves[0] = Count(from, to, 0, choice, transposed);
                leaves[1] = Count(from, to, choice, columns, transposed);
            }
            else
            {
                var cut = from + 1 + choice - columns;
                leaves[0] = Count(from, Math.Min(cut, to), 0, columns, transposed);
                leaves[1] = Count(Math.Min(cut, to), to, 0, columns, transposed);
            }
        }

        private (int People, int Positives) Count(int rowFrom, int rowTo, int columnFrom, int columnTo, bool transposed) => transposed
            ? (Area(_people, columnFrom, columnTo, rowFrom, rowTo), Area(_positives, columnFrom, columnTo, rowFrom, rowTo))
            : (Area(_people, rowFrom, rowTo, columnFrom, columnTo), Area(_positives, rowFrom, rowTo, columnFrom, columnTo));

        private static int Area(int[,] sums, int rowFrom, int rowTo, int columnFrom, int columnTo) =>
            sums[rowTo, columnTo] - sums[rowFrom, columnTo] - sums[rowTo, columnFrom] + sums[rowFrom, columnFrom];

        private double AveragePrecision(Span<(int People, int Positives)> leaves)
        {
            Span<(int People, int Positives)> order = stackalloc (int, int)[4];
            leaves.CopyTo(order);
            order.Sort(static (a, b) => ((double)b.Positives / Math.Max(1, b.People)).CompareTo((double)a.Positives / Math.Max(1, a.People)));
            double average = 0;
            int people = 0, positives = 0;
            foreach (var leaf in order)
            {
                people += leaf.People;
                positives += leaf.Positives;
                average += people == 0 ? 0 : (double)leaf.Positives * positives / people;
            }

            return average / Math.Max(1, _positives[_rows, _columns]);
        }
    }
}

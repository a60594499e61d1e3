namespace PdmpAnalytics.Detection.Scoring.Tables;

/// <summary>The two tails of one column after the other. Keeps its arrays: one instance per worker.</summary>
internal sealed class ColumnTails(int rows)
{
    /// <summary>Skewness nearer to zero than rounding can tell is none (our choice, 2026-11-22).</summary>
    private const double NoSkewness = 1e-12;

    private readonly double[] _values = new double[rows];
    private readonly int[] _order = new int[rows];

    /// <summary>By row: -ln of the share of known cells at or below; 0 for a missing cell.</summary>
    public double[] Left { get; } = new double[rows];

    /// <summary>By row: -ln of the share of known cells at or above; 0 for a missing cell.</summary>
    public double[] Right { get; } = new double[rows];

    /// <summary>Whether the column's long tail is the left one; without skewness it is the right one.</summary>
    public bool SkewedLeft { get; private set; }

    public void Measure(NumericTable table, int column)
    {
        table.CopyColumn(column, _values);
        for (var row = 0; row < rows; row++)
        {
            _order[row] = row;
        }

        Array.Sort(_values, _order);
        var missing = 0;
        while (missing < rows && double.IsNaN(_values[missing]))
        {
            // NaN sorts first.
            (Left[_order[missing]], Right[_order[missing]]) = (0, 0);
            missing++;
        }

        var known = (double)(rows - missing);
        for (int start = missing, end; start < rows; start = end)
        {
            end = start + 1;
            while (end < rows && _values[end] == _values[start])
            {
                end++;
            }

            var left = Math.Log(known / (end - missing));
            var right = Math.Log(known / (rows - start));
            for (var i = start; i < end; i++)
            {
                (Left[_order[i]], Right[_order[i]]) = (left, right);
            }
        }

        SkewedLeft = Skewness(_values.AsSpan(missing)) < -NoSkewness;
    }

    /// <summary>Third central moment over the 3/2 power of the second; 0 for a constant column.</summary>
    private static double Skewness(ReadOnlySpan<double> values)
    {
        double mean = 0, second = 0, third = 0;
        foreach (var value in values)
        {
            mean += value / values.Length;
        }

        foreach (var value in values)
        {
            var distance = value - mean;
            second += distance * distance / values.Length;
            third += distance * distance * distance / values.Length;
        }

        // A spread within rounding of the mean is a constant column.
        return Math.Sqrt(second) <= NoSkewness * Math.Abs(mean) || second == 0 ? 0 : third / Math.Pow(second, 1.5);
    }
}

namespace PdmpAnalytics.Detection.Scoring.Tables;

/// <summary>Grows one isolation tree over a sample of at most <see cref="short.MaxValue"/> / 2 rows.</summary>
internal sealed class IsolationTreeGrower(NumericTable sample, SeededRandom random)
{
    private readonly int _deepest = (int)Math.Ceiling(Math.Log2(Math.Max(2, sample.Rows)));
    private readonly int[] _rows = [.. Enumerable.Range(0, sample.Rows)];
    private readonly int[] _columns = [.. Enumerable.Range(0, sample.Width)];
    private readonly List<IsolationTree.Node> _nodes = [default];

    public IsolationTree.Node[] Grow()
    {
        Grow(0, 0, _rows.Length, 0);
        return [.. _nodes];
    }

    private void Grow(int place, int from, int to, int depth)
    {
        if (to - from <= 1 || depth == _deepest || !TryCut(from, to, out var column, out var cut))
        {
            _nodes[place] = new(depth + IsolationTree.ExpectedPathLength(to - from), -1, 0, false);
            return;
        }

        var (low, missing) = Part(from, to, column, cut);
        var high = to - from - low - missing;
        var missingGoesHigh = high > low;
        // Rows lie low, missing, high: the missing ones join a side by where the border is drawn.
        var border = from + low + (missingGoesHigh ? 0 : missing);
        var child = _nodes.Count;
        _nodes.Add(default);
        _nodes.Add(default);
        _nodes[place] = new(cut, (short)column, (short)child, missingGoesHigh);
        Grow(child, from, border, depth + 1);
        Grow(child + 1, border, to, depth + 1);
    }

    /// <summary>Draws columns without putting them back until one differs among the rows.</summary>
    private bool TryCut(int from, int to, out int column, out double cut)
    {
        for (var left = _columns.Length; left > 0; left--)
        {
            var drawn = random.Below(left);
            column = _columns[drawn];
            (_columns[drawn], _columns[left - 1]) = (_columns[left - 1], column);
            var (lowest, highest) = Range(from, to, column);
            if (lowest < highest)
            {
                cut = lowest + random.Unit() * (highest - lowest);
                cut = cut < highest ? cut : lowest;
                return true;
            }
        }

        (column, cut) = (-1, 0);
        return false;
    }

    private (double Lowest, double Highest) Range(int from, int to, int column)
    {
        var (lowest, highest) = (double.PositiveInfinity, double.NegativeInfinity);
        for (var i = from; i < to; i++)
        {
            var value = sample.Row(_rows[i])[column];
            lowest = value < lowest ? value : lowest;
            highest = value > highest ? value : highest;
        }

        return (lowest, highest);
    }

    /// <summary>Puts the low rows first and the high ones last, the missing between them.</summary>
    private (int Low, int Missing) Part(int from, int to, int column, double cut)
    {
        int low = from, high = to, i = from;
        while (i < high)
        {
            var value = sample.Row(_rows[i])[column];
            if (value <= cut)
            {
                (_rows[i], _rows[low]) = (_rows[low], _rows[i]);
                low++;
                i++;
            }
            else if (value > cut)
            {
                high--;
                (_rows[i], _rows[high]) = (_rows[high], _rows[i]);
            }
            else
            {
                i++;
            }
        }

        return (low - from, high - low);
    }
}

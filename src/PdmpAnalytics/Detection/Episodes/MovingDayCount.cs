using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Detection.Episodes;

/// <summary>How many days of a set lie in the window of <paramref name="length"/> days that ends on a day, day after day.</summary>
/// <param name="first">Position of the first day that will be asked for.</param>
internal ref struct MovingDayCount(ReadOnlySpan<ulong> set, int length, int first)
{
    private readonly ReadOnlySpan<ulong> _set = set;
    private int _position = first - 1;
    private int _count = CoverageGrid.Count(set, first - length, first - 1);

    /// <summary>The count for the next day.</summary>
    public int Next()
    {
        _position++;
        _count += (CoverageGrid.Contains(_set, _position) ? 1 : 0) - (CoverageGrid.Contains(_set, _position - length) ? 1 : 0);
        return _count;
    }
}

namespace PdmpAnalytics.Detection.Episodes;

/// <summary>
/// Walks through the days on which the content of a moving window (D - length, D] changes: each step is a stretch of days
/// <see cref="FromDay"/> to <see cref="ToDay"/> that see the same items, <see cref="Low"/> to <see cref="High"/> - 1.
/// </summary>
/// <param name="days">Days of the items, ascending.</param>
/// <param name="length">Days of the window.</param>
/// <param name="firstDay">First day judged.</param>
/// <param name="lastDay">Last day judged.</param>
internal ref struct WindowSweep(ReadOnlySpan<int> days, int length, int firstDay, int lastDay)
{
    private readonly ReadOnlySpan<int> _days = days;
    private int _next = days.IsEmpty ? lastDay + 1 : Math.Max(firstDay, days[0]);

    public int FromDay { get; private set; }

    public int ToDay { get; private set; }

    /// <summary>First item in the window.</summary>
    public int Low { get; private set; }

    /// <summary>First item after the window.</summary>
    public int High { get; private set; }

    public bool Next()
    {
        if (_next > lastDay)
        {
            return false;
        }

        FromDay = _next;
        while (High < _days.Length && _days[High] <= FromDay)
        {
            High++;
        }

        while (Low < High && _days[Low] <= FromDay - length)
        {
            Low++;
        }

        _next = lastDay + 1;
        if (High < _days.Length)
        {
            _next = Math.Min(_next, _days[High]);
        }

        if (Low < High)
        {
            _next = Math.Min(_next, _days[Low] + length);
        }

        ToDay = _next - 1;
        return true;
    }
}

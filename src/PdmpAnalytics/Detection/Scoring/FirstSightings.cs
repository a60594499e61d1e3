namespace PdmpAnalytics.Detection.Scoring;

/// <summary>Counts the practices that turn up for the first time inside a sliding window; the very first of all does not count, treatment has to begin somewhere.</summary>
internal sealed class FirstSightings(int windowDays)
{
    private bool[] _seen = [];
    private int[] _days = [];
    private int _count;
    private int _oldest;

    public void Begin(int practices)
    {
        if (_seen.Length < practices)
        {
            _seen = new bool[practices * 2];
            _days = new int[practices * 2];
        }

        _seen.AsSpan(0, practices).Clear();
        (_count, _oldest) = (0, 1);
    }

    /// <summary>Takes a fill of a practice (its local number) on a day and returns the count for the window ending that day.</summary>
    public int Add(int practice, int day)
    {
        if (!_seen[practice])
        {
            _seen[practice] = true;
            _days[_count++] = day;
        }

        while (_oldest < _count && _days[_oldest] <= day - windowDays)
        {
            _oldest++;
        }

        return _count - Math.Min(_oldest, _count);
    }
}

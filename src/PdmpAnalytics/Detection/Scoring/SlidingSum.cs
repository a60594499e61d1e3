namespace PdmpAnalytics.Detection.Scoring;

/// <summary>Sum of amounts that fell on days inside a sliding window; days come in order.</summary>
internal sealed class SlidingSum(int windowDays)
{
    private readonly List<(int Day, double Amount)> _events = [];
    private int _oldest;
    private double _sum;

    public int Count => _events.Count - _oldest;

    public void Clear()
    {
        _events.Clear();
        (_oldest, _sum) = (0, 0);
    }

    /// <summary>Adds an amount on a day and returns the sum over (day - window, day]; amounts of 0 only slide the window.</summary>
    public double Add(int day, double amount)
    {
        if (amount != 0)
        {
            _events.Add((day, amount));
            _sum += amount;
        }

        while (_oldest < _events.Count && _events[_oldest].Day <= day - windowDays)
        {
            _sum -= _events[_oldest++].Amount;
        }

        return _sum;
    }
}

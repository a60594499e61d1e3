namespace PdmpAnalytics.TestKit.Naive;

/// <summary>What a supply course says, one day at a time: a box of tablets is filled and one is taken a day.</summary>
public sealed class NaiveCourse
{
    private readonly bool[] _covered;

    /// <param name="supplies">First day and days, in any order.</param>
    public NaiveCourse(IReadOnlyList<(int Start, int Days)> supplies, int firstDay, int days, bool carryOver)
    {
        _covered = new bool[days];
        var box = 0;
        for (var day = Math.Min(firstDay, supplies.Select(s => s.Start).DefaultIfEmpty(firstDay).Min()); day < firstDay + days; day++)
        {
            box += supplies.Where(s => s.Start == day).Sum(s => s.Days);
            var running = supplies.Count(s => s.Start <= day && day < s.Start + s.Days);
            var covered = carryOver ? box > 0 : running > 0;
            box -= covered && box > 0 ? 1 : 0;
            if (day < firstDay)
            {
                continue;
            }

            _covered[day - firstDay] = covered;
            OverlapDays += running > 1 ? 1 : 0;
            StockAtEnd = carryOver ? box : 0;
            LargestStock = Math.Max(LargestStock, StockAtEnd);
        }
    }

    public IReadOnlyList<bool> Covered => _covered;

    public int OverlapDays { get; }

    public int LargestStock { get; }

    public int StockAtEnd { get; }

    /// <summary>Lengths of the gaps between two covered days, in order.</summary>
    public IReadOnlyList<int> Gaps()
    {
        var gaps = new List<int>();
        var since = -1;
        for (var d = 0; d < _covered.Length; d++)
        {
            if (_covered[d])
            {
                if (since >= 0 && d - since > 1)
                {
                    gaps.Add(d - since - 1);
                }

                since = d;
            }
        }

        return gaps;
    }

    /// <summary>Days of the longest run, gaps of at most so many days included.</summary>
    public int LongestRun(int bridgedDays)
    {
        var (longest, first, last) = (0, -1, -1);
        for (var d = 0; d < _covered.Length; d++)
        {
            if (_covered[d])
            {
                first = last >= 0 && d - last - 1 <= bridgedDays ? first : d;
                last = d;
                longest = Math.Max(longest, last - first + 1);
            }
        }

        return longest;
    }
}

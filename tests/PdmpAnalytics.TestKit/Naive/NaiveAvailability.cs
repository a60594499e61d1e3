namespace PdmpAnalytics.TestKit.Naive;

/// <summary>
/// CMA1 to CMA9 one day at a time, everything carried over: a box of tablets is filled by the events that count and one is
/// taken a day. <see cref="double.NaN"/> is undefined.
/// </summary>
public static class NaiveAvailability
{
    /// <param name="events">Day and days of supply, oldest first.</param>
    /// <returns>Nine figures, CMA1 first.</returns>
    public static double[] Of(IReadOnlyList<(int Day, int Days)> events, int followUpStart, int followUpDays, int observationStart, int observationDays)
    {
        var start = events[0].Day + followUpStart;
        var end = start + followUpDays;
        var (from, to) = (start + observationStart, start + observationStart + observationDays);
        var followed = events.Where(e => e.Day >= start && e.Day <= end).ToList();
        var seen = followed.Where(e => e.Day >= from && e.Day <= to).ToList();
        var untilTo = followed.Where(e => e.Day <= to).ToList();
        var (first, last) = seen.Count == 0 ? (0, 0) : (seen[0].Day, seen[^1].Day);
        var upToLast = seen.Count < 2 ? double.NaN : Share(seen.SkipLast(1).Sum(e => e.Days), last - first);
        var toEnd = seen.Count == 0 ? double.NaN : Share(seen.Sum(e => e.Days), to - first);
        return
        [
            upToLast,
            toEnd,
            Math.Min(1, upToLast),
            Math.Min(1, toEnd),
            seen.Count < 2 ? double.NaN : Share(Covered(seen, first, last), last - first),
            seen.Count == 0 ? double.NaN : Share(Covered(seen, first, to), to - first),
            untilTo.Count == 0 ? double.NaN : Share(Covered(untilTo, from, to), to - from),
            untilTo.Count == 0 ? double.NaN : Lagged(untilTo, from, to),
            untilTo.Count == 0 ? double.NaN : ByInterval(followed, from, to, end),
        ];
    }

    private static double Share(double part, int whole) => whole <= 0 ? double.NaN : part / whole;

    /// <summary>Days from <paramref name="from"/> up to, not including, <paramref name="to"/> with a tablet in the box.</summary>
    private static int Covered(List<(int Day, int Days)> events, int from, int to)
    {
        var (box, covered) = (0, 0);
        for (var day = events[0].Day; day < to; day++)
        {
            box += events.Where(e => e.Day == day).Sum(e => e.Days);
            covered += day >= from && box > 0 ? 1 : 0;
            box = Math.Max(0, box - 1);
        }

        return covered;
    }

    /// <summary>From the day on which what was dispensed before the window is used up.</summary>
    private static double Lagged(List<(int Day, int Days)> events, int from, int to)
    {
        var before = events.Where(e => e.Day < from).ToList();
        var lagged = from;
        while (before.Count > 0 && Covered(before, lagged, lagged + 1) == 1)
        {
            lagged++;
        }

        return Share(Covered(events, lagged, to), to - lagged);
    }

    /// <summary>Each day of the window counts by the covered share of the interval between two events that it lies in.</summary>
    private static double ByInterval(List<(int Day, int Days)> events, int from, int to, int end)
    {
        var sum = 0.0;
        for (var day = Math.Max(from, events[0].Day); day < to; day++)
        {
            var begin = events.Last(e => e.Day <= day).Day;
            var next = events.Where(e => e.Day > day).Select(e => e.Day).DefaultIfEmpty(end).First();
            sum += (double)Covered(events, begin, next) / (next - begin);
        }

        return sum / (to - from);
    }
}

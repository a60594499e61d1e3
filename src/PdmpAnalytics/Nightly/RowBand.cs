namespace PdmpAnalytics.Nightly;

/// <summary>
/// How many records a night usually brings: from half to twice the median of the nights of the same weekday among the 28 before, both
/// included. By weekday, because a Sunday brings a fraction of a Monday; the median, because a dead feed and the night that makes up
/// for it must not become what is usual. Nights without a record, as those made up for are, do not count. Our choice, 2026-11-22.
/// </summary>
public sealed record RowBand(long Least, long Most)
{
    public const int Nights = 28;

    /// <summary>Nights of the weekday needed; with fewer there is no band. Our choice, 2026-11-22: three of the four.</summary>
    public const int NightsNeeded = 3;

    /// <param name="night">The night to be judged; it does not count itself.</param>
    /// <param name="before">Records by night.</param>
    public static RowBand? Of(DateOnly night, IEnumerable<(DateOnly Night, long Records)> before)
    {
        var same = before
            .Where(b => b.Night < night && b.Night >= night.AddDays(-Nights) && b.Night.DayOfWeek == night.DayOfWeek && b.Records > 0)
            .Select(b => b.Records).Order().ToList();
        return same.Count < NightsNeeded ? null : new RowBand((same[(same.Count - 1) / 2] + 1) / 2, same[same.Count / 2] * 2);
    }

    public bool Holds(long records) => records >= Least && records <= Most;
}

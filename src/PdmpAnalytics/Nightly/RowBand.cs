namespace PdmpAnalytics.Nightly;

/// <summary>
/// How many records a night usually brings: from half the smallest to twice the largest of the nights of the same weekday among
/// the 28 before, both included. By weekday, because a Sunday brings a fraction of a Monday. Our choice, 2026-11-22.
/// </summary>
public sealed record RowBand(long Least, long Most)
{
    public const int Nights = 28;

    /// <summary>Nights of the weekday needed; with fewer there is no band.</summary>
    public const int NightsNeeded = 4;

    /// <param name="night">The night to be judged; it does not count itself.</param>
    /// <param name="before">Records by night.</param>
    public static RowBand? Of(DateOnly night, IEnumerable<(DateOnly Night, long Records)> before)
    {
        var same = before
            .Where(b => b.Night < night && b.Night >= night.AddDays(-Nights) && b.Night.DayOfWeek == night.DayOfWeek)
            .Select(b => b.Records).ToList();
        return same.Count < NightsNeeded ? null : new RowBand((same.Min() + 1) / 2, same.Max() * 2);
    }

    public bool Holds(long records) => records >= Least && records <= Most;
}

namespace PdmpAnalytics.Nightly;

/// <summary>
/// When nights begin: every day at a time of day in the programme's zone. Pure; whoever wakes up asks it which night is due, so a
/// scheduler that was late, woke twice or was another one changes nothing.
/// </summary>
/// <param name="At">Local time of day.</param>
/// <param name="Zone">Of <paramref name="At"/>. A time that a spring day skips is due at the end of the gap, one that an autumn day has twice at the first.</param>
public sealed record NightSchedule(TimeOnly At, TimeZoneInfo Zone)
{
    /// <summary>A night that begins before this belongs to the day before. Our choice, 2026-11-22.</summary>
    private static readonly TimeOnly Noon = new(12, 0);

    /// <summary>The business date of the latest night that was due.</summary>
    public DateOnly Due(DateTimeOffset now)
    {
        var local = TimeZoneInfo.ConvertTime(now, Zone);
        var begins = DateOnly.FromDateTime(local.DateTime);
        if (BeginOn(begins) > now)
        {
            begins = begins.AddDays(-1);
        }

        return At < Noon ? begins.AddDays(-1) : begins;
    }

    /// <summary>When the night of a business date is due.</summary>
    public DateTimeOffset BeginOf(DateOnly businessDate) => BeginOn(At < Noon ? businessDate.AddDays(1) : businessDate);

    private DateTimeOffset BeginOn(DateOnly day)
    {
        var local = day.ToDateTime(At);
        while (Zone.IsInvalidTime(local))
        {
            // Gaps begin and end on whole minutes; the first minute after is the end of the gap.
            local = local.AddSeconds(-local.Second).AddTicks(-(local.Ticks % TimeSpan.TicksPerSecond)).AddMinutes(1);
        }

        var offset = Zone.IsAmbiguousTime(local) ? Zone.GetAmbiguousTimeOffsets(local).Max() : Zone.GetUtcOffset(local);
        return new DateTimeOffset(local, offset);
    }
}

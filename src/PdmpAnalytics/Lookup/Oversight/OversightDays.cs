namespace PdmpAnalytics.Lookup.Oversight;

/// <summary>Days and hours in the programme's time zone.</summary>
internal sealed class OversightDays(AccessOptions options)
{
    private readonly TimeZoneInfo _zone = TimeZoneInfo.FindSystemTimeZoneById(options.TimeZone);

    public DateOnly DayOf(DateTimeOffset at) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, _zone).DateTime);

    /// <summary>First instant of a day, UTC.</summary>
    public DateTimeOffset StartOf(DateOnly day)
    {
        var local = day.ToDateTime(TimeOnly.MinValue);

        // Where clocks go forward at midnight the day begins at one.
        return new DateTimeOffset(TimeZoneInfo.ConvertTimeToUtc(_zone.IsInvalidTime(local) ? local.AddHours(1) : local, _zone), TimeSpan.Zero);
    }

    public bool IsNight(DateTimeOffset at)
    {
        var hour = TimeZoneInfo.ConvertTime(at, _zone).Hour;
        return options.NightFromHour <= options.NightToHour
            ? hour >= options.NightFromHour && hour < options.NightToHour
            : hour >= options.NightFromHour || hour < options.NightToHour;
    }
}

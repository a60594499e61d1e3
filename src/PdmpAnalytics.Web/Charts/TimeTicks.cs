using System.Globalization;

namespace PdmpAnalytics.Web.Charts;

/// <summary>How wide a drawing must be for a tick's label, and how strong its line is.</summary>
public enum TickWeight
{
    /// <summary>A new year: labelled always.</summary>
    Year,

    /// <summary>The first of January, April, July or October, or a new month where weeks are labelled: labelled always.</summary>
    Major,

    /// <summary>Labelled in a wide drawing only.</summary>
    Minor,
}

/// <summary>A day at which something new begins on the axis.</summary>
/// <param name="At">Where the day begins, 0 to 100.</param>
/// <param name="Year">The year, on its first tick only; else empty.</param>
public readonly record struct TimeTick(DateOnly Day, double At, TickWeight Weight, string Label, string Year);

/// <summary>Ticks at the days on which months begin; of a short range, at Mondays, and of a very short one at every day.</summary>
public static class TimeTicks
{
    /// <summary>Up to so many days each day is a tick, and up to so many each week (our choice, 2026-11-22: labels need 24 px of 600).</summary>
    public const int MostDaily = 21, MostWeekly = 126;

    public static IReadOnlyList<TimeTick> Of(TimeScale scale)
    {
        var ticks = new List<TimeTick>();
        var year = 0;
        foreach (var day in Days(scale))
        {
            var isNewYear = day.Year != year;
            year = day.Year;
            ticks.Add(new TimeTick(
                day, scale.StartOf(day), Weight(day, scale), Label(day, scale),
                isNewYear ? day.Year.ToString(CultureInfo.InvariantCulture) : ""));
        }

        return WithoutCrowdedYear(Labelled(ticks, scale));
    }

    /// <summary>Few ticks leave room for each label in any drawing.</summary>
    private static List<TimeTick> Labelled(List<TimeTick> ticks, TimeScale scale)
    {
        const int narrow = 600, month = 28, day = 46;
        return ticks.Count * (scale.Days <= MostWeekly ? day : month) > narrow
            ? ticks
            : ticks.ConvertAll(tick => tick.Weight == TickWeight.Minor ? tick with { Weight = TickWeight.Major } : tick);
    }

    /// <summary>A year that begins just after the range would have its number written over the one before.</summary>
    private static List<TimeTick> WithoutCrowdedYear(List<TimeTick> ticks)
    {
        const double room = 6;
        var next = ticks.FindIndex(1, Math.Max(0, ticks.Count - 1), t => t.Year.Length > 0);
        if (next > 0 && ticks[next].At - ticks[0].At < room)
        {
            ticks[0] = ticks[0] with { Year = "" };
        }

        return ticks;
    }

    private static IEnumerable<DateOnly> Days(TimeScale scale)
    {
        for (var day = scale.From; day <= scale.To; day = day.AddDays(1))
        {
            if (day == scale.From ? scale.Days <= MostDaily || day.Day == 1 : IsTick(day, scale.Days))
            {
                yield return day;
            }
        }
    }

    private static bool IsTick(DateOnly day, int days) =>
        days <= MostDaily || (days <= MostWeekly ? day.DayOfWeek == DayOfWeek.Monday : day.Day == 1);

    private static TickWeight Weight(DateOnly day, TimeScale scale) =>
        scale.Days <= MostDaily ? day.DayOfWeek == DayOfWeek.Monday ? TickWeight.Major : TickWeight.Minor
        : scale.Days <= MostWeekly ? day.Day <= 7 ? TickWeight.Major : TickWeight.Minor
        : day.Month == 1 ? TickWeight.Year
        : day.Month % 3 == 1 ? TickWeight.Major
        : TickWeight.Minor;

    private static string Label(DateOnly day, TimeScale scale) =>
        day.ToString(scale.Days <= MostWeekly ? "d MMM" : "MMM", CultureInfo.InvariantCulture);
}

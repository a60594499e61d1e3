namespace PdmpAnalytics.Dispensing;

/// <summary>
/// The days that one fill covers. Both ends are covered days: a supply of 1 day starts and ends on the same day, so
/// two supplies that touch end to end share no day, and "ends the day the next starts" is one shared day.
/// </summary>
public readonly record struct SupplyPeriod(DateOnly FirstDay, DateOnly LastDay)
{
    /// <summary>Longest supply the arithmetic believes; longer ones are capped (project choice, domain reference 6.0.2).</summary>
    public const int MaxDays = 180;

    /// <summary>The number of covered days, at least 1.</summary>
    public int Days => LastDay.DayNumber - FirstDay.DayNumber + 1;

    /// <summary>Covered days from a start and a reported days supply, capped to 1..<see cref="MaxDays"/>.</summary>
    public static SupplyPeriod Of(DateOnly firstDay, int daysSupply) =>
        new(firstDay, firstDay.AddDays(Math.Clamp(daysSupply, 1, MaxDays) - 1));

    /// <summary>Days that both periods cover; 0 when they do not meet.</summary>
    public int DaysSharedWith(SupplyPeriod other)
    {
        var first = FirstDay > other.FirstDay ? FirstDay : other.FirstDay;
        var last = LastDay < other.LastDay ? LastDay : other.LastDay;
        return Math.Max(0, last.DayNumber - first.DayNumber + 1);
    }

    public bool Covers(DateOnly day) => day >= FirstDay && day <= LastDay;
}

namespace PdmpAnalytics.Web.Charts;

/// <summary>
/// Days laid out over a width of 100: the first day begins at 0, the last one ends at 100. Whole days only, so no clock
/// change can move a bar.
/// </summary>
public readonly record struct TimeScale(DateOnly From, DateOnly To)
{
    /// <summary>Days shown, both ends included.</summary>
    public int Days => To.DayNumber - From.DayNumber + 1;

    /// <summary>Where a day begins, 0 to 100; days outside are moved to the edge.</summary>
    public double StartOf(DateOnly day) => At(day.DayNumber - From.DayNumber);

    /// <summary>Where a day ends, 0 to 100; days outside are moved to the edge.</summary>
    public double EndOf(DateOnly day) => At(day.DayNumber - From.DayNumber + 1);

    /// <summary>Whether any day of a period is shown.</summary>
    public bool Shows(DateOnly firstDay, DateOnly lastDay) => firstDay <= To && lastDay >= From;

    private double At(int position) => Math.Clamp(position, 0, Days) * 100.0 / Days;
}

namespace PdmpAnalytics.Review.Work;

/// <summary>Working days of United States government offices: no Saturdays, Sundays and federal holidays (5 U.S.C. 6103).</summary>
public static class BusinessDays
{
    /// <summary>The day that many business days after <paramref name="day"/>, which itself does not count; the day itself for 0.</summary>
    public static DateOnly After(DateOnly day, int days)
    {
        for (; days > 0; days--)
        {
            do
            {
                day = day.AddDays(1);
            }
            while (!IsBusinessDay(day));
        }

        return day;
    }

    public static bool IsBusinessDay(DateOnly day) =>
        day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && !IsObserved(day);

    /// <summary>A holiday on a Saturday is observed on the Friday before, one on a Sunday on the Monday after (5 U.S.C. 6103(b); Executive Order 11582, 1971).</summary>
    private static bool IsObserved(DateOnly day) =>
        IsHoliday(day)
        || (day.DayOfWeek == DayOfWeek.Friday && IsHoliday(day.AddDays(1)))
        || (day.DayOfWeek == DayOfWeek.Monday && IsHoliday(day.AddDays(-1)));

    private static bool IsHoliday(DateOnly day) => (day.Month, day.Day) switch
    {
        (1, 1) or (6, 19) or (7, 4) or (11, 11) or (12, 25) => true,
        (1, _) or (2, _) => IsNth(day, DayOfWeek.Monday, 3),
        (5, _) => day.DayOfWeek == DayOfWeek.Monday && day.AddDays(7).Month == 6,
        (9, _) => IsNth(day, DayOfWeek.Monday, 1),
        (10, _) => IsNth(day, DayOfWeek.Monday, 2),
        (11, _) => IsNth(day, DayOfWeek.Thursday, 4),
        _ => false,
    };

    private static bool IsNth(DateOnly day, DayOfWeek weekday, int n) => day.DayOfWeek == weekday && (day.Day - 1) / 7 == n - 1;
}

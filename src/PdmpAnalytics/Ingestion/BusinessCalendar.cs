namespace PdmpAnalytics.Ingestion;

/// <summary>
/// Counts business days: Monday to Friday without the legal public holidays of the United States (5 U.S.C. 6103). A holiday on a
/// Saturday is observed on the Friday before (6103(b)), one on a Sunday on the Monday after (Executive Order 11582).
/// </summary>
internal sealed class BusinessCalendar
{
    private readonly int _first;

    /// <summary>By day from the first: business days up to it, itself included.</summary>
    private readonly int[] _passed;

    /// <param name="first">Earliest day that will be asked about.</param>
    /// <param name="last">Latest; neither before the first.</param>
    public BusinessCalendar(DateOnly first, DateOnly last)
    {
        _first = first.DayNumber;
        _passed = new int[last.DayNumber - first.DayNumber + 1];
        var holidays = Enumerable.Range(first.Year, last.Year - first.Year + 2).SelectMany(Holidays).ToHashSet();
        for (var i = 0; i < _passed.Length; i++)
        {
            var day = first.AddDays(i);
            var isBusinessDay = day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && !holidays.Contains(day);
            _passed[i] = (i > 0 ? _passed[i - 1] : 0) + (isBusinessDay ? 1 : 0);
        }
    }

    /// <summary>Business days after one day up to another, the latter included: 1 from a Friday to the next Monday. 0 when the latter is not later.</summary>
    public int After(DateOnly day, DateOnly until) =>
        until <= day ? 0 : _passed[until.DayNumber - _first] - _passed[day.DayNumber - _first];

    /// <summary>The days on which the holidays of a year are observed; New Year's Day may fall to the year before.</summary>
    public static IEnumerable<DateOnly> Holidays(int year)
    {
        yield return Observed(new DateOnly(year, 1, 1));
        if (year >= 1986)
        {
            yield return Nth(3, DayOfWeek.Monday, year, 1); // Birthday of Martin Luther King, Jr.
        }

        yield return Nth(3, DayOfWeek.Monday, year, 2); // Washington's Birthday
        yield return Nth(1, DayOfWeek.Monday, year, 6).AddDays(-7); // Memorial Day: the last Monday of May
        if (year >= 2021)
        {
            yield return Observed(new DateOnly(year, 6, 19)); // Juneteenth
        }

        yield return Observed(new DateOnly(year, 7, 4));
        yield return Nth(1, DayOfWeek.Monday, year, 9); // Labor Day
        yield return Nth(2, DayOfWeek.Monday, year, 10); // Columbus Day
        yield return Observed(new DateOnly(year, 11, 11)); // Veterans Day
        yield return Nth(4, DayOfWeek.Thursday, year, 11); // Thanksgiving
        yield return Observed(new DateOnly(year, 12, 25));
    }

    private static DateOnly Observed(DateOnly day) => day.DayOfWeek switch
    {
        DayOfWeek.Saturday => day.AddDays(-1),
        DayOfWeek.Sunday => day.AddDays(1),
        _ => day,
    };

    private static DateOnly Nth(int n, DayOfWeek weekday, int year, int month)
    {
        var first = new DateOnly(year, month, 1);
        return first.AddDays(((int)weekday - (int)first.DayOfWeek + 7) % 7 + 7 * (n - 1));
    }
}

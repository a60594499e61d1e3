using System.Globalization;
using PdmpAnalytics.Ingestion;
using Xunit;

namespace PdmpAnalytics.Tests.Ingestion;

public class BusinessCalendarTests
{
    /// <summary>Observed days as the Office of Personnel Management lists them; 2021-12-31 is New Year's Day of 2022.</summary>
    [Theory]
    [InlineData(2020, "01-01 01-20 02-17 05-25 07-03 09-07 10-12 11-11 11-26 12-25")]
    [InlineData(2021, "01-01 01-18 02-15 05-31 06-18 07-05 09-06 10-11 11-11 11-25 12-24")]
    [InlineData(2022, "2021-12-31 01-17 02-21 05-30 06-20 07-04 09-05 10-10 11-11 11-24 12-26")]
    [InlineData(2026, "01-01 01-19 02-16 05-25 06-19 07-03 09-07 10-12 11-11 11-26 12-25")]
    public void Holidays_AreThoseObserved(int year, string days)
    {
        var expected = days.Split(' ').Select(d => DateOnly.ParseExact(d.Length == 5 ? $"{year}-{d}" : d, "yyyy-MM-dd", CultureInfo.InvariantCulture));

        Assert.Equal(expected, BusinessCalendar.Holidays(year));
    }

    [Theory]
    [InlineData("2026-11-20", "2026-11-20", 0)]
    [InlineData("2026-11-20", "2026-11-22", 0)] // Friday to Sunday
    [InlineData("2026-11-20", "2026-11-23", 1)] // Friday to Monday
    [InlineData("2026-11-25", "2026-11-27", 1)] // over Thanksgiving
    [InlineData("2021-12-30", "2022-01-03", 1)] // Friday is New Year's Day observed in the year before
    [InlineData("2026-11-23", "2026-11-20", 0)]
    [InlineData("2026-01-01", "2026-12-31", 250)] // 261 weekdays, of which New Year's Day is not counted, and ten holidays
    public void After_CountsBusinessDays(string day, string until, int expected)
    {
        var calendar = new BusinessCalendar(new DateOnly(2021, 1, 1), new DateOnly(2026, 12, 31));

        Assert.Equal(expected, calendar.After(Day(day), Day(until)));
    }

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}

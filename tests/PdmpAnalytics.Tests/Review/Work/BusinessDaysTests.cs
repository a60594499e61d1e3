using System.Globalization;
using PdmpAnalytics.Detection;
using PdmpAnalytics.Review.Work;
using Xunit;

namespace PdmpAnalytics.Tests.Review.Work;

public class BusinessDaysTests
{
    /// <summary>The federal holidays of 2026 and some of 2027 and 2028 as the Office of Personnel Management lists them.</summary>
    [Theory]
    [InlineData("2026-01-01")]
    [InlineData("2026-01-19")]
    [InlineData("2026-02-16")]
    [InlineData("2026-05-25")]
    [InlineData("2026-06-19")]
    [InlineData("2026-07-03")]
    [InlineData("2026-09-07")]
    [InlineData("2026-10-12")]
    [InlineData("2026-11-11")]
    [InlineData("2026-11-26")]
    [InlineData("2026-12-25")]
    [InlineData("2027-06-18")]
    [InlineData("2027-07-05")]
    [InlineData("2027-12-24")]
    [InlineData("2027-12-31")]
    public void FederalHoliday_IsNoBusinessDay(string day) => Assert.False(BusinessDays.IsBusinessDay(Day(day)));

    [Fact]
    public void Year2026_Has250BusinessDays()
    {
        var first = new DateOnly(2026, 1, 1);
        var days = Enumerable.Range(0, 365).Select(first.AddDays).ToList();

        // 261 weekdays and 11 holidays, all of them observed on weekdays.
        Assert.Equal(261, days.Count(d => d.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday)));
        Assert.Equal(250, days.Count(BusinessDays.IsBusinessDay));
    }

    [Theory]
    [InlineData("2026-11-20", 0, "2026-11-20")]
    [InlineData("2026-11-20", 1, "2026-11-23")]
    [InlineData("2026-11-22", 1, "2026-11-23")]
    [InlineData("2026-11-25", 1, "2026-11-27")]
    [InlineData("2026-12-24", 3, "2026-12-30")]
    public void DaysAfter_LeaveOutWeekendsAndHolidays(string day, int days, string expected) =>
        Assert.Equal(Day(expected), BusinessDays.After(Day(day), days));

    [Theory]
    [InlineData(Severity.Critical, "2026-11-23")]
    [InlineData(Severity.High, "2026-11-25")]
    [InlineData(Severity.Medium, "2026-12-07")]
    [InlineData(Severity.Low, "2027-01-06")]
    [InlineData(Severity.Info, null)]
    public void ServiceLevel_IsShorterTheMoreSevere(Severity severity, string? due) =>
        Assert.Equal(due is null ? null : Day(due), ServiceLevel.DueOn(severity, new DateOnly(2026, 11, 20)));

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}

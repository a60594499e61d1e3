using System.Globalization;
using PdmpAnalytics.Nightly;
using Xunit;

namespace PdmpAnalytics.Tests.Nightly;

/// <summary>Clock changes: the gap of spring, the double hour of autumn, and a zone whose gap is at midnight.</summary>
public class NightScheduleTests
{
    [Theory]
    [InlineData("America/Chicago", "02:00", "2026-06-02T06:59:59Z", "2026-05-31")]
    [InlineData("America/Chicago", "02:00", "2026-06-02T07:00:00Z", "2026-06-01")]
    [InlineData("America/Chicago", "22:00", "2026-06-02T02:59:59Z", "2026-05-31")]
    [InlineData("America/Chicago", "22:00", "2026-06-02T03:00:00Z", "2026-06-01")]
    // 2026-03-08: clocks go from 02:00 to 03:00 (08:00 UTC).
    [InlineData("America/Chicago", "02:30", "2026-03-08T07:59:59Z", "2026-03-06")]
    [InlineData("America/Chicago", "02:30", "2026-03-08T08:00:00Z", "2026-03-07")]
    // 2026-11-01: 01:30 comes at 06:30 UTC and again at 07:30 UTC.
    [InlineData("America/Chicago", "01:30", "2026-11-01T06:29:59Z", "2026-10-30")]
    [InlineData("America/Chicago", "01:30", "2026-11-01T06:30:00Z", "2026-10-31")]
    [InlineData("America/Chicago", "01:30", "2026-11-01T07:29:59Z", "2026-10-31")]
    [InlineData("America/Chicago", "01:30", "2026-11-01T07:30:00Z", "2026-10-31")]
    // Egypt, 2026-04-24: clocks go from 00:00 to 01:00 (22:00 UTC of the day before).
    [InlineData("Africa/Cairo", "00:15", "2026-04-23T21:59:59Z", "2026-04-22")]
    [InlineData("Africa/Cairo", "00:15", "2026-04-23T22:00:00Z", "2026-04-23")]
    public void Night_ThatIsDue(string zone, string at, string now, string expected) =>
        Assert.Equal(expected, Schedule(zone, at).Due(Instant(now)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));

    [Theory]
    [InlineData("America/Chicago", "02:30", "2026-03-07", "2026-03-08T08:00:00Z")]
    [InlineData("America/Chicago", "01:30", "2026-10-31", "2026-11-01T06:30:00Z")]
    [InlineData("America/Chicago", "22:00", "2026-06-01", "2026-06-02T03:00:00Z")]
    [InlineData("UTC", "02:00", "2026-06-01", "2026-06-02T02:00:00Z")]
    public void Night_BeginsAt(string zone, string at, string date, string expected) =>
        Assert.Equal(Instant(expected), Schedule(zone, at).BeginOf(DateOnly.Parse(date, CultureInfo.InvariantCulture)));

    [Theory]
    [InlineData("America/Chicago", "02:30")]
    [InlineData("America/Chicago", "01:30")]
    [InlineData("Africa/Cairo", "00:15")]
    [InlineData("Australia/Lord_Howe", "01:45")]
    public void YearOfMinutes_HasEachNightOnce_InOrder(string zone, string at)
    {
        var schedule = Schedule(zone, at);
        var due = new List<DateOnly>();
        for (var now = Instant("2026-01-01T00:00:00Z"); now < Instant("2027-01-01T00:00:00Z"); now = now.AddMinutes(5))
        {
            if (due.Count == 0 || due[^1] != schedule.Due(now))
            {
                due.Add(schedule.Due(now));
            }
        }

        Assert.Equal(Enumerable.Range(0, due.Count).Select(due[0].AddDays), due);
        Assert.InRange(due.Count, 365, 366);
    }

    private static NightSchedule Schedule(string zone, string at) =>
        new(TimeOnly.ParseExact(at, "HH:mm", CultureInfo.InvariantCulture), TimeZoneInfo.FindSystemTimeZoneById(zone));

    private static DateTimeOffset Instant(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}

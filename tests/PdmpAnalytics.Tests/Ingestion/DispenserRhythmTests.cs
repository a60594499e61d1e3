using PdmpAnalytics.Ingestion;
using Xunit;

namespace PdmpAnalytics.Tests.Ingestion;

public class DispenserRhythmTests
{
    /// <summary>A Monday.</summary>
    private static readonly DateOnly AsOf = new(2026, 9, 28);
    private static readonly BusinessCalendar Calendar = new(new DateOnly(2024, 1, 1), AsOf);

    [Theory]
    [InlineData(1, 1, DispenserPunctuality.Current)]
    [InlineData(3, 1, DispenserPunctuality.Current)] // Friday, seen on Monday
    [InlineData(4, 2, DispenserPunctuality.Current)]
    [InlineData(5, 3, DispenserPunctuality.Silent)]
    [InlineData(40, 27, DispenserPunctuality.Silent)] // 28 weekdays, one of them Labor Day
    public void DailyReporter_IsSilentAfterTheProgrammesLimit(int calendarDays, int behind, DispenserPunctuality expected)
    {
        var rhythm = Of(Daily(from: 300, to: calendarDays));

        Assert.Equal((behind, 2, expected), (rhythm.DaysBehind, rhythm.ExpectedDays, rhythm.Punctuality));
    }

    [Theory]
    [InlineData(6, DispenserPunctuality.Late)]
    [InlineData(8, DispenserPunctuality.Silent)]
    public void WeeklyReporter_IsLateEveryWeek_AndSilentWhenAWeekIsMissing(int calendarDays, DispenserPunctuality expected)
    {
        var weekly = Enumerable.Range(0, 30).Select(week => Day(calendarDays + 7 * week)).Select(d => (d, d)).ToList();

        var rhythm = Of(weekly);

        Assert.Equal((5, expected), (rhythm.ExpectedDays, rhythm.Punctuality));
    }

    [Fact]
    public void PeriodsCoverTheirDays_AndOrderDoesNotMatter()
    {
        // Every month one file for the whole month: nothing is missing in between.
        var months = Enumerable.Range(1, 8).Select(m => (new DateOnly(2026, m, 1), new DateOnly(2026, m + 1, 1).AddDays(-1))).ToList();
        months.Add((new DateOnly(2026, 9, 1), new DateOnly(2026, 9, 25)));
        months.Reverse();

        var rhythm = Of(months);

        Assert.Equal((new DateOnly(2026, 9, 25), 1, 2), (rhythm.DataThrough, rhythm.DaysBehind, rhythm.ExpectedDays));
    }

    [Fact]
    public void ShortHistory_HasNoHabit()
    {
        var rhythm = Of([(Day(30), Day(30)), (Day(10), Day(10))]);

        Assert.Equal((2, DispenserPunctuality.Silent), (rhythm.ExpectedDays, rhythm.Punctuality));
    }

    [Fact]
    public void HabitsOfLongAgo_DoNotExcuse()
    {
        var weeklyOnce = Enumerable.Range(0, 30).Select(week => Day(400 + 7 * week)).Select(d => (d, d));

        var rhythm = Of([.. weeklyOnce, .. Daily(from: 300, to: 6)]);

        Assert.Equal((2, DispenserPunctuality.Silent), (rhythm.ExpectedDays, rhythm.Punctuality));
    }

    [Fact]
    public void DaysAfterTheDayOfJudging_AreNotKnownYet()
    {
        var rhythm = Of([(Day(10), AsOf.AddDays(5))]);

        Assert.Equal((AsOf, 0, DispenserPunctuality.Current), (rhythm.DataThrough, rhythm.DaysBehind, rhythm.Punctuality));
    }

    private static DispenserRhythm Of(List<(DateOnly First, DateOnly Last)> periods) => DispenserRhythm.Of(periods, AsOf, 2, Calendar);

    private static List<(DateOnly First, DateOnly Last)> Daily(int from, int to) =>
        [.. Enumerable.Range(to, from - to + 1).Select(Day).Where(d => d.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday)).Select(d => (d, d))];

    private static DateOnly Day(int daysAgo) => AsOf.AddDays(-daysAgo);
}

using PdmpAnalytics.Web.Charts;
using Xunit;

namespace PdmpAnalytics.IntegrationTests.Web.Charts;

public class TimeTicksTests
{
    [Fact]
    public void TwoYears_ATickWhereEachMonthBegins()
    {
        var scale = new TimeScale(new DateOnly(2024, 1, 31), new DateOnly(2026, 1, 31));

        var ticks = TimeTicks.Of(scale);

        Assert.Equal(24, ticks.Count);
        Assert.All(ticks, tick => Assert.Equal(1, tick.Day.Day));
        Assert.Equal(new DateOnly(2024, 2, 1), ticks[0].Day);
        // The first of February begins where the 31st of January, the only day before it, ends.
        Assert.Equal(scale.EndOf(scale.From), ticks[0].At);
        Assert.Equal(scale.EndOf(new DateOnly(2024, 2, 29)), ticks[1].At);
        Assert.Equal(["2024", "2025", "2026"], ticks.Select(t => t.Year).Where(y => y.Length > 0));
        Assert.Equal(["Jan", "Jan"], ticks.Where(t => t.Weight == TickWeight.Year).Select(t => t.Label));
        Assert.Equal(["Apr", "Jul", "Oct", "Apr", "Jul", "Oct"], ticks.Where(t => t.Weight == TickWeight.Major).Select(t => t.Label));
    }

    [Fact]
    public void ThreeMonths_ATickEachMonday()
    {
        var ticks = TimeTicks.Of(new TimeScale(new DateOnly(2026, 3, 3), new DateOnly(2026, 5, 31)));

        Assert.All(ticks, tick => Assert.Equal(DayOfWeek.Monday, tick.Day.DayOfWeek));
        Assert.Equal("9 Mar", ticks[0].Label);
        Assert.All(ticks, tick => Assert.Equal(TickWeight.Major, tick.Weight));
    }

    [Fact]
    public void TwoWeeks_ATickADay() =>
        Assert.Equal(14, TimeTicks.Of(new TimeScale(new DateOnly(2026, 5, 18), new DateOnly(2026, 5, 31))).Count);

    [Fact]
    public void YearThatEndsAtTheLeftEdge_LeavesItsNumberToTheNextOne()
    {
        var ticks = TimeTicks.Of(new TimeScale(new DateOnly(2024, 12, 1), new DateOnly(2026, 11, 30)));

        Assert.Equal("", ticks[0].Year);
        Assert.Equal("2025", ticks[1].Year);
    }
}

using PdmpAnalytics.Web.Charts;
using Xunit;

namespace PdmpAnalytics.IntegrationTests.Web.Charts;

public class TimeScaleTests
{
    private static readonly TimeScale Scale = new(new DateOnly(2025, 3, 1), new DateOnly(2025, 3, 10));

    [Fact]
    public void FirstAndLastDay_FillTheWidth()
    {
        Assert.Equal(0, Scale.StartOf(Scale.From));
        Assert.Equal(100, Scale.EndOf(Scale.To));
        Assert.Equal(10, Scale.EndOf(Scale.From));
    }

    /// <summary>Clocks change on 9 March and 2 November 2025: each day is as wide as any other.</summary>
    [Fact]
    public void DaysOfClockChanges_AsWideAsAnyOther() => Assert.All(
        Enumerable.Range(0, 10).Select(d => Scale.From.AddDays(d)), day => Assert.Equal(10, Scale.EndOf(day) - Scale.StartOf(day), 9));

    [Fact]
    public void DaysOutside_MovedToTheEdge()
    {
        Assert.Equal(0, Scale.StartOf(new DateOnly(2024, 1, 1)));
        Assert.Equal(100, Scale.EndOf(new DateOnly(2026, 1, 1)));
        Assert.False(Scale.Shows(new DateOnly(2025, 2, 1), new DateOnly(2025, 2, 28)));
        Assert.True(Scale.Shows(new DateOnly(2025, 2, 1), new DateOnly(2025, 3, 1)));
    }
}

using PdmpAnalytics.Nightly;
using Xunit;

namespace PdmpAnalytics.Tests.Nightly;

public class RowBandTests
{
    private static readonly DateOnly Sunday = new(2026, 5, 31);

    [Fact]
    public void Nights_OfTheSameWeekday_MakeTheBand()
    {
        var nights = Enumerable.Range(1, RowBand.Nights).Select(n => (Sunday.AddDays(-n), Sunday.AddDays(-n).DayOfWeek == DayOfWeek.Sunday ? 100L + n : 5000L));

        Assert.Equal(new RowBand(57, 242), RowBand.Of(Sunday, nights));
    }

    [Theory]
    [InlineData(53, false)]
    [InlineData(54, true)]
    [InlineData(256, true)]
    [InlineData(257, false)]
    public void Band_HoldsBothEnds(long records, bool holds) => Assert.Equal(holds, new RowBand(54, 256).Holds(records));

    /// <summary>Nights that were made up for bring nothing, and the one that makes up for them brings all.</summary>
    [Fact]
    public void DeadFeed_IsNotWhatIsUsual_ForTheWeeksAfter()
    {
        var nights = new[] { (7, 400L), (14, 0L), (21, 100L), (28, 100L) }.Select(n => (Sunday.AddDays(-n.Item1), n.Item2));

        Assert.Equal(new RowBand(50, 200), RowBand.Of(Sunday, nights));
    }

    [Fact]
    public void TwoNightsOfTheWeekday_AreTooFew()
    {
        var nights = new[] { 7, 14, 35 }.Select(n => (Sunday.AddDays(-n), 100L));

        Assert.Null(RowBand.Of(Sunday, nights));
    }
}

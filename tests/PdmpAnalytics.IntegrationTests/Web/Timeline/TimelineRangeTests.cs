using PdmpAnalytics.Web.Charts;
using PdmpAnalytics.Web.Timeline;
using Xunit;
using static PdmpAnalytics.IntegrationTests.Web.Timeline.TimelineCases;

namespace PdmpAnalytics.IntegrationTests.Web.Timeline;

public class TimelineRangeTests
{
    [Fact]
    public void ShortHistory_FromTheMonthOfTheFirstFillToTheDayJudgedFrom() =>
        Assert.Equal(new TimeScale(Day(0), Day(100)), Of(Content(100, Fill(20, 30))).Shown);

    [Fact]
    public void SupplyInHand_ShownForAMonthAtMost()
    {
        Assert.Equal(Day(110), Of(Content(100, Fill(81, 30))).Whole.To);
        Assert.Equal(Day(130), Of(Content(100, Fill(81, 180))).Whole.To);
    }

    [Fact]
    public void LongHistory_TheLast24Months()
    {
        var range = Of(Content(1500, Fill(0, 30), Fill(1400, 30)));

        Assert.Equal(new TimeScale(Day(1500 - 729), Day(1500)), range.Shown);
        Assert.Equal(Day(0), range.Whole.From);
    }

    [Fact]
    public void OneFillToday_StillTwoWeeks() => Assert.Equal(TimelineRange.FewestDays, Of(Content(0, Fill(0, 1))).Shown.Days);

    [Fact]
    public void NoFills_TheDaysUpToTheOneJudgedFrom() => Assert.Equal(Day(100), Of(Content(100)).Shown.To);

    [Theory]
    [InlineData(0, 99, 25, 74)]
    [InlineData(80, 99, 83, 96)]
    public void ZoomIn_HalfTheDaysAroundTheMiddle(int from, int to, int zoomedFrom, int zoomedTo) =>
        Assert.Equal(new TimeScale(Day(zoomedFrom), Day(zoomedTo)), Of(Content(100, Fill(0, 30)), from, to).Zoomed(closer: true));

    [Fact]
    public void ZoomOutAndMove_NeverBeyondTheWhole()
    {
        var range = Of(Content(100, Fill(0, 30)), 60, 99);

        Assert.Equal(new TimeScale(Day(21), Day(100)), range.Zoomed(closer: false));
        Assert.Equal(new TimeScale(Day(61), Day(100)), range.Moved(later: true));
        Assert.Equal(new TimeScale(Day(40), Day(79)), range.Moved(later: false));
        Assert.Equal(range.Whole, range.Last(100_000));
    }

    /// <summary>Whatever an address asks for, days are shown that exist, in order, and enough of them.</summary>
    [Theory]
    [InlineData(-5000, -4000)]
    [InlineData(4000, 5000)]
    [InlineData(90, 10)]
    [InlineData(50, 50)]
    public void ImpossibleWishes_BroughtInto(int from, int to)
    {
        var range = Of(Content(100, Fill(0, 30)), from, to);

        Assert.True(range.Shown.Days >= TimelineRange.FewestDays);
        Assert.True(range.Shown.From >= range.Whole.From && range.Shown.To <= range.Whole.To);
    }

    private static TimelineRange Of(TimelineContent content, int? from = null, int? to = null) => content.Layout(from: from, to: to).Range;
}

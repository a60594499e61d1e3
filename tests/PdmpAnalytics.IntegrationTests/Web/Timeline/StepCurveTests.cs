using PdmpAnalytics.Web.Charts;
using PdmpAnalytics.Web.Timeline;
using Xunit;
using static PdmpAnalytics.IntegrationTests.Web.Timeline.TimelineCases;

namespace PdmpAnalytics.IntegrationTests.Web.Timeline;

public class StepCurveTests
{
    private static readonly StepCurve Curve = StepCurve.Of([0, 2, 2, 4, 0], new TimeScale(Day(0), Day(4)), top: 5);

    [Fact]
    public void Line_StepsAtTheDayOfChange()
    {
        Assert.Equal("M0 100H1V60H3V20H4V100H5", Curve.Line);
        Assert.Equal("M0 100V100H1V60H3V20H4V100H5V100Z", Curve.Area);
    }

    [Fact]
    public void Peak_FirstDayOfTheHighestStep()
    {
        Assert.Equal((4, Day(3)), (Curve.Peak, Curve.PeakDay));
        Assert.Equal(20, Curve.Below(4));
    }

    [Fact]
    public void Runs_DaysOfOneValue_NothingLeftOut() =>
        Assert.Equal([new StepRun(Day(1), Day(2), 2), new StepRun(Day(3), Day(3), 4)], Curve.Runs);
}

using PdmpAnalytics.Dispensing;
using Xunit;

namespace PdmpAnalytics.Tests.Dispensing;

public sealed class SupplyCourseTests
{
    [Fact]
    public void SupplyInHand_IsUsedAfterTheOneBefore()
    {
        var course = Course(CarryOver.Full, 90, (0, 30), (20, 30), (70, 10));

        Assert.Equal((70, 10, 0, 0), (course.Runs.Covered, course.OverlapDays, course.StockpileAtEnd, course.Runs.Last - 79));
        Assert.Equal((1, 10, 10, 60), (course.Runs.Gaps, course.Runs.GapDays, course.Runs.LongestGap, course.Runs.LongestRun));
        Assert.Equal(39, course.LargestStockpile);
        Assert.Equal(70.0 / 90, course.ProportionCovered);
    }

    [Fact]
    public void WithoutCarryOver_OverlappingDaysCountOnce()
    {
        var course = Course(CarryOver.None, 90, (0, 30), (20, 30), (70, 10));

        Assert.Equal((60, 10, 0, 0), (course.Runs.Covered, course.OverlapDays, course.StockpileAtEnd, course.LargestStockpile));
        Assert.Equal((50, 20), (course.Runs.LongestRun, course.Runs.LongestGap));
    }

    [Fact]
    public void SuppliesEndToEnd_ShareNoDay_EndOnTheDayTheNextStarts_IsOne()
    {
        Assert.Equal(0, Course(CarryOver.None, 60, (0, 30), (30, 30)).OverlapDays);
        Assert.Equal(1, Course(CarryOver.None, 60, (0, 31), (30, 30)).OverlapDays);
    }

    [Fact]
    public void SupplyFromBeforeTheWindow_ReachesIn()
    {
        var carried = Course(CarryOver.Full, 10, (-40, 30), (-30, 15));

        Assert.Equal((5, 4, 0), (carried.Runs.Covered, carried.LargestStockpile, carried.StockpileAtEnd));
        Assert.True(carried.Covers(4));
        Assert.False(carried.Covers(5));
        Assert.Equal(0, Course(CarryOver.None, 10, (-40, 30), (-30, 15)).Runs.Covered);
    }

    [Theory]
    [InlineData(6, 30)]
    [InlineData(7, 67)]
    public void GapOfTheBridgedLength_DoesNotEndARun(int bridged, int longest)
    {
        var course = new SupplyCourse();
        course.Read([Period(0, 30), Period(37, 30)], Period(0, 100), CarryOver.Full, bridged);

        Assert.Equal(longest, course.Runs.LongestRun);
        Assert.Equal(7, course.Runs.GapDays);
    }

    [Fact]
    public void NoSupply_CoversNothing()
    {
        var course = Course(CarryOver.Full, 30);

        Assert.Equal((0, 0, -1, 0.0), (course.Runs.Covered, course.Runs.GapDays, course.Runs.First, course.ProportionCovered));
    }

    private static SupplyCourse Course(CarryOver carryOver, int days, params (int Start, int Days)[] supplies)
    {
        var course = new SupplyCourse();
        course.Read([.. supplies.Select(s => Period(s.Start, s.Days))], Period(0, days), carryOver);
        return course;
    }

    private static SupplyPeriod Period(int start, int days)
    {
        var first = new DateOnly(2026, 1, 1).AddDays(start);
        return new SupplyPeriod(first, first.AddDays(days - 1));
    }
}

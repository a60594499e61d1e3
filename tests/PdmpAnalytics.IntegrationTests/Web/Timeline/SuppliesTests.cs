using PdmpAnalytics.Dispensing;
using PdmpAnalytics.Web.Charts;
using PdmpAnalytics.Web.Timeline;
using Xunit;
using static PdmpAnalytics.IntegrationTests.Web.Timeline.TimelineCases;

namespace PdmpAnalytics.IntegrationTests.Web.Timeline;

public class LanePackingTests
{
    [Fact]
    public void EndToEnd_OneRow_SharedDay_TwoRows()
    {
        Assert.Equal([0, 0], Rows((0, 10), (10, 10)));
        Assert.Equal([0, 1], Rows((0, 10), (9, 10)));
        Assert.Equal([0, 1, 0, 1], Rows((0, 10), (5, 10), (10, 10), (15, 1)));
    }

    [Fact]
    public void MoreThanRowsAllow_NoneLost()
    {
        var rows = Rows([.. Enumerable.Range(0, 40).Select(day => (day, 100))]);

        Assert.Equal(40, rows.Length);
        Assert.Equal(LanePacking.MostRows, rows.Distinct().Count());
    }

    [Fact]
    public void RandomSupplies_NeverTwoOfARowOnOneDay()
    {
        var random = new Random(20261122);
        for (var n = 0; n < 200; n++)
        {
            SupplyPeriod[] supplies =
                [.. Enumerable.Range(0, 12).Select(_ => SupplyPeriod.Of(Day(random.Next(60)), random.Next(1, 31))).OrderBy(s => s.FirstDay)];
            var rows = LanePacking.Rows(supplies);
            Assert.All(
                from a in supplies.Index() from b in supplies.Index() where a.Index < b.Index && rows[a.Index] == rows[b.Index] select (a.Item, b.Item),
                pair => Assert.Equal(0, pair.Item1.DaysSharedWith(pair.Item2)));
        }
    }

    private static int[] Rows(params (int Day, int Days)[] supplies) =>
        LanePacking.Rows([.. supplies.Select(s => SupplyPeriod.Of(Day(s.Day), s.Days))]);
}

public class SuppliesAtOnceTests
{
    [Fact]
    public void OneClass_SharedDaysOnBoth_OtherClass_None()
    {
        var shared = SuppliesAtOnce.Shared([Fill(0, 10), Fill(5, 10), Fill(0, 30) with { Class = DrugClass.Opioid }]);

        Assert.Equal([new SupplyPeriod(Day(5), Day(9))], shared[0]);
        Assert.Equal(shared[0], shared[1]);
        Assert.Empty(shared[2]);
    }

    [Fact]
    public void SeveralOthers_DaysJoinedAndCountedOnce()
    {
        var shared = SuppliesAtOnce.Shared([Fill(0, 30), Fill(0, 5), Fill(5, 5), Fill(20, 2)]);

        Assert.Equal([new SupplyPeriod(Day(0), Day(9)), new SupplyPeriod(Day(20), Day(21))], shared[0]);
    }

    [Fact]
    public void Counts_EveryClass_OnlyDaysShown() => Assert.Equal(
        [1, 2, 2, 1],
        SuppliesAtOnce.Counts([Fill(0, 4), Fill(3, 2) with { Class = DrugClass.Opioid }, Fill(4, 30)], new TimeScale(Day(2), Day(5))));

    /// <summary>Counted again in the plainest way: day by day, fill by fill.</summary>
    [Fact]
    public void RandomFills_AsCountedDayByDay()
    {
        var random = new Random(20261122);
        for (var n = 0; n < 100; n++)
        {
            TimelineFill[] fills = [.. Enumerable.Range(0, 8).Select(_ => Fill(random.Next(50), random.Next(1, 31)))];
            var scale = new TimeScale(Day(10), Day(60));
            Assert.Equal(
                Enumerable.Range(10, 51).Select(day => (double)fills.Count(f => f.Supply.Covers(Day(day)))), SuppliesAtOnce.Counts(fills, scale));
            Assert.Equal(
                fills.Select(f => Enumerable.Range(0, 90).Count(day => f.Supply.Covers(Day(day)) && fills.Any(o => o != f && o.Supply.Covers(Day(day))))),
                SuppliesAtOnce.Shared(fills).Select(periods => periods.Sum(p => p.Days)));
        }
    }
}

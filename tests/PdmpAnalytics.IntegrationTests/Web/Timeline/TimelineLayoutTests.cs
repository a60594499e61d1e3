using PdmpAnalytics.Dispensing;
using PdmpAnalytics.Web.Timeline;
using Xunit;
using static PdmpAnalytics.IntegrationTests.Web.Timeline.TimelineCases;

namespace PdmpAnalytics.IntegrationTests.Web.Timeline;

public class TimelineLayoutTests
{
    [Fact]
    public void Bar_AsLongAsTheSupply()
    {
        var bar = Assert.Single(Content(99, Fill(10, 30)).Layout().Bars);

        Assert.Equal(new Stretch(10, 30), bar.Place);
        Assert.False(bar.IsCut);
    }

    [Fact]
    public void BarOverTheEdge_CutThere()
    {
        var layout = Content(200, Fill(0, 30), Fill(50, 20), Fill(100, 60)).Layout(from: 20, to: 119);

        Assert.Equal([new Stretch(0, 10), new Stretch(30, 20), new Stretch(80, 20)], layout.Bars.Select(b => b.Place));
        Assert.Equal([true, false, false], layout.Bars.Select(b => b.IsCut));
    }

    [Fact]
    public void FillsOutside_CountedAndNumbersKept()
    {
        var layout = Content(200, Fill(0, 10), Fill(50, 20), Fill(150, 10)).Layout(from: 20, to: 119);

        Assert.Equal((1, 1), (layout.Earlier, layout.Later));
        Assert.Equal(2, Assert.Single(layout.Bars).Number);
    }

    [Theory]
    [InlineData(LaneBy.Prescriber, new[] { "GREY, ANN", "BLACK, BO" })]
    [InlineData(LaneBy.Drug, new[] { "clonazepam 1 mg", "zolpidem 10 mg" })]
    [InlineData(LaneBy.Dispenser, new[] { "HARBOR DRUG", "OAK PHARMACY" })]
    public void Lanes_InOrderOfTheirFirstFill(LaneBy by, string[] names)
    {
        var other = Fill(5, 10, "BLACK, BO", "OAK PHARMACY") with { Drug = "zolpidem 10 mg" };

        var layout = Content(99, other, Fill(0, 10), Fill(50, 10)).Layout(by);

        Assert.Equal(names, layout.LaneList.Select(l => l.Name));
        Assert.Equal([2, 1], layout.LaneList.Select(l => l.Bars.Count));
        Assert.Equal(by == LaneBy.Dispenser, layout.LaneList[0].Dispenser is not null);
    }

    [Fact]
    public void TwentyLanes_EachItsOwn_MoreAreGathered()
    {
        TimelineFill[] Fills(int lanes) => [.. Enumerable.Range(0, lanes).Select(i => Fill(i, 5, $"P{i:00}") with { IsEvidence = i >= 5 })];

        Assert.Equal(20, Content(99, Fills(20)).Layout().LaneList.Count);
        var lanes = Content(99, Fills(24)).Layout().LaneList;
        Assert.Equal(20, lanes.Count);
        Assert.Equal((5, 5), (lanes[^1].Others, lanes[^1].Bars.Count));
        Assert.Equal(24, lanes.Sum(l => l.Bars.Count));
        // Those that no finding counted are gathered first.
        Assert.Equal(["P00", "P01", "P02", "P03", "P04"], lanes[^1].Bars.Select(b => b.Fill.Prescriber));
    }

    [Fact]
    public void Dispensers_LettersByFills_ColoursForEight()
    {
        TimelineFill[] fills = [.. Enumerable.Range(0, 30).SelectMany(d => Enumerable.Range(0, d == 29 ? 2 : 1).Select(i => Fill(d, 3, dispenser: $"D{d:00}")))];

        var keys = Content(99, fills).Layout().Dispensers;

        Assert.Equal(("D29", "A", 2), (keys[0].Name, keys[0].Letter, keys[0].Fills));
        Assert.Equal(["Z", "AA", "AB"], keys.Skip(25).Take(3).Select(k => k.Letter));
        Assert.Equal([0, 1, 2, 3, 4, 5, 6, 7, 8, 8], keys.Take(10).Select(k => k.Colour));
    }

    [Fact]
    public void SharedDays_DrawnOnBothBars_AlsoAcrossLanes()
    {
        var bars = Content(99, Fill(0, 20), Fill(10, 30, "BLACK, BO")).Layout().Bars;

        Assert.Equal([new Stretch(10, 10)], bars[0].Shared);
        Assert.Equal([new Stretch(10, 10)], bars[1].Shared);
        Assert.Equal(10, bars[1].SharedDays);
    }

    [Fact]
    public void Letters_OnlyWhereTheyFit()
    {
        var bars = Content(729, Fill(0, 3), Fill(3, 3), Fill(100, 30)).Layout().Bars;

        Assert.Equal([LetterRoom.Never, LetterRoom.Always, LetterRoom.Always], bars.Select(b => b.Room));
        Assert.Equal("A$↗", (bars[0] with { Fill = bars[0].Fill with { IsCash = true, Miles = 50 } }).Letters);
    }

    [Fact]
    public void Windows_SameDaysTogether_OthersInRowsOfTheirOwn()
    {
        var content = Content(99, Fill(0, 30)) with
        {
            Windows = [Window("PS-03", 20, 60), Window("PS-01", 20, 60), Window("ER-01", 50, 90), Window("DO-02", 95, 99), Window("GE-01", -90, -1)],
        };

        var layout = content.Layout();

        Assert.Equal(["PS-03 PS-01", "ER-01", "DO-02"], layout.Windows.Select(w => w.Window.Label));
        Assert.Equal([0, 1, 0], layout.Windows.Select(w => w.Row));
        Assert.Equal([false, false, true], layout.Windows.Select(w => w.LabelAtEnd));
        Assert.Equal(new Stretch(20, 41), layout.Focus);
        Assert.Equal(4, layout.Findings.Count);
    }

    [Fact]
    public void FirstWindowNotShown_NoBand() =>
        Assert.Null((Content(99, Fill(0, 30)) with { Windows = [Window("A", -90, -1), Window("B", 0, 9)] }).Layout().Focus);

    [Fact]
    public void WindowsWithoutRoom_Counted()
    {
        var layout = (Content(99, Fill(0, 30)) with { Windows = [.. Enumerable.Range(0, 9).Select(i => Window($"R{i}", i, 90))] }).Layout();

        Assert.Equal((6, 3, 9), (layout.Windows.Count, layout.HiddenWindows, layout.Findings.Count));
    }

    [Fact]
    public void EdgesOfKnowledge_WhereTheDaysEnd()
    {
        var layout = (Content(89, Fill(0, 30), Fill(70, 30)) with { DataThrough = Day(84) }).Layout();

        Assert.Equal((85, 90), (Math.Round(layout.DataThrough!.Value, 6), Math.Round(layout.AsOf!.Value, 6)));
        Assert.Null(Content(99, Fill(0, 30)).Layout().AsOf);
    }

    [Fact]
    public void Curve_StepsAndReferencesInEditionOfTheCurve()
    {
        double[] doses = [.. Enumerable.Repeat(2.0, 50), .. Enumerable.Repeat(9.0, 50)];

        ReferenceLine[] References(SedativeEquivalenceSet set) =>
            [.. (Content(99, Fill(0, 30)) with { Curves = [new(DoseKind.Lme, new(MorphineEquivalenceSet.Cdc2022, set), Day(0), doses)] }).Layout().Curves[0].References];

        Assert.Equal([3, 8], References(SedativeEquivalenceSet.VA2021).Select(r => r.Value));
        Assert.Equal([1.5, 4], References(SedativeEquivalenceSet.Ashton2002).Select(r => r.Value));
    }

    [Theory]
    [InlineData(20, new double[] { 50 })]
    [InlineData(95, new double[] { 50, 90 })]
    public void MorphineCurve_TheHigherReferenceOnlyWhenReached(double mme, double[] values)
    {
        var curve = new DoseCurve(DoseKind.Mme, Equivalents.Default, Day(0), [.. Enumerable.Repeat(mme, 30)]);

        var track = Assert.Single((Content(99, Fill(0, 30)) with { Curves = [curve] }).Layout().Curves);

        Assert.Equal(values, track.References.Select(r => r.Value));
        Assert.All(track.References, r => Assert.InRange(track.Steps.Below(r.Value), 20, 100));
        Assert.True(track.CaptionsAtEnd);
    }

    [Fact]
    public void CurveWithoutDoseInRange_LeftOut()
    {
        var curve = new DoseCurve(DoseKind.Mme, Equivalents.Default, Day(0), [10, 10]);

        Assert.Empty((Content(99, Fill(0, 30)) with { Curves = [curve] }).Layout(from: 20, to: 60).Curves);
    }

    private static TimelineWindow Window(string label, int first, int last) => new(label, "pattern", Day(first), Day(last));
}

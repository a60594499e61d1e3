using System.Xml.Linq;
using PdmpAnalytics.Dispensing;
using PdmpAnalytics.Web.Timeline;
using Xunit;
using static PdmpAnalytics.IntegrationTests.Web.Timeline.TimelineCases;

namespace PdmpAnalytics.IntegrationTests.Web.Timeline;

public class FillTimelineTests
{
    private static readonly TimelineContent Sample = Content(
        120,
        Fill(0, 30),
        Fill(10, 30, "BLACK, BO", "OAK PHARMACY") with { IsEvidence = true, IsCash = true, Miles = 61.4, DailyLme = 4 },
        Fill(50, 30) with { Drug = "oxycodone 5 mg", Class = DrugClass.Opioid, DailyMme = 15 }) with
    {
        Windows = [new("PS-03", "multiple provider episode", Day(10), Day(60))],
        Curves = [new(DoseKind.Lme, Equivalents.Default, Day(0), [.. Enumerable.Repeat(4.0, 40)])],
        DataThrough = Day(110),
    };

    [Fact]
    public async Task Bars_AFocusableLinkWithWordsEach()
    {
        var chart = await RenderAsync(Sample);

        var bars = chart.WithClass("a", "tl-fill").ToList();
        Assert.Equal(3, bars.Count);
        Assert.Equal(["0", "-1", "-1"], bars.OrderBy(b => b.Value("data-fill")).Select(b => b.Value("tabindex")));
        Assert.All(bars, bar => Assert.Equal(bar.Element("title")!.Value, bar.Value("aria-label")));
        Assert.Equal(
            "2025-01-11 to 2025-02-09: clonazepam 1 mg, 60 for 30 days; by BLACK, BO; at OAK PHARMACY (B); 4 LME a day; cash; 61 miles from home"
            + "; 20 days shared with another supply of its class; counted by a finding",
            bars.Single(b => b.Value("data-fill") == "2").Value("aria-label"));
        Assert.Equal("2", Assert.Single(chart.WithClass("a", "tl-evidence")).Value("data-fill"));
    }

    [Fact]
    public async Task Table_TheSameFillsAsTheChart()
    {
        var chart = await RenderAsync(Sample);

        var rows = chart.Descendants("tr").Where(r => r.Value("id") is not null).ToList();
        Assert.Equal(
            chart.WithClass("a", "tl-fill").Select(bar => bar.Value("href")![1..]).Order(), rows.Select(r => r.Value("id")!).Order());
        Assert.All(rows, row =>
        {
            var bar = chart.WithClass("a", "tl-fill").Single(b => b.Value("href") == "#" + row.Value("id"));
            Assert.StartsWith(row.Element("th")!.Value + ": " + row.Element("td")!.Value, bar.Value("aria-label"), StringComparison.Ordinal);
        });
        Assert.Contains(chart.Descendants("caption"), c => c.Value == "Supplies and doses day by day");
    }

    [Theory]
    [InlineData(LaneBy.Prescriber, 2)]
    [InlineData(LaneBy.Drug, 2)]
    [InlineData(LaneBy.Dispenser, 2)]
    public async Task Lanes_SwitchedByALink(LaneBy by, int lanes)
    {
        var chart = await RenderAsync(Sample, new TimelineView(by));

        Assert.Equal(lanes, chart.WithClass("div", "tl-lane").Count());
        var links = chart.Descendants("nav").First().Elements("a").ToList();
        Assert.Equal(TimelineView.Name(by), Assert.Single(links, a => a.Value("aria-current") == "true").Value);
        Assert.All(links, a => Assert.StartsWith("/alerts/7?lanes=", a.Value("href"), StringComparison.Ordinal));
    }

    [Fact]
    public async Task NamesWithMarkup_ShownAsTheyStand()
    {
        const string hostile = "\"><script>alert(1)</script>&'";

        var chart = await RenderAsync(Content(99, Fill(0, 30, hostile, hostile) with { Drug = hostile }));

        Assert.Empty(chart.Descendants("script"));
        Assert.Contains(chart.Descendants("span"), span => span.Value == hostile);
        Assert.Contains(hostile, Assert.Single(chart.WithClass("a", "tl-fill")).Value("aria-label"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Markup_NothingInline() => RenderedMarkup.AssertNothingInline(await RenderAsync(Sample));

    [Fact]
    public async Task NoFills_SaysSo()
    {
        var chart = await RenderAsync(Content(120));

        Assert.Equal("No fill is on record up to 2025-05-01.", Assert.Single(chart.WithClass("p", "tl-empty")).Value);
        Assert.Empty(chart.Descendants("svg"));
    }

    [Fact]
    public async Task NoFillInTheDaysShown_SaysSoAndOffersTheOthers()
    {
        var chart = await RenderAsync(Sample, new TimelineView(LaneBy.Drug, Day(90), Day(105)));

        Assert.Equal("No fill in these days.", Assert.Single(chart.WithClass("p", "tl-empty")).Value);
        Assert.Contains("3 earlier", chart.Descendants("p").First().Value, StringComparison.Ordinal);
        Assert.Contains(chart.Descendants("a"), a => a.Value == "all");
    }

    [Fact]
    public async Task FourHundredFills_AllThere_WithinTheDrawing()
    {
        var random = new Random(20261122);
        TimelineFill[] fills = [.. Enumerable.Range(0, 400).Select(i => Fill(random.Next(600), random.Next(1, 40), $"P{i % 37}", $"D{i % 31}"))];

        var chart = await RenderAsync(Content(650, fills));

        Assert.Equal(400, chart.WithClass("a", "tl-fill").Count());
        Assert.All(chart.WithClass("rect", "tl-bar"), bar =>
        {
            Assert.InRange(bar.Share("x"), 0, 100);
            Assert.InRange(bar.Share("x") + bar.Share("width"), 0, 100.01);
        });
        var ids = chart.DescendantsAndSelf().Attributes("id").Select(a => a.Value).ToList();
        Assert.Equal(ids.Count, ids.Distinct().Count());
    }

    private static Task<XElement> RenderAsync(TimelineContent content, TimelineView? view = null) => RenderedMarkup.OfAsync<FillTimeline>(
        (nameof(FillTimeline.Content), content),
        (nameof(FillTimeline.View), view ?? new TimelineView()),
        (nameof(FillTimeline.Links), new TimelineLinks("/alerts/7", [])));
}

using PdmpAnalytics.Web.Charts;
using Xunit;

namespace PdmpAnalytics.IntegrationTests.Web.Charts;

public class WeeklyColumnsTests
{
    private static readonly DateOnly Monday = new(2026, 5, 4);

    private static readonly WeekCounts[] Weeks =
    [
        new(Monday, 10, 5, 40), new(Monday.AddDays(7), null, 20, 25), new(Monday.AddDays(21), 0, 0, null), new(Monday.AddDays(28), 5, null, 50),
    ];

    [Fact]
    public void Columns_OneScaleForBothSides_MissingWeekEmpty()
    {
        var layout = WeeklyLayout.Of(Weeks);

        Assert.Equal(20, layout.Top);
        Assert.Equal([(50, 25), (0, 100), (0, 0), (0, 0), (25, 0)], layout.Columns.Select(c => ((int)c.Above, (int)c.Below)));
        Assert.Equal([2, 22, 42, 62, 82], layout.Columns.Select(c => Math.Round(c.At, 6)));
        Assert.All(layout.Columns, c => Assert.Equal(16, c.Width, 9));
    }

    [Fact]
    public void Line_BrokenWhereNothingIsKnown() => Assert.Equal("M0 20H1V50H2M4 0H5", WeeklyLayout.Of(Weeks).Line);

    [Fact]
    public async Task Chart_TableListsEachWeek_HiddenNumbersStayHidden()
    {
        var figure = await RenderedMarkup.OfAsync<WeeklyColumns>(("Caption", "Alerts by week"), ("Weeks", Weeks));

        var rows = figure.Descendants("tbody").Single().Elements("tr").ToList();
        Assert.Equal(["2026-05-04", "2026-05-11", "2026-05-18", "2026-05-25", "2026-06-01"], rows.Select(r => r.Element("th")!.Value));
        Assert.Equal(["few", "20", "25"], rows[1].Elements("td").Select(td => td.Value));
        Assert.Equal(2, figure.WithClass("rect", "ch-hidden").Count());
        Assert.Equal(5, figure.Descendants("title").Count());
        RenderedMarkup.AssertNothingInline(figure);
    }

    [Fact]
    public async Task NoWeeks_SaysSo()
    {
        var figure = await RenderedMarkup.OfAsync<WeeklyColumns>(("Caption", "Alerts by week"), ("Weeks", Array.Empty<WeekCounts>()));

        Assert.Contains("Nothing to show yet.", figure.Value, StringComparison.Ordinal);
        Assert.Empty(figure.Descendants("svg"));
    }
}

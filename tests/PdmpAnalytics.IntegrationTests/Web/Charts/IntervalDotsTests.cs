using PdmpAnalytics.Web.Charts;
using Xunit;

namespace PdmpAnalytics.IntegrationTests.Web.Charts;

public class IntervalDotsTests
{
    [Fact]
    public async Task Rows_DotBetweenItsWhiskers_FewCasesNotDrawn()
    {
        var table = await RenderedMarkup.OfAsync<IntervalDots>(
            ("Caption", "Precision by rule"),
            ("Rows", new IntervalRow[] { new("PS-03", new ShareInterval(0.3, 0.455, 0.6), 38), new("ER-01", null, 2) }));

        var rows = table.Element("tbody")!.Elements("tr").ToList();
        var whisker = Assert.Single(table.WithClass("line", "ch-whisker"));
        Assert.Equal((30, 45.5, 60), (whisker.Share("x1"), table.Descendants("circle").Single().Share("cx"), whisker.Share("x2")));
        Assert.Equal(["", "46 % (30 to 60)", "38"], rows[0].Elements("td").Select(td => td.Value.Trim()));
        Assert.Equal(["", "not shown", "few"], rows[1].Elements("td").Select(td => td.Value.Trim()));
        RenderedMarkup.AssertNothingInline(table);
    }
}

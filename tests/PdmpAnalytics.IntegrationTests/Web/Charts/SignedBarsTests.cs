using System.Globalization;
using PdmpAnalytics.Web.Charts;
using Xunit;

namespace PdmpAnalytics.IntegrationTests.Web.Charts;

public class SignedBarsTests
{
    [Fact]
    public void PartsOfBothSigns_FromACommonZero()
    {
        var layout = SignedBarsLayout.Of([new("a", 6), new("b", -2), new("c", 0)], most: 12);

        Assert.Equal(25, layout.Zero);
        Assert.Equal([(25, 75), (0, 25), (25, 0)], layout.Bars.Select(b => ((int)b.At, (int)b.Width)));
        Assert.Equal(4, layout.Sum);
    }

    [Fact]
    public void MoreThanShown_TheRestGathered_StillAddsUp()
    {
        var layout = SignedBarsLayout.Of([.. Enumerable.Range(1, 10).Select(i => new SignedPart($"p{i}", 11 - i))], most: 4);

        Assert.Equal(["p1", "p2", "p3", "7 others"], layout.Bars.Select(b => b.Part.Label));
        Assert.Equal(layout.Sum, layout.Bars.Sum(b => b.Part.Value));
    }

    [Fact]
    public void NothingButZero_NoBarAndNoDivisionByIt() =>
        Assert.Equal((0, 0), SignedBarsLayout.Of([new("a", 0)], most: 12).Bars.Select(b => ((int)b.At, (int)b.Width)).Single());

    [Fact]
    public async Task Rows_LabelBarAndNumber_SumBelow()
    {
        var table = await RenderedMarkup.OfAsync<SignedBars>(
            ("Caption", "What makes it unusual"), ("Unit", "points"),
            ("Parts", new SignedPart[] { new("<practices>", 1.5, "Five practices & more."), new("age", -0.25) }));

        var rows = table.Element("tbody")!.Elements("tr").ToList();
        Assert.Equal(["<practices>Five practices & more.", "age"], rows.Select(r => r.Element("th")!.Value.Replace("\n", "", StringComparison.Ordinal).Replace("  ", "", StringComparison.Ordinal).Trim()));
        Assert.Equal(["+1.50", "−0.25"], rows.Select(r => r.Elements("td").Last().Value));
        Assert.Equal("+1.25", table.Element("tfoot")!.Descendants("td").Last().Value);
        Assert.Single(table.WithClass("rect", "ch-less"));
        RenderedMarkup.AssertNothingInline(table);
    }

    /// <summary>An attribute with a decimal comma would be no number to a browser.</summary>
    [Fact]
    public async Task ServerOfAnotherCulture_SameMarkup()
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");
            var table = await RenderedMarkup.OfAsync<SignedBars>(
                ("Caption", "c"), ("Unit", "u"), ("Parts", new SignedPart[] { new("a", 2), new("b", 1), new("c", -0.5) }));

            Assert.DoesNotContain(table.Descendants("rect").SelectMany(r => r.Attributes()), a => a.Value.Contains(',', StringComparison.Ordinal));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}

using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using PdmpAnalytics.Accounts;
using PdmpAnalytics.Dispensing;
using PdmpAnalytics.IntegrationTests.Web.Api;
using PdmpAnalytics.Web.Lookup;
using PdmpAnalytics.Web.Pdf;
using PdmpAnalytics.Web.Timeline;
using Xunit;

namespace PdmpAnalytics.IntegrationTests.Web.Lookup;

/// <summary>Files as a reader takes them apart: every object where the table says, every word on the paper.</summary>
public partial class PdfTests
{
    [Fact]
    public async Task Report_LeavesAsPdf_AndAsADisclosureOfItsOwn()
    {
        await using var system = await PharmacySystem.ConnectAsync();
        using var client = await system.Host.SignedInAsync(AccountRole.Pharmacist);

        using var answer = await WebHost.PostAsync(client, "/look-up", "/look-up/pdf", ("last", "Testpatient"), ("first", "Alice"), ("born", "1980-02-14"), ("purpose", "Dispensing"));
        var text = Encoding.ASCII.GetString(await answer.Content.ReadAsByteArrayAsync());
        using var nobody = await WebHost.PostAsync(client, "/look-up", "/look-up/pdf", ("last", "Nobody"), ("first", "Alice"), ("born", "1980-02-14"), ("purpose", "Dispensing"));

        Assert.Equal("application/pdf", answer.Content.Headers.ContentType?.MediaType);
        AssertWhole(text);
        Assert.Contains("(ALICE TESTPATIENT, born 1980-02-14) Tj", text, StringComparison.Ordinal);
        Assert.Contains("clonazepam 1 mg", text, StringComparison.Ordinal);
        Assert.Matches(@"\(Fills over time, \d{4}-", text);
        Assert.Matches(" re B 0 g", text);
        Assert.Contains("(No data is not the same as no fills.) Tj", text, StringComparison.Ordinal);
        Assert.DoesNotContain("ALICE", text[text.IndexOf("/Title", StringComparison.Ordinal)..text.IndexOf("/Producer", StringComparison.Ordinal)], StringComparison.Ordinal);
        Assert.Equal("text/html", nobody.Content.Headers.ContentType?.MediaType);
        var kept = await system.DisclosuresAsync();
        Assert.Equal([1, null], kept.Select(d => d.PatientId));
        Assert.EndsWith($"report-{kept[0].Id:D}.pdf", answer.Content.Headers.ContentDisposition?.FileName?.Trim('"'), StringComparison.Ordinal);
    }

    /// <summary>So many prescribers, supplies at once and findings that the drawing is as tall as it gets.</summary>
    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 40)]
    [InlineData(30, 300)]
    public void Chart_HoldsEveryFill_OnOnePage_AndLeavesThePaperNowhere(int prescribers, int fills)
    {
        var first = new DateOnly(2025, 1, 1);
        var flow = new PdfFlow();

        ReportPdfTimeline.Add(flow, new TimelineContent
        {
            AsOf = new DateOnly(2026, 3, 1),
            DataThrough = new DateOnly(2026, 1, 31),
            Windows = [.. Enumerable.Range(0, 12).Select(i => new TimelineWindow($"{i + 1}", "title", first.AddDays(i * 20), first.AddDays(200 + i * 10)))],
            Curves = [],
            Fills = [.. Enumerable.Range(0, fills).Select(i => new TimelineFill
            {
                Supply = SupplyPeriod.Of(first.AddDays(i % 300), 30), Drug = "clonazepam 1 mg tablet", Class = DrugClass.Benzodiazepine, Prescriber = $"PRESCRIBER {i % prescribers}",
                Dispenser = $"PHARMACY {i % 11}", Quantity = 30, RxNumber = $"{i}", IsCash = i % 2 == 0,
            })],
        });

        var text = Encoding.ASCII.GetString(flow.ToBytes("Title", "foot"));
        AssertWhole(text);
        Assert.True(Regex.Count(text, " re B 0 g") >= fills);
        foreach (Match box in Box().Matches(text))
        {
            Assert.InRange(Number(box.Groups[1]), 0, PdfDocument.PageWidth - Number(box.Groups[3]));
            Assert.InRange(Number(box.Groups[2]), 0, PdfDocument.PageHeight - Number(box.Groups[4]));
        }
    }

    [Fact]
    public void LongTable_GoesOnOverPages_WithItsHeading_AndNothingLeavesThePaper()
    {
        var flow = new PdfFlow();
        flow.Heading("Many rows");
        flow.Table(
            [new PdfColumn("Number", 60, Right: true), new PdfColumn("Words that go on", 120)],
            Enumerable.Range(1, 300).Select(i => (IReadOnlyList<string>)[i.ToString(CultureInfo.InvariantCulture), string.Concat(Enumerable.Repeat("word ", i % 30))]));

        var text = Encoding.ASCII.GetString(flow.ToBytes("Title", "foot"));

        AssertWhole(text);
        var pages = Regex.Count(text, "/Type /Page ");
        Assert.True(pages > 10);
        Assert.Equal(pages, Regex.Count(text, @"\(Number\) Tj"));
        Assert.Contains($"(foot, page {pages} of {pages}) Tj", text, StringComparison.Ordinal);
        Assert.All(Enumerable.Range(1, 300), i => Assert.Contains($"({i}) Tj", text, StringComparison.Ordinal));
        foreach (Match place in Place().Matches(text))
        {
            var (size, x, y) = (Number(place.Groups[1]), Number(place.Groups[2]), Number(place.Groups[3]));
            Assert.InRange(x, 0, PdfDocument.PageWidth);
            Assert.InRange(y, 0, PdfDocument.PageHeight);
            Assert.True(x + PdfFont.Width(place.Groups[4].Value, size, bold: false) <= PdfDocument.PageWidth);
        }
    }

    [Theory]
    [InlineData("O'Brien (Jr) \\ 5", @"(O'Brien \(Jr\) \\ 5)")]
    [InlineData("Núñez", @"(N\372\361ez)")]
    [InlineData("Łukasz Ž 王", "(?ukasz Z ?)")]
    [InlineData("a\nb – “c”", "(a b - \"c\")")]
    public void Letters_AreThoseOfTheFont(string text, string literal) => Assert.Equal(literal, PdfFont.Literal(text));

    [Fact]
    public void Lines_FitAndLoseNothing()
    {
        const string text = "Some words and aVeryVeryVeryLongWordWithoutAnyBlankInItThatFitsNowhere at the end";

        string[] lines = [.. PdfFont.Wrap(text, 80, 9, bold: false)];

        Assert.All(lines, line => Assert.True(PdfFont.Width(line, 9, bold: false) <= 80));
        Assert.Equal(text.Replace(" ", "", StringComparison.Ordinal), string.Concat(lines).Replace(" ", "", StringComparison.Ordinal));
    }

    /// <summary>Every entry of the cross-reference table is the byte at which its object begins, and streams are as long as they say.</summary>
    private static void AssertWhole(string text)
    {
        Assert.StartsWith("%PDF-1.4", text, StringComparison.Ordinal);
        var start = int.Parse(Start().Match(text).Groups[1].Value, CultureInfo.InvariantCulture);
        Assert.Equal("xref", text.Substring(start, 4));
        var entries = Entry().Matches(text[start..]);
        Assert.NotEmpty(entries);
        Assert.All(entries.Select((entry, i) => (At: int.Parse(entry.Groups[1].Value, CultureInfo.InvariantCulture), Number: i + 1)), e =>
            Assert.StartsWith($"{e.Number} 0 obj", text[e.At..], StringComparison.Ordinal));
        Assert.All(Stream().Matches(text), stream => Assert.Equal(int.Parse(stream.Groups[1].Value, CultureInfo.InvariantCulture), stream.Groups[2].Length));
    }

    private static double Number(Group group) => double.Parse(group.Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"(-?[\d.]+) (-?[\d.]+) (-?[\d.]+) (-?[\d.]+) re [fB] 0 g")]
    private static partial Regex Box();

    [GeneratedRegex(@"startxref\n(\d+)\n%%EOF")]
    private static partial Regex Start();

    [GeneratedRegex(@"(\d{10}) 00000 n ")]
    private static partial Regex Entry();

    [GeneratedRegex(@"/Length (\d+) >>\nstream\n(.*?)endstream", RegexOptions.Singleline)]
    private static partial Regex Stream();

    [GeneratedRegex(@"BT /F1 ([\d.]+) Tf ([\d.]+) ([\d.]+) Td \((.*?)\) Tj ET")]
    private static partial Regex Place();
}

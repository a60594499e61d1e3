using System.Globalization;
using System.Text;

namespace PdmpAnalytics.Web.Pdf;

/// <summary>
/// A PDF 1.4 file (ISO 32000-1) of text and lines on letter paper, wide side down. Places are points from the upper left corner. No name of a patient stands in
/// its metadata.
/// </summary>
internal sealed class PdfDocument
{
    public const double PageWidth = 792;
    public const double PageHeight = 612;

    private readonly List<StringBuilder> _pages = [];

    /// <summary>Begins a page; what follows is written on it.</summary>
    public void AddPage() => _pages.Add(new StringBuilder());

    public int Pages => _pages.Count;

    /// <param name="y">Of the line on which the letters stand.</param>
    /// <param name="page">From 0; null for the last.</param>
    public void Text(double x, double y, double size, string text, bool bold = false, int? page = null) => _pages[page ?? ^1].Append(
        CultureInfo.InvariantCulture, $"BT /{(bold ? "F2" : "F1")} {size:0.##} Tf {x:0.##} {PageHeight - y:0.##} Td {PdfFont.Literal(text)} Tj ET\n");

    /// <summary>A thin line across.</summary>
    public void Rule(double x, double y, double width) => _pages[^1].Append(
        CultureInfo.InvariantCulture, $"0.4 w 0.6 G {x:0.##} {PageHeight - y:0.##} m {x + width:0.##} {PageHeight - y:0.##} l S\n");

    public void Box(double x, double y, double width, double height, PdfColour fill, PdfColour? edge) => _pages[^1].Append(
        CultureInfo.InvariantCulture,
        $"{Colour(fill)} rg {(edge is { } line ? $"0.4 w {Colour(line)} RG " : "")}{x:0.##} {PageHeight - y - height:0.##} {width:0.##} {height:0.##} re {(edge is null ? "f" : "B")} 0 g\n");

    public void Line(double x, double y, double toX, double toY, PdfColour colour, double width, bool dashed) => _pages[^1].Append(
        CultureInfo.InvariantCulture,
        $"{(dashed ? "[2] 0 d " : "")}{width:0.##} w {Colour(colour)} RG {x:0.##} {PageHeight - y:0.##} m {toX:0.##} {PageHeight - toY:0.##} l S{(dashed ? " [] 0 d" : "")}\n");

    private static string Colour(PdfColour colour) =>
        string.Create(CultureInfo.InvariantCulture, $"{colour.Red / 255.0:0.###} {colour.Green / 255.0:0.###} {colour.Blue / 255.0:0.###}");

    /// <param name="title">Shown by readers in place of the file's name.</param>
    public byte[] ToBytes(string title)
    {
        var objects = new List<string>
        {
            "<< /Type /Catalog /Pages 2 0 R /Lang (en-US) >>",
            $"<< /Type /Pages /Count {_pages.Count} /Kids [{string.Join(' ', _pages.Select((_, i) => $"{6 + i * 2} 0 R"))}] >>",
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>",
            $"<< /Title {PdfFont.Literal(title)} /Producer (PdmpAnalytics) >>",
        };
        for (var i = 0; i < _pages.Count; i++)
        {
            objects.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {PageWidth} {PageHeight}] /Contents {7 + i * 2} 0 R /Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> >>"));
            objects.Add($"<< /Length {_pages[i].Length} >>\nstream\n{_pages[i]}endstream");
        }

        return Encoding.ASCII.GetBytes(Joined(objects));
    }

    /// <summary>Everything is ASCII, so a character is a byte and places can be counted.</summary>
    private static string Joined(List<string> objects)
    {
        var file = new StringBuilder("%PDF-1.4\n");
        var table = new StringBuilder();
        for (var i = 0; i < objects.Count; i++)
        {
            table.Append(CultureInfo.InvariantCulture, $"{file.Length:D10} 00000 n \n");
            file.Append(CultureInfo.InvariantCulture, $"{i + 1} 0 obj\n{objects[i]}\nendobj\n");
        }

        var start = file.Length;
        return file.Append(CultureInfo.InvariantCulture, $"xref\n0 {objects.Count + 1}\n0000000000 65535 f \n{table}")
            .Append(CultureInfo.InvariantCulture, $"trailer\n<< /Size {objects.Count + 1} /Root 1 0 R /Info 5 0 R >>\nstartxref\n{start}\n%%EOF\n").ToString();
    }
}

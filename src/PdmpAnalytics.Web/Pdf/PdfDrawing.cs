namespace PdmpAnalytics.Web.Pdf;

/// <summary>A colour on paper, each part 0 to 255.</summary>
internal readonly record struct PdfColour(byte Red, byte Green, byte Blue)
{
    public static PdfColour Ink { get; } = new(0x1b, 0x1f, 0x24);
    public static PdfColour Soft { get; } = new(0x57, 0x60, 0x6a);
    public static PdfColour Grid { get; } = new(0xe4, 0xe7, 0xea);
}

/// <summary>A part of a page that is drawn on: points from its own upper left corner.</summary>
internal sealed class PdfDrawing(PdfDocument document, double left, double top)
{
    public void Box(double x, double y, double width, double height, PdfColour fill, PdfColour? edge = null) =>
        document.Box(left + x, top + y, width, height, fill, edge);

    /// <param name="dashed">Two points of line, two of none.</param>
    public void Line(double x, double y, double toX, double toY, PdfColour colour, double width = 0.5, bool dashed = false) =>
        document.Line(left + x, top + y, left + toX, top + toY, colour, width, dashed);

    /// <param name="y">Of the line on which the letters stand.</param>
    public void Text(double x, double y, double size, string text, bool bold = false) => document.Text(left + x, top + y, size, text, bold);

    /// <summary>Ends at a place, instead of beginning there.</summary>
    public void TextTo(double x, double y, double size, string text) => Text(x - PdfFont.Width(text, size, bold: false), y, size, text);
}

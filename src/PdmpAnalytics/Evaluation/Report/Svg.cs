using System.Globalization;
using System.Net;
using System.Text;

namespace PdmpAnalytics.Evaluation.Report;

/// <summary>Writes the marks charts are made of; numbers in the invariant culture, text escaped.</summary>
internal sealed class Svg
{
    public const string Ink = "#1f2933";
    public const string Faint = "#5c6b7a";
    private const string GridLine = "#dde3e9";

    /// <summary>Told apart by people who see colours otherwise, too (Okabe and Ito 2008); the product's is the first.</summary>
    public static IReadOnlyList<string> Colours { get; } = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#8a6d00", "#56b4e9", "#333333", "#a01c3a"];

    private readonly StringBuilder _text = new();

    public Svg(int width, int height, string title)
    {
        Add($"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" role=\"img\" font-family=\"system-ui, 'DejaVu Sans', sans-serif\">");
        Add($"<title>{WebUtility.HtmlEncode(title)}</title>");
    }

    public void Grid(double x1, double y1, double x2, double y2) => Line(x1, y1, x2, y2, GridLine, "");

    public void Line(double x1, double y1, double x2, double y2, string colour, string more) =>
        Add($"<line x1=\"{P(x1)}\" y1=\"{P(y1)}\" x2=\"{P(x2)}\" y2=\"{P(y2)}\" stroke=\"{colour}\" {more}/>");

    public void Path(IEnumerable<(double X, double Y)> points, string colour, string more) =>
        Add($"<polyline points=\"{string.Join(' ', points.Select(p => $"{P(p.X)},{P(p.Y)}"))}\" fill=\"none\" stroke=\"{colour}\" stroke-linejoin=\"round\" {more}/>");

    public void Bar(double x, double y, double width, double height, string colour) =>
        Add($"<rect x=\"{P(x)}\" y=\"{P(y)}\" width=\"{P(Math.Max(0, width))}\" height=\"{P(height)}\" fill=\"{colour}\"/>");

    public void Dot(double x, double y, string colour) => Add($"<circle cx=\"{P(x)}\" cy=\"{P(y)}\" r=\"4\" fill=\"{colour}\"/>");

    public void Text(double x, double y, string text, string colour = Ink, string anchor = "start", int size = 12) =>
        Add($"<text x=\"{P(x)}\" y=\"{P(y)}\" font-size=\"{size}\" fill=\"{colour}\" text-anchor=\"{anchor}\">{WebUtility.HtmlEncode(text)}</text>");

    public string End()
    {
        _text.Append("</svg>\n");
        return _text.ToString();
    }

    private void Add(FormattableString mark) => _text.Append(mark.ToString(CultureInfo.InvariantCulture)).Append('\n');

    private static string P(double pixels) => pixels.ToString("0.##", CultureInfo.InvariantCulture);
}

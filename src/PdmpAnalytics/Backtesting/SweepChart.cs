using System.Globalization;

namespace PdmpAnalytics.Backtesting;

/// <summary>Draws a sweep as an SVG: alerts a night over the threshold's values, all rules above and the swept rule below.</summary>
public static class SweepChart
{
    private const int Width = 760;
    private const int Height = 520;
    private const int Left = 76;
    private const int Right = 28;
    private const int PanelHeight = 150;
    private const int TopPanel = 104;
    private const int BottomPanel = 316;
    private const int YTicks = 4;

    /// <summary>Values of the threshold that are written below the axis, at most.</summary>
    private const int MostLabels = 12;

    private const string Ink = "#1f2933";
    private const string Faint = "#5c6b7a";
    private const string GridLine = "#dde3e9";
    private const string AllRules = "#1f5fa8";
    private const string OneRule = "#b4500f";
    private const string Limit = "#a01c3a";

    /// <summary>The chart; lines end in a line feed.</summary>
    /// <param name="atMost">Alerts a night that must not be exceeded; null for none.</param>
    public static string Draw(BacktestReport report, double? atMost)
    {
        var sweep = report.Request.Sweep ?? throw new ArgumentException("The report holds no sweep.", nameof(report));
        var chosen = atMost is { } most ? report.AtMost(most) : null;
        using var svg = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        svg.WriteLine($"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {Height}\" width=\"{Width}\" height=\"{Height}\" role=\"img\" font-family=\"system-ui, 'DejaVu Sans', sans-serif\">");
        svg.WriteLine($"<title>{sweep.RuleId} {sweep.Threshold}: alerts a night</title>");
        svg.WriteLine($"<rect width=\"{Width}\" height=\"{Height}\" fill=\"#ffffff\"/>");
        Text(svg, Left, 32, 18, Ink, $"{sweep.RuleId}: alerts a night by {sweep.Threshold}", "font-weight=\"600\"");
        Text(svg, Left, 54, 13, Faint, $"{report.Request.From:yyyy-MM-dd} to {report.Request.To:yyyy-MM-dd}, beside {(report.Candidate ?? report.InForce).RuleSet}{Choice(sweep, atMost, chosen)}");
        Panel(svg, new(report.Points, p => p.AlertsPerNight, TopPanel, AllRules, "All rules together"), atMost, chosen);
        Panel(svg, new(report.Points, p => p.RulePerNight, BottomPanel, OneRule, $"New patients with {sweep.RuleId}"), null, chosen);
        XAxis(svg, report.Points, sweep.Threshold);
        svg.WriteLine("</svg>");
        return svg.ToString();
    }

    private static string Choice(ThresholdSweep sweep, double? atMost, SweepPoint? chosen) => (atMost, chosen) switch
    {
        (null, _) => "",
        ({ } most, null) => $"; no value keeps to {Number(most)} a night",
        ({ } most, { } point) => $"; {sweep.Threshold} {Number(point.Value)} keeps to {Number(most)} a night",
    };

    private static void Panel(StringWriter svg, Series series, double? atMost, SweepPoint? chosen)
    {
        var top = NiceTop(Math.Max(series.Points.Max(series.Value), atMost ?? 0));
        Text(svg, Left, series.Top - 12, 13, series.Color, series.Title, "font-weight=\"600\"");
        for (var i = 0; i <= YTicks; i++)
        {
            var y = series.Y(top * i / YTicks, top);
            svg.WriteLine($"<line x1=\"{Left}\" y1=\"{P(y)}\" x2=\"{Width - Right}\" y2=\"{P(y)}\" stroke=\"{GridLine}\"/>");
            Text(svg, Left - 10, y + 4, 12, Faint, Number(top * i / YTicks), "text-anchor=\"end\"");
        }

        if (atMost is { } most)
        {
            var y = series.Y(most, top);
            svg.WriteLine($"<line x1=\"{Left}\" y1=\"{P(y)}\" x2=\"{Width - Right}\" y2=\"{P(y)}\" stroke=\"{Limit}\" stroke-width=\"1.5\" stroke-dasharray=\"6 4\"/>");
            Text(svg, Width - Right, y - 6, 12, Limit, $"at most {Number(most)}", "text-anchor=\"end\"");
        }

        var points = series.Points.Select(p => $"{P(X(series.Points, p.Value))},{P(series.Y(series.Value(p), top))}");
        svg.WriteLine($"<polyline points=\"{string.Join(' ', points)}\" fill=\"none\" stroke=\"{series.Color}\" stroke-width=\"2.5\" stroke-linejoin=\"round\"/>");
        foreach (var point in series.Points)
        {
            var mark = point == chosen;
            svg.WriteLine($"<circle cx=\"{P(X(series.Points, point.Value))}\" cy=\"{P(series.Y(series.Value(point), top))}\" r=\"{(mark ? 6 : 3.5)}\" fill=\"{(mark ? "#ffffff" : series.Color)}\" stroke=\"{series.Color}\" stroke-width=\"{(mark ? 3 : 0)}\"><title>{Number(point.Value)}: {Number(series.Value(point))} a night</title></circle>");
        }
    }

    private static void XAxis(StringWriter svg, IReadOnlyList<SweepPoint> points, string threshold)
    {
        var every = (points.Count + MostLabels - 1) / MostLabels;
        for (var i = 0; i < points.Count; i += every)
        {
            Text(svg, X(points, points[i].Value), BottomPanel + PanelHeight + 20, 12, Faint, Number(points[i].Value), "text-anchor=\"middle\"");
        }

        Text(svg, (Left + Width - Right) / 2.0, BottomPanel + PanelHeight + 44, 13, Ink, threshold, "text-anchor=\"middle\"");
    }

    private static double X(IReadOnlyList<SweepPoint> points, double value)
    {
        const int Inset = 14; // the first and last mark stay clear of the edges
        var (first, last) = (points[0].Value, points[^1].Value);
        var share = last > first ? (value - first) / (last - first) : 0.5;
        return Left + Inset + share * (Width - Right - Left - 2 * Inset);
    }

    /// <summary>The next short number above, four parts of which are short too.</summary>
    private static double NiceTop(double highest)
    {
        if (highest <= 0)
        {
            return 1;
        }

        var power = Math.Pow(10, Math.Floor(Math.Log10(highest)));
        return new[] { 1.0, 1.2, 1.6, 2, 2.4, 3.2, 4, 6, 8, 10 }.First(step => step * power >= highest * 1.02 || step == 10) * power;
    }

    private static void Text(StringWriter svg, double x, double y, int size, string color, string text, string more = "") =>
        svg.WriteLine($"<text x=\"{P(x)}\" y=\"{P(y)}\" font-size=\"{size}\" fill=\"{color}\" {more}>{System.Net.WebUtility.HtmlEncode(text)}</text>");

    private static string P(double pixels) => pixels.ToString("0.##", CultureInfo.InvariantCulture);

    private static string Number(double value) => value.ToString(Math.Abs(value) >= 100 ? "#,0" : "0.##", CultureInfo.InvariantCulture);

    private sealed record Series(IReadOnlyList<SweepPoint> Points, Func<SweepPoint, double> Value, int Top, string Color, string Title)
    {
        public double Y(double value, double top) => Top + PanelHeight * (1 - value / top);
    }
}

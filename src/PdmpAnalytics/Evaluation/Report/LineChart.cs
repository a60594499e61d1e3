using System.Globalization;

namespace PdmpAnalytics.Evaluation.Report;

/// <summary>A line of a chart, with an interval around each point where one is known.</summary>
internal sealed record ChartLine(string Name, IReadOnlyList<CurvePoint> Points)
{
    /// <summary>Low and high Y, one a point; empty without.</summary>
    public IReadOnlyList<(double Low, double High)> Intervals { get; init; } = [];

    /// <summary>Marks the points themselves.</summary>
    public bool Dots { get; init; }
}

/// <summary>Draws lines over a square of 0 to 1, or over numbered steps, as an SVG with a legend.</summary>
internal static class LineChart
{
    private const int Width = 640;
    private const int Height = 400;
    private const int Left = 56;
    private const int Top = 16;
    private const int PlotWidth = 380;
    private const int PlotHeight = 320;

    /// <param name="xOf">Where an X stands, 0 to 1; null where it is one already.</param>
    /// <param name="xTicks">X values that are written below the axis; null for tenths.</param>
    public static string Draw(string title, string xName, string yName, IReadOnlyList<ChartLine> lines, Func<double, double>? xOf = null, IReadOnlyList<double>? xTicks = null)
    {
        var svg = new Svg(Width, Height, title);
        var place = xOf ?? (x => x);
        double X(double x) => Left + PlotWidth * place(x);
        double Y(double y) => Top + PlotHeight * (1 - y);
        for (var i = 0; i <= 5; i++)
        {
            svg.Grid(Left, Y(i / 5.0), Left + PlotWidth, Y(i / 5.0));
            svg.Text(Left - 8, Y(i / 5.0) + 4, (i / 5.0).ToString("0.0", CultureInfo.InvariantCulture), Svg.Faint, "end");
        }

        foreach (var tick in xTicks ?? [0, 0.2, 0.4, 0.6, 0.8, 1])
        {
            svg.Text(X(tick), Top + PlotHeight + 18, tick.ToString("0.##", CultureInfo.InvariantCulture), Svg.Faint, "middle");
        }

        svg.Text(Left + PlotWidth / 2.0, Height - 22, xName, Svg.Ink, "middle", 13);
        svg.Text(Left + PlotWidth + 16, Top + PlotHeight, $"vertical: {yName}", Svg.Faint, "start", 12);
        foreach (var (i, line) in lines.Index())
        {
            var colour = Svg.Colours[i % Svg.Colours.Count];
            foreach (var (point, interval) in line.Points.Zip(line.Intervals))
            {
                svg.Line(X(point.X), Y(interval.Low), X(point.X), Y(interval.High), colour, "stroke-width=\"2\" stroke-opacity=\"0.45\"");
            }

            svg.Path(line.Points.Select(p => (X(p.X), Y(p.Y))), colour, i == 0 ? "stroke-width=\"3\"" : "stroke-width=\"1.6\"");
            foreach (var point in line.Dots ? line.Points : [])
            {
                svg.Dot(X(point.X), Y(point.Y), colour);
            }

            svg.Line(Left + PlotWidth + 16, Top + 12 + 22 * i, Left + PlotWidth + 40, Top + 12 + 22 * i, colour, "stroke-width=\"3\"");
            svg.Text(Left + PlotWidth + 46, Top + 16 + 22 * i, line.Name);
        }

        return svg.End();
    }
}

using System.Globalization;

namespace PdmpAnalytics.Evaluation.Report;

/// <summary>A bar: a share with its interval.</summary>
/// <param name="Note">Written behind it, e.g. how many people.</param>
internal sealed record ChartBar(string Name, Proportion Share, string Note);

/// <summary>Draws shares from 0 to 1 as bars lying down, each with its 95 % interval.</summary>
internal static class BarChart
{
    private const int Width = 760;
    private const int Left = 260;
    private const int PlotWidth = 340;
    private const int RowHeight = 24;

    public static string Draw(string title, IReadOnlyList<ChartBar> bars, int colour = 0)
    {
        var height = bars.Count * RowHeight + 34;
        var svg = new Svg(Width, height, title);
        for (var i = 0; i <= 5; i++)
        {
            var x = Left + PlotWidth * i / 5.0;
            svg.Grid(x, 0, x, bars.Count * RowHeight);
            svg.Text(x, bars.Count * RowHeight + 18, (i / 5.0).ToString("0.0", CultureInfo.InvariantCulture), Svg.Faint, "middle");
        }

        foreach (var (i, bar) in bars.Index())
        {
            var middle = i * RowHeight + RowHeight / 2.0;
            svg.Text(Left - 8, middle + 4, bar.Name, Svg.Ink, "end");
            svg.Bar(Left, middle - 7, PlotWidth * bar.Share.Share, 14, Svg.Colours[colour]);
            svg.Line(Left + PlotWidth * bar.Share.Low, middle, Left + PlotWidth * bar.Share.High, middle, Svg.Ink, "stroke-width=\"2\"");
            svg.Text(Left + PlotWidth + 14, middle + 4, string.Create(CultureInfo.InvariantCulture, $"{bar.Share.Share:0.000}  {bar.Note}"), Svg.Faint);
        }

        return svg.End();
    }
}

using System.Globalization;

namespace PdmpAnalytics.Evaluation.Report;

/// <summary>A bar: a share with its interval.</summary>
/// <param name="Note">Written behind it, e.g. how many people.</param>
internal sealed record ChartBar(string Name, Proportion Share, string Note);

/// <summary>Draws shares as bars lying down, each with its 95 % interval, over an axis as long as they need.</summary>
internal static class BarChart
{
    private const int Width = 880;
    private const int Left = 260;
    private const int PlotWidth = 340;
    private const int RowHeight = 24;
    private static readonly double[] Ends = [0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5];

    public static string Draw(string title, IReadOnlyList<ChartBar> bars, int colour = 0)
    {
        var end = End(bars.Select(b => b.Share.Of == 0 ? 0 : b.Share.High).DefaultIfEmpty(1).Max());
        var height = bars.Count * RowHeight + 34;
        var svg = new Svg(Width, height, title);
        for (var i = 0; i <= 5; i++)
        {
            var x = Left + PlotWidth * i / 5.0;
            svg.Grid(x, 0, x, bars.Count * RowHeight);
            svg.Text(x, bars.Count * RowHeight + 18, (end * i / 5).ToString("0.###", CultureInfo.InvariantCulture), Svg.Faint, "middle");
        }

        foreach (var (i, bar) in bars.Index())
        {
            var middle = i * RowHeight + RowHeight / 2.0;
            svg.Text(Left - 8, middle + 4, bar.Name, Svg.Ink, "end");
            svg.Bar(Left, middle - 7, PlotWidth * bar.Share.Share / end, 14, Svg.Colours[colour]);
            if (bar.Share.Of > 0)
            {
                svg.Line(Left + PlotWidth * bar.Share.Low / end, middle, Left + PlotWidth * bar.Share.High / end, middle, Svg.Ink, "stroke-width=\"2\"");
            }

            svg.Text(Left + PlotWidth + 14, middle + 4, string.Create(CultureInfo.InvariantCulture, $"{bar.Share.Share:0.000}  {bar.Note}"), Svg.Faint);
        }

        return svg.End();
    }

    /// <summary>The shortest axis that holds the highest interval.</summary>
    private static double End(double highest) => Ends.FirstOrDefault(end => highest <= end, 1);
}

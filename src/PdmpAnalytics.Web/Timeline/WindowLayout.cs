using PdmpAnalytics.Web.Charts;

namespace PdmpAnalytics.Web.Timeline;

/// <summary>The days of one finding, or of several that are about the same days, as they are drawn.</summary>
/// <param name="Row">From 0; windows and labels that would meet never share a row.</param>
/// <param name="LabelAtEnd">The label ends where the window ends, because it would not fit to the right of its beginning.</param>
public readonly record struct WindowBar(TimelineWindow Window, Stretch Place, int Row, bool LabelAtEnd);

/// <summary>Puts the findings' windows into rows above the lanes, the most important one on top.</summary>
internal static class WindowLayout
{
    /// <summary>Rows at most (our choice, 2026-11-22); findings that find no room are counted.</summary>
    public const int MostRows = 6;

    /// <summary>Room of a letter and around a label, as shares of the width: 7 and 6 px of 600 px.</summary>
    private const double LetterWidth = 7 / 6.0, LabelSpace = 1;

    /// <param name="windows">Those shown, most important first.</param>
    /// <returns>The windows placed, and how many findings found no room.</returns>
    public static (IReadOnlyList<WindowBar> Bars, int Hidden) Of(IReadOnlyList<TimelineWindow> windows, TimeScale scale)
    {
        var taken = new List<List<(double From, double To)>>();
        var bars = new List<WindowBar>();
        var hidden = 0;
        foreach (var findings in windows.GroupBy(w => (w.FirstDay, w.LastDay)).Select(g => g.ToList()))
        {
            var window = Together(findings);
            var label = window.Label.Length * LetterWidth + LabelSpace;
            var (from, to) = (scale.StartOf(window.FirstDay), scale.EndOf(window.LastDay));
            var atEnd = from + label > 100;
            var (left, right) = atEnd ? (Math.Min(from, to - label), to) : (from, Math.Max(to, from + label));
            var row = taken.FindIndex(spans => spans.TrueForAll(s => right <= s.From || left >= s.To));
            if (row < 0 && taken.Count == MostRows)
            {
                hidden += findings.Count;
                continue;
            }

            if (row < 0)
            {
                row = taken.Count;
                taken.Add([]);
            }

            taken[row].Add((left, right));
            bars.Add(new WindowBar(window, new Stretch(from, to - from), row, atEnd));
        }

        return (bars, hidden);
    }

    private static TimelineWindow Together(List<TimelineWindow> findings) => findings[0] with
    {
        Label = string.Join(' ', findings.Select(f => f.Label).Distinct()),
        Title = string.Join(", ", findings.Select(f => f.Title).Distinct()),
    };
}

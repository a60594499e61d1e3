using PdmpAnalytics.Web.Charts;
using PdmpAnalytics.Web.Pdf;
using PdmpAnalytics.Web.Timeline;

namespace PdmpAnalytics.Web.Lookup;

/// <summary>The report's chart on paper: the same layout as the page's, drawn in points.</summary>
internal sealed class ReportPdfTimeline
{
    private const double LabelWidth = 132, AxisHeight = 20, FindingHeight = 9, CountHeight = 26, DoseHeight = 44, LaneGap = 3;

    /// <summary>Height of a row of bars: what fits letters, and what still can be told apart where there are many.</summary>
    private const double UsualRow = 10, LeastRow = 3.5, LetteredRow = 7;

    /// <summary>Of dispensers, as in <c>timeline.css</c>; the last is shared by all further ones.</summary>
    private static readonly PdfColour[] Colours =
    [
        new(0x77, 0xaa, 0xdd), new(0xee, 0x88, 0x66), new(0xee, 0xdd, 0x88), new(0xff, 0xaa, 0xbb), new(0x44, 0xbb, 0x99), new(0x99, 0xdd, 0xff), new(0xbb, 0xcc, 0x33),
        new(0xaa, 0xaa, 0x00), new(0xdd, 0xdd, 0xdd),
    ];

    private static readonly PdfColour Ahead = new(0xf3, 0xf4, 0xf5), Area = new(0xc9, 0xd4, 0xe8), Shared = new(0x57, 0x60, 0x6a);

    private readonly TimelineLayout _layout;
    private readonly PdfDrawing _drawing;
    private readonly double _row;
    private double _y;

    private ReportPdfTimeline(TimelineLayout layout, PdfFlow flow)
    {
        _layout = layout;
        var rows = layout.LaneList.Sum(lane => lane.Rows);
        var rest = Rest(layout);
        _row = Math.Clamp((PdfFlow.MostHeight - rest) / rows, LeastRow, UsualRow);
        _drawing = flow.Drawing($"Fills over time, {Svg.Day(layout.Scale.From)} to {Svg.Day(layout.Scale.To)}", rest + rows * _row);
    }

    private static double PlotWidth => PdfFlow.Width - LabelWidth;

    /// <summary>Nothing for a patient without fills in the days shown.</summary>
    public static void Add(PdfFlow flow, TimelineContent content)
    {
        var layout = TimelineLayout.Of(content, new TimelineView());
        if (layout.Bars.Count == 0)
        {
            return;
        }

        new ReportPdfTimeline(layout, flow).Draw();
        flow.Lines(string.Join("; ", layout.Dispensers.Select(d => $"{d.Letter} {d.Name} x{d.Fills}")), 7);
        if (layout.HiddenWindows > 0)
        {
            flow.Lines($"{layout.HiddenWindows} more of what stands out found no room above the bars.", 7);
        }

        flow.Lines("Dark foot of a bar: another supply of its class runs. $: paid privately. Grey: after the day asked. Dashed: last day that the data reach.", 7);
    }

    /// <summary>Everything but the rows of bars.</summary>
    private static double Rest(TimelineLayout layout) =>
        AxisHeight + FindingRows(layout) * FindingHeight + layout.LaneList.Count * LaneGap + CountHeight + layout.Curves.Count * DoseHeight + 4;

    private static int FindingRows(TimelineLayout layout) => layout.Windows.Select(w => w.Row + 1).DefaultIfEmpty(0).Max();

    private void Draw()
    {
        Backdrop(Rest(_layout) + _layout.LaneList.Sum(lane => lane.Rows) * _row);
        foreach (var tick in _layout.Ticks)
        {
            _drawing.Text(X(tick.At) + 2, 8, 7, tick.Year, bold: true);
            if (tick.Weight != TickWeight.Minor && tick.At < 98)
            {
                _drawing.Text(X(tick.At) + 2, 17, 6.5, tick.Label);
            }
        }

        _y = AxisHeight;
        Findings();
        foreach (var lane in _layout.LaneList)
        {
            Lane(lane);
        }

        Curve("Supplies at once", $"at most {Svg.Rounded(_layout.AtOnce.Peak)} on {Svg.Day(_layout.AtOnce.PeakDay)}", _layout.AtOnce, CountHeight);
        foreach (var track in _layout.Curves)
        {
            foreach (var line in track.References)
            {
                var y = _y + 3 + track.Steps.Below(line.Value) / 100 * (DoseHeight - 5);
                _drawing.Line(LabelWidth, y, PdfFlow.Width, y, PdfColour.Soft, 0.4, dashed: true);
                _drawing.TextTo(PdfFlow.Width - 2, y - 1.5, 6, $"{Svg.Rounded(line.Value)}, {line.Label}");
            }

            Curve(
                $"Daily {track.Curve.Kind.ToString().ToUpperInvariant()}, mg", $"at most {Svg.Rounded(track.Steps.Peak)} on {Svg.Day(track.Steps.PeakDay)}, {track.Curve.Edition}",
                track.Steps, DoseHeight);
        }
    }

    private void Backdrop(double height)
    {
        if (_layout.AsOf is { } asOf)
        {
            _drawing.Box(X(asOf), AxisHeight, X(100) - X(asOf), height - AxisHeight, Ahead);
        }

        foreach (var tick in _layout.Ticks)
        {
            _drawing.Line(X(tick.At), tick.Year.Length > 0 ? 0 : AxisHeight - 8, X(tick.At), height, PdfColour.Grid);
        }

        if (_layout.DataThrough is { } through)
        {
            _drawing.Line(X(through), AxisHeight, X(through), height, PdfColour.Ink, 0.6, dashed: true);
        }
    }

    private void Findings()
    {
        if (_layout.Windows.Count == 0)
        {
            return;
        }

        _drawing.Text(0, _y + 7, 7, "What stands out, by number", bold: true);
        foreach (var window in _layout.Windows)
        {
            var (y, from, to) = (_y + window.Row * FindingHeight, X(window.Place.At), X(window.Place.At + window.Place.Width));
            _drawing.Line(from, y + 8, to, y + 8, PdfColour.Soft, 1);
            if (window.LabelAtEnd)
            {
                _drawing.TextTo(to, y + 6.5, 6.5, window.Window.Label);
            }
            else
            {
                _drawing.Text(from, y + 6.5, 6.5, window.Window.Label);
            }
        }

        _y += FindingRows(_layout) * FindingHeight;
    }

    private void Lane(TimelineLane lane)
    {
        _drawing.Line(0, _y + 1, PdfFlow.Width, _y + 1, PdfColour.Grid);
        var name = lane.Others > 0 ? $"{lane.Others} others" : lane.Name;
        _drawing.Text(0, _y + Math.Min(8, _row + 1), Math.Min(7, _row), PdfFont.Wrap(name, LabelWidth - 22, 7, bold: false).FirstOrDefault(""));
        _drawing.TextTo(LabelWidth - 6, _y + Math.Min(8, _row + 1), Math.Min(6.5, _row), $"x{lane.Bars.Count}");
        foreach (var bar in lane.Bars)
        {
            var (y, height) = (_y + LaneGap - 1 + bar.Row * _row, _row - 1);
            _drawing.Box(X(bar.Place.At), y, Math.Max(0.8, bar.Place.Width / 100 * PlotWidth), height, Colours[bar.Dispenser.Colour], PdfColour.Soft);
            foreach (var shared in bar.Shared)
            {
                _drawing.Box(X(shared.At), y + height * 0.75, shared.Width / 100 * PlotWidth, height * 0.25, Shared);
            }

            if (_row >= LetteredRow && bar.Room is not LetterRoom.Never)
            {
                _drawing.Text(X(bar.Place.At) + 1.5, y + height * 0.75 - 0.5, 5.5, bar.Letters.Replace("↗", ">", StringComparison.Ordinal));
            }
        }

        _y += lane.Rows * _row + LaneGap;
    }

    private void Curve(string name, string note, StepCurve steps, double height)
    {
        _drawing.Line(0, _y + 1, PdfFlow.Width, _y + 1, PdfColour.Grid);
        _drawing.Text(0, _y + 10, 7, name, bold: true);
        _drawing.Text(0, _y + 18, 6, note);
        foreach (var run in steps.Runs)
        {
            var (from, to) = (X(_layout.Scale.StartOf(run.FirstDay)), X(_layout.Scale.EndOf(run.LastDay)));
            var tall = (100 - steps.Below(run.Value)) / 100 * (height - 5);
            _drawing.Box(from, _y + height - 2 - tall, to - from, tall, Area);
            _drawing.Line(from, _y + height - 2 - tall, to, _y + height - 2 - tall, PdfColour.Ink, 0.6);
        }

        _y += height;
    }

    /// <summary>A share of the drawing's width, 0 to 100, in points from the left.</summary>
    private static double X(double share) => LabelWidth + share / 100 * PlotWidth;
}

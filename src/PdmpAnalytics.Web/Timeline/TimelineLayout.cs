using PdmpAnalytics.Dispensing;
using PdmpAnalytics.Web.Charts;

namespace PdmpAnalytics.Web.Timeline;

/// <summary>A dose curve as it is drawn.</summary>
/// <param name="References">Those within the drawing, lowest first.</param>
/// <param name="CaptionsAtEnd">Their captions stand on the right, where the curve is lower than on the left.</param>
public sealed record CurveTrack(DoseCurve Curve, StepCurve Steps, IReadOnlyList<ReferenceLine> References, bool CaptionsAtEnd);

/// <summary>
/// Everything that a timeline draws, in shares of its width and rows of its height: numbers in, numbers out. What draws it decides
/// nothing, and the table beside it lists the same fills and runs.
/// </summary>
public sealed record TimelineLayout
{
    /// <summary>Room above the highest step, and above a reference line for its caption.</summary>
    private const double Headroom = 1.1, CaptionRoom = 1.35;

    public required TimelineRange Range { get; init; }
    public required LaneBy Lanes { get; init; }
    public required IReadOnlyList<TimeTick> Ticks { get; init; }

    /// <summary>All dispensers of the history, most fills first.</summary>
    public required IReadOnlyList<DispenserKey> Dispensers { get; init; }

    /// <summary>Fills shown, oldest first.</summary>
    public required IReadOnlyList<FillBar> Bars { get; init; }

    /// <summary>In the order of their first fill shown; the one of others last.</summary>
    public required IReadOnlyList<TimelineLane> LaneList { get; init; }
    public required IReadOnlyList<WindowBar> Windows { get; init; }

    /// <summary>All findings' windows that are shown in part at least, those that found no room among them.</summary>
    public required IReadOnlyList<TimelineWindow> Findings { get; init; }

    /// <summary>Findings whose window found no room.</summary>
    public required int HiddenWindows { get; init; }

    /// <summary>The window drawn through all lanes: the first given, if it is shown; else null.</summary>
    public required Stretch? Focus { get; init; }

    /// <summary>Number of supplies on each day.</summary>
    public required StepCurve AtOnce { get; init; }
    public required IReadOnlyList<CurveTrack> Curves { get; init; }

    /// <summary>Where the day judged from ends, 0 to 100; null when no day after it is shown, or all are.</summary>
    public required double? AsOf { get; init; }

    /// <summary>Where the last day that every dispenser has spoken for ends; null when not known or not shown.</summary>
    public required double? DataThrough { get; init; }

    /// <summary>Fills that ended before the first day shown.</summary>
    public required int Earlier { get; init; }

    /// <summary>Fills that start after the last day shown.</summary>
    public required int Later { get; init; }

    public TimeScale Scale => Range.Shown;

    public static TimelineLayout Of(TimelineContent content, TimelineView view)
    {
        var range = TimelineRange.Of(content, view);
        var scale = range.Shown;
        var fills = content.Fills.OrderBy(f => f.Supply.FirstDay).ThenBy(f => f.Supply.LastDay).ToList();
        var dispensers = DispenserKeys.Of(fills);
        var lanes = LaneLayout.Of(BarsOf(fills, dispensers, scale), view.Lanes, scale);
        List<TimelineWindow> findings = [.. content.Windows.Where(w => scale.Shows(w.FirstDay, w.LastDay))];
        var (windows, hidden) = WindowLayout.Of(findings, scale);
        var atOnce = SuppliesAtOnce.Counts(fills, scale);
        return new TimelineLayout
        {
            Range = range,
            Lanes = view.Lanes,
            Ticks = TimeTicks.Of(scale),
            Dispensers = dispensers,
            Bars = [.. lanes.SelectMany(lane => lane.Bars).OrderBy(bar => bar.Number)],
            LaneList = lanes,
            Windows = windows,
            HiddenWindows = hidden,
            Findings = findings,
            Focus = findings.Count > 0 && findings[0] == content.Windows[0] ? windows[0].Place : null,
            AtOnce = StepCurve.Of(atOnce, scale, Math.Max(2, atOnce.Max())),
            Curves = [.. content.Curves.Select(curve => Track(curve, scale)).Where(track => track.Steps.Peak > 0)],
            AsOf = Inside(content.AsOf, scale),
            DataThrough = content.DataThrough is { } day ? Inside(day, scale) : null,
            Earlier = fills.Count(f => f.Supply.LastDay < scale.From),
            Later = fills.Count(f => f.Supply.FirstDay > scale.To),
        };
    }

    private static double? Inside(DateOnly day, TimeScale scale) => day >= scale.From && day < scale.To ? scale.EndOf(day) : null;

    private static List<FillBar> BarsOf(List<TimelineFill> fills, IReadOnlyList<DispenserKey> dispensers, TimeScale scale)
    {
        var keys = dispensers.ToDictionary(d => d.Name, StringComparer.Ordinal);
        var shared = SuppliesAtOnce.Shared(fills);
        return
        [
            .. from fill in fills.Index()
               let supply = fill.Item.Supply
               where scale.Shows(supply.FirstDay, supply.LastDay)
               select new FillBar
               {
                   Number = fill.Index + 1,
                   Fill = fill.Item,
                   Dispenser = keys[fill.Item.Dispenser],
                   Place = Place(supply, scale),
                   Shared = [.. shared[fill.Index].Where(s => scale.Shows(s.FirstDay, s.LastDay)).Select(s => Place(s, scale))],
                   SharedDays = shared[fill.Index].Sum(s => s.Days),
                   IsCut = supply.FirstDay < scale.From,
               },
        ];
    }

    private static Stretch Place(SupplyPeriod days, TimeScale scale) =>
        new(scale.StartOf(days.FirstDay), scale.EndOf(days.LastDay) - scale.StartOf(days.FirstDay));

    private static CurveTrack Track(DoseCurve curve, TimeScale scale)
    {
        double[] doses = [.. Enumerable.Range(0, scale.Days).Select(day => curve.On(scale.From.AddDays(day)))];
        var all = ReferenceLines.Of(curve.Kind, curve.Editions);
        var references = all.Where((line, i) => i == 0 || line.Value <= doses.Max() * Headroom).ToList();
        var top = Math.Max(doses.Max() * Headroom, references[^1].Value * CaptionRoom);
        var side = Math.Max(1, scale.Days / 4);
        return new CurveTrack(
            curve, StepCurve.Of(doses, scale, top), references, doses[^side..].Max() < doses[..side].Max());
    }
}

using PdmpAnalytics.Dispensing;
using PdmpAnalytics.Web.Charts;

namespace PdmpAnalytics.Web.Timeline;

/// <summary>Sorts bars into lanes and rows.</summary>
internal static class LaneLayout
{
    /// <summary>Lanes at most (our choice, 2026-11-22: they fit a screen); the last one then holds all others.</summary>
    public const int MostLanes = 20;

    /// <param name="bars">Those shown, oldest first.</param>
    public static IReadOnlyList<TimelineLane> Of(IReadOnlyList<FillBar> bars, LaneBy by, TimeScale scale)
    {
        var groups = bars.GroupBy(bar => NameOf(bar.Fill, by), StringComparer.Ordinal).ToList();
        if (groups.Count <= MostLanes)
        {
            return [.. groups.Select(g => Lane(g.Key, by, others: 0, [.. g], scale))];
        }

        var kept = groups
            .OrderByDescending(g => g.Count(bar => bar.Fill.IsEvidence)).ThenByDescending(g => g.Count())
            .Take(MostLanes - 1).Select(g => g.Key).ToHashSet(StringComparer.Ordinal);
        var rest = bars.Where(bar => !kept.Contains(NameOf(bar.Fill, by))).ToList();
        return
        [
            .. groups.Where(g => kept.Contains(g.Key)).Select(g => Lane(g.Key, by, others: 0, [.. g], scale)),
            Lane("", by, groups.Count - kept.Count, rest, scale),
        ];
    }

    private static string NameOf(TimelineFill fill, LaneBy by) => by switch
    {
        LaneBy.Prescriber => fill.Prescriber,
        LaneBy.Drug => fill.Drug,
        LaneBy.Dispenser => fill.Dispenser,
    };

    private static TimelineLane Lane(string name, LaneBy by, int others, List<FillBar> bars, TimeScale scale)
    {
        var rows = LanePacking.Rows([.. bars.Select(bar => Seen(bar.Fill.Supply, scale))]);
        var next = Enumerable.Repeat(100.0, rows.Max() + 1).ToArray();
        var placed = new FillBar[bars.Count];
        for (var i = bars.Count - 1; i >= 0; i--)
        {
            var bar = bars[i];
            placed[i] = bar with { Row = rows[i], Room = FillBar.RoomFor(bar.Letters.Length, next[rows[i]] - bar.Place.At) };
            next[rows[i]] = bar.Place.At;
        }

        var dispenser = by == LaneBy.Dispenser && others == 0 ? bars[0].Dispenser : null;
        return new TimelineLane(name, dispenser, others, rows.Max() + 1, placed);
    }

    /// <summary>Rows are shared out by what is seen: supplies that met only before the range need none.</summary>
    private static SupplyPeriod Seen(SupplyPeriod supply, TimeScale scale) =>
        supply.FirstDay < scale.From ? supply with { FirstDay = scale.From } : supply;
}

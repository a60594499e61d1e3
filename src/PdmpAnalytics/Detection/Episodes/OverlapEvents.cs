using System.Numerics;
using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Detection.Episodes;

/// <summary>
/// Fills of one class from different practices whose supplies overlap, as a graph: a connected part with enough dispensers is
/// an event, and one event more for each further started stretch of <c>eventDays</c> between its first and its last fill.
/// </summary>
internal sealed class OverlapEvents
{
    private const int LastMaskBit = 63;
    private readonly List<(int Earlier, int Later)> _pairs = [];
    private int[] _roots = [];
    private (int FirstDay, int LastDay, ulong Dispensers)[] _parts = [];

    /// <summary>The fills with at least one pair, oldest first.</summary>
    public FillSelection Fills { get; } = new();

    /// <summary>Finds all pairs of a scope that share at least <paramref name="minOverlap"/> days. False when there is none.</summary>
    public bool Read(DispensingHistory history, DrugScope scope, int minOverlap)
    {
        _pairs.Clear();
        Fills.Clear();
        var fills = history.Fills;
        var inScope = history.InScope(scope);
        for (var k = 1; k < inScope.Length; k++)
        {
            ref readonly var later = ref fills[inScope[k]];
            for (var j = k - 1; j >= 0 && later.StartDay - fills[inScope[j]].StartDay < SupplyPeriod.MaxDays; j--)
            {
                ref readonly var earlier = ref fills[inScope[j]];
                if (earlier.LastDay - later.StartDay + 1 >= minOverlap && earlier.Class == later.Class
                    && earlier.LocalPractice != later.LocalPractice && earlier.DaysSharedWith(in later) >= minOverlap
                    && !earlier.Faulty(RecordQuality.Dispenser) && !later.Faulty(RecordQuality.Dispenser))
                {
                    _pairs.Add((inScope[j], inScope[k]));
                }
            }
        }

        return _pairs.Count > 0 && Select(history);
    }

    /// <summary>The number of events among the selected fills from <paramref name="low"/> to <paramref name="high"/> - 1.</summary>
    public int Count(DispensingHistory history, int low, int high, int minDispensers, int eventDays)
    {
        Join(history, low, high);
        var events = 0;
        for (var i = low; i < high; i++)
        {
            if (_roots[i] == i && BitOperations.PopCount(_parts[i].Dispensers) >= minDispensers)
            {
                events += (_parts[i].LastDay - _parts[i].FirstDay) / eventDays + 1;
            }
        }

        return events;
    }

    /// <summary>After <see cref="Count"/>: the selected fills whose part of the graph has enough dispensers.</summary>
    public IEnumerable<int> PositionsInEvents(int low, int high, int minDispensers)
    {
        for (var i = low; i < high; i++)
        {
            if (BitOperations.PopCount(_parts[Root(i)].Dispensers) >= minDispensers)
            {
                yield return Fills.Positions[i];
            }
        }
    }

    private bool Select(DispensingHistory history)
    {
        var last = -1;
        foreach (var position in _pairs.SelectMany(p => new[] { p.Earlier, p.Later }).Order())
        {
            if (position != last)
            {
                Fills.Add(position, history.Fills[position].StartDay);
                last = position;
            }
        }

        if (_roots.Length < Fills.Count)
        {
            _roots = new int[Fills.Count * 2];
            _parts = new (int, int, ulong)[Fills.Count * 2];
        }

        return true;
    }

    private void Join(DispensingHistory history, int low, int high)
    {
        var fills = history.Fills;
        for (var i = low; i < high; i++)
        {
            ref readonly var fill = ref fills[Fills.Positions[i]];
            _roots[i] = i;
            // From the 64th dispenser on they share one bit: enough to tell three from fewer.
            _parts[i] = (fill.StartDay, fill.StartDay, 1UL << Math.Min((int)fill.LocalDispenserGroup, LastMaskBit));
        }

        foreach (var (earlier, later) in _pairs)
        {
            var a = Fills.Positions.BinarySearch(earlier);
            var b = Fills.Positions.BinarySearch(later);
            if (a >= low && b < high)
            {
                Unite(Root(a), Root(b));
            }
        }
    }

    private int Root(int item)
    {
        while (_roots[item] != item)
        {
            item = _roots[item] = _roots[_roots[item]];
        }

        return item;
    }

    private void Unite(int a, int b)
    {
        if (a == b)
        {
            return;
        }

        (a, b) = (Math.Min(a, b), Math.Max(a, b));
        _roots[b] = a;
        _parts[a] = (
            Math.Min(_parts[a].FirstDay, _parts[b].FirstDay),
            Math.Max(_parts[a].LastDay, _parts[b].LastDay),
            _parts[a].Dispensers | _parts[b].Dispensers);
    }
}

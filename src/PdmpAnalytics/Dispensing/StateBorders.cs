using System.Collections.Concurrent;

namespace PdmpAnalytics.Dispensing;

/// <summary>
/// Which areas (first three digits of a ZIP) touch a state from outside: some ZIP of theirs lies next to one of the state.
/// Worked out from the centroids on first need and remembered; safe for use by several threads.
/// </summary>
public sealed class StateBorders
{
    /// <summary>Middle points of neighbouring ZIPs are seldom farther apart (our choice, 2026-11-22).</summary>
    private const double NeighbourMiles = 15;

    private readonly ZipCentroids _zips;
    private readonly ILookup<int, int> _byArea;
    private readonly ILookup<int, int> _byState;
    private readonly ConcurrentDictionary<(int Area, int State), bool> _known = new();

    internal StateBorders(ZipCentroids zips)
    {
        _zips = zips;
        _byArea = zips.Points.Keys.ToLookup(z => z / 100);
        _byState = zips.Points.Keys.ToLookup(ZipStates.Number);
    }

    /// <summary>Whether the area of <paramref name="zip"/> touches the border of the state that <paramref name="homeZip"/> lies in.</summary>
    public bool Touches(int zip, int homeZip) => _known.GetOrAdd((zip / 100, ZipStates.Number(homeZip)), Find);

    private bool Find((int Area, int State) pair) =>
        _byArea[pair.Area].Any(a => _byState[pair.State].Any(b => _zips.Miles(a, b) <= NeighbourMiles));
}

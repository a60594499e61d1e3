using PdmpAnalytics.Detection;

namespace PdmpAnalytics.Backtesting;

/// <summary>The stored population tables by night: the newest one taken by then, as the nights themselves chose.</summary>
/// <param name="tables">In any order; may be empty.</param>
internal sealed class PopulationTables(IEnumerable<PopulationReference> tables)
{
    private readonly PopulationReference[] _byDay = [.. tables.OrderBy(t => t.AsOf).ThenBy(t => t.Version)];

    /// <summary>First day a table was taken on; null without any.</summary>
    public DateOnly? First => _byDay.Length == 0 ? null : _byDay[0].AsOf;

    /// <summary>Before the first table the first; none at all without any.</summary>
    public PopulationReference On(DateOnly night)
    {
        if (_byDay.Length == 0)
        {
            return PopulationReference.None;
        }

        var (low, high) = (0, _byDay.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = _byDay[middle].AsOf <= night ? (middle + 1, high) : (low, middle);
        }

        return _byDay[Math.Max(0, low - 1)];
    }
}

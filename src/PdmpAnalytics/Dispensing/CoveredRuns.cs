namespace PdmpAnalytics.Dispensing;

/// <summary>
/// Runs and gaps of a set of covered days (<see cref="CoverageGrid"/>) within a window. A gap lies between two covered days:
/// what is uncovered before the first or after the last covered day is no gap.
/// </summary>
public readonly record struct CoveredRuns
{
    /// <summary>Days of the window.</summary>
    public required int Days { get; init; }

    /// <summary>Days of the window that are covered.</summary>
    public required int Covered { get; init; }

    /// <summary>First covered position of the window; -1 when none is.</summary>
    public required int First { get; init; }

    /// <summary>Last covered position of the window; -1 when none is.</summary>
    public required int Last { get; init; }

    /// <summary>Days from the first to the last of the longest run of covered days, gaps up to the bridged length included.</summary>
    public required int LongestRun { get; init; }

    /// <summary>Number of gaps, bridged ones included.</summary>
    public required int Gaps { get; init; }

    /// <summary>Days of the longest gap.</summary>
    public required int LongestGap { get; init; }

    /// <summary>Days of all gaps.</summary>
    public int GapDays => Covered == 0 ? 0 : Last - First + 1 - Covered;

    /// <summary>Proportion of days covered: of the window's days, 0 to 1; 0 for an empty window.</summary>
    public double ProportionCovered => Days == 0 ? 0 : (double)Covered / Days;

    /// <param name="from">First position of the window, at least 0.</param>
    /// <param name="to">Last position of the window, included, within the grid.</param>
    /// <param name="bridgedDays">A gap of at most this many days does not end a run.</param>
    public static CoveredRuns Of(ReadOnlySpan<ulong> set, int from, int to, int bridgedDays = 0)
    {
        int first = -1, last = -1, covered = 0, run = 0, longestRun = 0, gaps = 0, longestGap = 0;
        for (var start = from > to ? -1 : CoverageGrid.NextIn(set, from); start >= 0 && start <= to;)
        {
            var end = Math.Min(CoverageGrid.NextOut(set, start), to + 1);
            var days = end - start;
            var gap = last < 0 ? 0 : start - last - 1;
            gaps += gap > 0 ? 1 : 0;
            longestGap = Math.Max(longestGap, gap);
            run = gap > bridgedDays ? days : run + gap + days;
            longestRun = Math.Max(longestRun, run);
            covered += days;
            first = first < 0 ? start : first;
            last = end - 1;
            start = end > to ? -1 : CoverageGrid.NextIn(set, end);
        }

        return new CoveredRuns
        {
            Days = Math.Max(0, to - from + 1),
            Covered = covered,
            First = first,
            Last = last,
            LongestRun = longestRun,
            Gaps = gaps,
            LongestGap = longestGap,
        };
    }
}

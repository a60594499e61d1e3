namespace PdmpAnalytics.Dispensing;

/// <summary>What becomes of supply that is in hand when the next one is dispensed.</summary>
public enum CarryOver
{
    /// <summary>A supply covers the days from its own start; what an earlier one has left is not counted on.</summary>
    None,

    /// <summary>A supply is used when the ones before it are used up (<see cref="SupplyLedger"/>).</summary>
    Full,
}

/// <summary>
/// One drug's or class' supplies over a window of days: what was covered, what overlapped, what was left. Without carry-over
/// it says of a window what <see cref="DailySupply"/> says of a history: both are sets of days on a <see cref="CoverageGrid"/>.
/// </summary>
public sealed class SupplyCourse
{
    private ulong[] _covered = [];
    private ulong[] _twice = [];
    private int _reach;

    /// <summary>Covered days of the window, their runs and gaps; position 0 is the window's first day.</summary>
    public CoveredRuns Runs { get; private set; }

    /// <summary>Days of the window that two or more supplies cover as dispensed, whatever is carried over.</summary>
    public int OverlapDays { get; private set; }

    /// <summary>Days of supply left when the window's last day is over; 0 without carry-over.</summary>
    public int StockpileAtEnd { get; private set; }

    /// <summary>Most days of supply left at the end of any day of the window; 0 without carry-over.</summary>
    public int LargestStockpile { get; private set; }

    /// <summary>Share of the window's days that are covered, 0 to 1.</summary>
    public double ProportionCovered => Runs.ProportionCovered;

    /// <summary>Whether a day of the window is covered.</summary>
    public bool Covers(int position) => CoverageGrid.Contains(_covered, position);

    /// <summary>Reads a course; an instance may be read again, for the next patient.</summary>
    /// <param name="supplies">By first day; equal days in any order. Those after the window's last day do not count.</param>
    /// <param name="window">Both ends included.</param>
    /// <param name="bridgedDays">A gap of at most this many days does not end a run.</param>
    public void Read(ReadOnlySpan<SupplyPeriod> supplies, SupplyPeriod window, CarryOver carryOver, int bridgedDays = 0)
    {
        var days = window.Days;
        Clear(days);
        var first = window.FirstDay.DayNumber;
        var ledger = default(SupplyLedger);
        foreach (var supply in supplies)
        {
            var start = supply.FirstDay.DayNumber - first;
            if (start >= days)
            {
                break;
            }

            AddOverlap(start, start + supply.Days - 1, days);
            var used = carryOver == CarryOver.Full ? (int)ledger.Take(supply.FirstDay.DayNumber, supply.Days) - first : start;
            CoverageGrid.Add(_covered, used, used + supply.Days - 1, days);
            if (carryOver == CarryOver.Full)
            {
                // Stock is largest when the day of a supply is over, or on the window's first day for what came before it.
                LargestStockpile = Math.Max(LargestStockpile, Left(in ledger, first + Math.Max(start, 0)));
            }
        }

        Runs = CoveredRuns.Of(_covered, 0, days - 1, bridgedDays);
        OverlapDays = CoverageGrid.Count(_twice);
        StockpileAtEnd = Left(in ledger, first + days - 1);
    }

    private static int Left(in SupplyLedger ledger, int day) => (int)ledger.InHand(day + 1);

    /// <summary>Days of this supply that an earlier one covers: the reach of all before it is enough, since they come in order.</summary>
    private void AddOverlap(int from, int to, int days)
    {
        CoverageGrid.Add(_twice, from, Math.Min(to, _reach), days);
        _reach = Math.Max(_reach, to);
    }

    private void Clear(int days)
    {
        var words = CoverageGrid.WordsFor(days);
        if (_covered.Length != words)
        {
            _covered = new ulong[words];
            _twice = new ulong[words];
        }

        Array.Clear(_covered);
        Array.Clear(_twice);
        (_reach, LargestStockpile) = (int.MinValue, 0);
    }
}

using System.Runtime.InteropServices;
using PdmpAnalytics.Dispensing;
using PdmpAnalytics.Dispensing.Adherence;

namespace PdmpAnalytics.Evaluation.Supply;

/// <summary>
/// What every patient of a plain file of fills had in hand over the observation window, all medications as one
/// (`supply days`).
/// </summary>
/// <param name="windows">As of `supply cma`; the last day of the window is not one of its days.</param>
/// <param name="bridgedDays">A gap of at most this many days does not end a run.</param>
public sealed class SupplyDaysReport(AdherenceWindows windows, CarryOver carryOver, int bridgedDays)
{
    private static readonly string[] Names =
        ["DAYS", "COVERED", "PDC", "LONGEST_RUN", "GAPS", "GAP_DAYS", "LONGEST_GAP", "OVERLAP_DAYS", "LARGEST_STOCK", "STOCK_AT_END"];

    private readonly SupplyCourse _course = new();
    private readonly List<SupplyPeriod> _supplies = [];

    /// <inheritdoc cref="AdherenceReport.Write"/>
    public FillsFileAccount Write(Stream output, FigureFormat format, Func<FillsFileNeeds, PatientFillsTaker, FillsFileAccount> read)
    {
        using var table = new FigureTable(output, format, Names);
        var undefined = new double?[Names.Length];
        var account = read(
            new FillsFileNeeds(WholeDays: true),
            patient => table.Add(patient.IdText, patient.HasFaults || patient.Events.IsEmpty ? undefined : Figures(patient.Events)));
        table.End();
        return account;
    }

    private double?[] Figures(ReadOnlySpan<MedicationEvent> events)
    {
        var followUp = events[0].Day + windows.FollowUpStart;
        var first = followUp + windows.ObservationStart;
        _supplies.Clear();
        foreach (ref readonly var supply in events)
        {
            if (supply.Day >= followUp)
            {
                _supplies.Add(Period(supply.Day, (int)supply.Days));
            }
        }

        _course.Read(CollectionsMarshal.AsSpan(_supplies), Period(first, windows.ObservationDays), carryOver, bridgedDays);
        var runs = _course.Runs;
        return
        [
            runs.Days, runs.Covered, runs.ProportionCovered, runs.LongestRun, runs.Gaps, runs.GapDays, runs.LongestGap,
            _course.OverlapDays, _course.LargestStockpile, _course.StockpileAtEnd,
        ];
    }

    private static SupplyPeriod Period(int day, int days) => new(DateOnly.FromDayNumber(day), DateOnly.FromDayNumber(day + days - 1));
}

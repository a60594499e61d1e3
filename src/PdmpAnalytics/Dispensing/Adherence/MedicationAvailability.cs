namespace PdmpAnalytics.Dispensing.Adherence;

/// <summary>
/// Computes <see cref="AdherenceFigures"/> from one patient's events after the other; keeps its arrays. CMA1 to CMA4 compare
/// days supplied with days; CMA5 to CMA9 count days without supply, carried over by the <see cref="SupplyLedger"/>.
/// </summary>
public sealed class MedicationAvailability(AdherenceWindows windows, CarryOverTerms terms)
{
    private double[] _gaps = new double[64];

    /// <param name="events">By day; the order of equal days is the order they are used in.</param>
    public AdherenceFigures Of(ReadOnlySpan<MedicationEvent> events)
    {
        if (events.IsEmpty)
        {
            return default;
        }

        if (_gaps.Length < events.Length)
        {
            _gaps = new double[events.Length * 2];
        }

        var start = events[0].Day + windows.FollowUpStart;
        var end = start + windows.FollowUpDays;
        var followed = events[Before(events, start)..Before(events, end + 1)];
        var from = start + windows.ObservationStart;
        var to = from + windows.ObservationDays;
        var seen = followed[Before(followed, from)..Before(followed, to + 1)];
        var untilEnd = followed[..Before(followed, to + 1)];
        return new AdherenceFigures
        {
            Cma1 = SuppliedUpToLast(seen),
            Cma2 = SuppliedToEnd(seen, to),
            Cma5 = AvailableUpToLast(seen),
            Cma6 = AvailableToEnd(seen, to),
            Cma7 = Available(untilEnd, from, to),
            Cma8 = Available(untilEnd, Lagged(untilEnd, from), to),
            Cma9 = AvailableByInterval(followed, from, to, end),
        };
    }

    /// <summary>CMA1: days supplied before the last event, by the days from the first event to the last.</summary>
    private static double? SuppliedUpToLast(ReadOnlySpan<MedicationEvent> seen) =>
        seen.Length < 2 || seen[^1].Day == seen[0].Day ? null : Supplied(seen[..^1]) / (seen[^1].Day - seen[0].Day);

    /// <summary>CMA2: days supplied, by the days from the first event to the end of the window.</summary>
    private static double? SuppliedToEnd(ReadOnlySpan<MedicationEvent> seen, int to) =>
        seen.IsEmpty || seen[0].Day == to ? null : Supplied(seen) / (to - seen[0].Day);

    /// <summary>CMA5: share of the days from the first event to the last that are covered, carried over within the window.</summary>
    private double? AvailableUpToLast(ReadOnlySpan<MedicationEvent> seen)
    {
        if (seen.Length < 2 || seen[^1].Day == seen[0].Day)
        {
            return null;
        }

        ReadGaps(seen, seen[^1].Day);
        return 1 - Sum(_gaps.AsSpan(0, seen.Length - 1)) / (seen[^1].Day - seen[0].Day);
    }

    /// <summary>CMA6: share of the days from the first event to the end of the window, carried over within the window.</summary>
    private double? AvailableToEnd(ReadOnlySpan<MedicationEvent> seen, int to)
    {
        if (seen.IsEmpty || seen[0].Day == to)
        {
            return null;
        }

        ReadGaps(seen, to);
        return 1 - Sum(_gaps.AsSpan(0, seen.Length)) / (to - seen[0].Day);
    }

    /// <summary>CMA7, and CMA8 with a later start: share of the window's days, carried over from before and within.</summary>
    /// <param name="events">From the start of follow-up to the end of the window.</param>
    private double? Available(ReadOnlySpan<MedicationEvent> events, double from, int to)
    {
        if (events.IsEmpty || from >= to)
        {
            return null;
        }

        ReadGaps(events, to);
        var uncovered = Math.Max(0, events[0].Day - from);
        for (var i = 0; i < events.Length; i++)
        {
            // Supply is used first, so the gap is the end of what lies between two events.
            var next = i + 1 < events.Length ? events[i + 1].Day : to;
            uncovered += Math.Min(_gaps[i], Math.Max(0, next - from));
        }

        return 1 - uncovered / (to - from);
    }

    /// <summary>CMA8 begins to look when what was in hand at the start of the window is used up.</summary>
    private double Lagged(ReadOnlySpan<MedicationEvent> events, int from)
    {
        var ledger = default(SupplyLedger);
        var lagged = (double)from;
        for (var i = 0; i < events.Length && events[i].Day < from; i++)
        {
            Take(ref ledger, events, i);
            lagged = Math.Max(lagged, ledger.End);
        }

        return lagged;
    }

    /// <summary>CMA9: the covered share of each interval between events counts for those of its days that lie in the window.</summary>
    /// <param name="events">Of follow-up, beyond the window too.</param>
    private double? AvailableByInterval(ReadOnlySpan<MedicationEvent> events, int from, int to, int end)
    {
        if (events.IsEmpty || events[0].Day > to)
        {
            return null;
        }

        ReadGaps(events, end);
        var covered = 0.0;
        for (var i = 0; i < events.Length; i++)
        {
            var next = i + 1 < events.Length ? events[i + 1].Day : end;
            var inside = Math.Min(next, to) - Math.Max(events[i].Day, from);
            covered += inside > 0 ? (1 - _gaps[i] / (next - events[i].Day)) * inside : 0;
        }

        return covered / (to - from);
    }

    /// <summary>Days without supply between each event and the next, or <paramref name="end"/> for the last.</summary>
    private void ReadGaps(ReadOnlySpan<MedicationEvent> events, int end)
    {
        var ledger = default(SupplyLedger);
        for (var i = 0; i < events.Length; i++)
        {
            Take(ref ledger, events, i);
            _gaps[i] = Math.Max(0, (i + 1 < events.Length ? events[i + 1].Day : end) - ledger.End);
        }
    }

    /// <summary>Takes an event after what is left of the one before was revalued for it.</summary>
    private void Take(ref SupplyLedger ledger, ReadOnlySpan<MedicationEvent> events, int i)
    {
        ref readonly var next = ref events[i];
        if (i > 0)
        {
            ref readonly var last = ref events[i - 1];
            if (terms.SameMedicationOnly && last.Medication != next.Medication)
            {
                ledger.Revalue(next.Day, 0);
            }
            else if (terms.ByDose)
            {
                ledger.Revalue(next.Day, last.DailyDose / next.DailyDose);
            }
        }

        ledger.Take(next.Day, next.Days);
    }

    /// <summary>Position of the first event on or after a day.</summary>
    private static int Before(ReadOnlySpan<MedicationEvent> events, int day)
    {
        var (low, high) = (0, events.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = events[middle].Day < day ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    private static double Supplied(ReadOnlySpan<MedicationEvent> events)
    {
        var days = 0.0;
        foreach (ref readonly var supply in events)
        {
            days += supply.Days;
        }

        return days;
    }

    private static double Sum(ReadOnlySpan<double> gaps)
    {
        var days = 0.0;
        foreach (var gap in gaps)
        {
            days += gap;
        }

        return days;
    }
}

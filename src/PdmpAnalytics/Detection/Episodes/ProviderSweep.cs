using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Detection.Episodes;

/// <summary>Different providers among a scope's fills in a moving window, over all days of the horizon on which that changes.</summary>
internal ref struct ProviderSweep
{
    private readonly DispensingHistory _history;
    private readonly RuleScratch _scratch;
    private WindowSweep _window;

    /// <param name="faults">Fills with a fault in one of these fields do not count.</param>
    public ProviderSweep(DispensingHistory history, DrugScope scope, RecordQuality faults, int windowDays, RuleScratch scratch)
    {
        _history = history;
        _scratch = scratch;
        scratch.Fills.Select(history, scope, faults);
        scratch.Counts.Clear(history);
        _window = new WindowSweep(scratch.Fills.Days, windowDays, history.HorizonDay, history.LastDayAhead);
    }

    public readonly int FromDay => _window.FromDay;

    public readonly int ToDay => _window.ToDay;

    public readonly int Practices => _scratch.Counts.Practices;

    public readonly int Prescribers => _scratch.Counts.Prescribers;

    public readonly int Dispensers => _scratch.Counts.Dispensers;

    /// <summary>Positions of the fills in the window.</summary>
    public readonly ReadOnlySpan<int> Window => _scratch.Fills.Positions[_window.Low.._window.High];

    public bool Next()
    {
        if (!_window.Next())
        {
            return false;
        }

        _scratch.Counts.MoveTo(_history, _scratch.Fills.Positions, _window.Low, _window.High);
        return true;
    }

    /// <summary>Positions of the fills a window ending on <paramref name="day"/> counts, oldest first: the evidence of a peak.</summary>
    public static List<int> FillsIn(DispensingHistory history, DrugScope scope, RecordQuality faults, int day, int windowDays)
    {
        var positions = new List<int>();
        foreach (var position in history.InScope(scope))
        {
            ref readonly var fill = ref history.Fills[position];
            if (fill.StartDay > day - windowDays && fill.StartDay <= day && !fill.Faulty(faults))
            {
                positions.Add(position);
            }
        }

        return positions;
    }
}

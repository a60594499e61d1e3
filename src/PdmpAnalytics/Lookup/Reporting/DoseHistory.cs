using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Lookup.Reporting;

/// <summary>Daily doses up to the day judged from, in milligram equivalents.</summary>
internal sealed class DoseHistory
{
    private readonly int _days;
    private readonly DateOnly _lastDay;
    private readonly double[] _lme;
    private readonly double[] _mme;

    public DoseHistory(DispensingHistory history)
    {
        var supply = history.Supply;
        _days = supply.Days;
        _lastDay = history.AsOf;
        (_lme, _mme) = (new double[_days], new double[_days]);
        supply.TryGetDoses(DoseKind.Lme, _lme);
        supply.TryGetDoses(DoseKind.Mme, _mme);
    }

    public double Today(DoseKind kind) => _days == 0 ? 0 : Rounded(Of(kind)[^1]);

    /// <summary>Mean over the last days, those without supply included.</summary>
    public double Mean(DoseKind kind, int days) => Rounded(Of(kind).TakeLast(days).Sum() / days);

    /// <summary>A step at the first of the last days and wherever a dose changed, oldest first; one step of zeros without fills.</summary>
    public IReadOnlyList<DoseStep> Steps(int days)
    {
        var steps = new List<DoseStep>();
        for (var back = days - 1; back >= 0; back--)
        {
            var at = _days - 1 - back;
            var (lme, mme) = at < 0 ? (0, 0) : (Rounded(_lme[at]), Rounded(_mme[at]));
            if (steps.Count == 0 || steps[^1].Lme != lme || steps[^1].Mme != mme)
            {
                steps.Add(new DoseStep(_lastDay.AddDays(-back), lme, mme));
            }
        }

        return steps;
    }

    private double[] Of(DoseKind kind) => kind switch
    {
        DoseKind.Mme => _mme,
        DoseKind.Lme => _lme,
        DoseKind.Dme => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    private static double Rounded(double dose) => Math.Round(dose, 2);
}

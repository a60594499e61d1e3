using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Detection.Scoring;

/// <summary>Features 26 to 28: several ways of paying, and cash while insured.</summary>
internal sealed class PaymentFeatures : IFeatureFamily
{
    /// <summary>An insured fill this many days before makes a cash fill "while insured" (as PY-02).</summary>
    private const int InsuredDays = 90;
    private const int Year = 365;

    private readonly int _types;
    private readonly int _cashWhileInsured;
    private readonly int _switches;
    private readonly SlidingSum _cashEvents = new(Year);
    private readonly SlidingSum _switchEvents = new(Year);
    private readonly int[] _lastByType = new int[8];

    public PaymentFeatures(FeatureList list)
    {
        _types = list.Add(26, "payment-types-183d", FeatureGroup.Payment, "types", "different ways of paying within 183 days");
        _cashWhileInsured = list.Add(27, "cash-while-insured-365d", FeatureGroup.Payment, "fills",
            "private payments within 90 days after an insured fill, at another pharmacy or from another practice, in 365 days");
        _switches = list.Add(28, "payment-switches-365d", FeatureGroup.Payment, "switches", "changes between ways of paying in 365 days");
    }

    public void Compute(DispensingHistory history, DispensingReference reference, Span<float> values)
    {
        var counted = history.InScope(DrugScope.All);
        var fills = history.Fills;
        _cashEvents.Clear();
        _switchEvents.Clear();
        Array.Fill(_lastByType, int.MinValue / 2);
        var lastInsured = -1;
        var previous = PaymentType.Unknown;
        foreach (var position in counted)
        {
            ref readonly var fill = ref fills[position];
            var day = fill.StartDay;
            if (fill.Payment == PaymentType.Unknown)
            {
                continue;
            }

            var elsewhere = lastInsured >= 0 && day - fills[lastInsured].StartDay <= InsuredDays
                && (fills[lastInsured].LocalDispenserGroup != fill.LocalDispenserGroup || fills[lastInsured].LocalPractice != fill.LocalPractice);
            var cash = _cashEvents.Add(day, fill.IsCash && elsewhere ? 1 : 0);
            var switches = _switchEvents.Add(day, previous != PaymentType.Unknown && previous != fill.Payment ? 1 : 0);
            _lastByType[(int)fill.Payment & 7] = day;
            if (day >= history.HorizonDay)
            {
                values.Raise(_types, TypesSince(day - 183));
                values.Raise(_cashWhileInsured, cash);
                values.Raise(_switches, switches);
            }

            previous = fill.Payment;
            lastInsured = fill.IsCash ? lastInsured : position;
        }
    }

    private int TypesSince(int day)
    {
        var types = 0;
        foreach (var last in _lastByType)
        {
            types += last > day ? 1 : 0;
        }

        return types;
    }
}

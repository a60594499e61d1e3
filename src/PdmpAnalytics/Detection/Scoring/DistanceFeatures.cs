using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Detection.Scoring;

/// <summary>Features 29 to 31: how far the patient goes, and over how many states. Mail order is left out.</summary>
internal sealed class DistanceFeatures : IFeatureFamily
{
    /// <summary>A mean over fewer fills is one errand (our choice, 2026-11-22).</summary>
    private const int FewestForMean = 3;
    private const int HalfYear = 183;

    private readonly int _toDispenser;
    private readonly int _toPrescriber;
    private readonly int _states;
    private readonly DistanceCache _miles = new();
    private readonly SlidingSum _dispenserMiles = new(HalfYear);
    private readonly SlidingSum _prescriberMiles = new(HalfYear);
    private readonly int[] _lastByState = new int[64];

    public DistanceFeatures(FeatureList list)
    {
        _toDispenser = list.Add(29, "miles-to-dispenser-183d", FeatureGroup.Distance, "miles", "mean distance from the patient's ZIP to the pharmacy over 183 days");
        _toPrescriber = list.Add(30, "miles-to-prescriber-183d", FeatureGroup.Distance, "miles", "mean distance from the patient's ZIP to the prescriber over 183 days");
        _states = list.Add(31, "states-183d", FeatureGroup.Distance, "states", "different states of pharmacies and prescribers within 183 days");
    }

    public void Compute(DispensingHistory history, DispensingReference reference, Span<float> values)
    {
        _dispenserMiles.Clear();
        _prescriberMiles.Clear();
        Array.Fill(_lastByState, int.MinValue / 2);
        var fills = history.Fills;
        foreach (var position in history.InScope(DrugScope.All))
        {
            ref readonly var fill = ref fills[position];
            var dispenser = reference.Dispensers[fill.DispenserId];
            if (dispenser.MailOrder)
            {
                continue;
            }

            var toDispenser = Mean(_dispenserMiles, fill.StartDay, _miles.Between(fill.PatientZip, dispenser.Zip, reference.Zips));
            var toPrescriber = Mean(_prescriberMiles, fill.StartDay, _miles.Between(fill.PatientZip, fill.PrescriberZip, reference.Zips));
            _lastByState[ZipStates.Number(dispenser.Zip)] = fill.StartDay;
            _lastByState[ZipStates.Number(fill.PrescriberZip)] = fill.StartDay;
            if (fill.StartDay >= history.HorizonDay)
            {
                values.Raise(_toDispenser, toDispenser);
                values.Raise(_toPrescriber, toPrescriber);
                values.Raise(_states, StatesSince(fill.StartDay - HalfYear));
            }
        }
    }

    /// <summary>Mean over the window, 0 while too few distances are known. Half a mile is added to each, so that a zero still counts as known.</summary>
    private static double Mean(SlidingSum window, int day, double? miles)
    {
        var sum = window.Add(day, miles + 0.5 ?? 0);
        return window.Count < FewestForMean ? 0 : sum / window.Count - 0.5;
    }

    private int StatesSince(int day)
    {
        var states = 0;
        for (var s = 1; s < _lastByState.Length; s++)
        {
            states += _lastByState[s] > day ? 1 : 0;
        }

        return states;
    }
}

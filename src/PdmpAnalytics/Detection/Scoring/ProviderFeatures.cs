using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Detection.Scoring;

/// <summary>Features 1 to 6, 25 and 32 to 35: how many prescribers, practices and dispensers, how spread, how new; and cash counts, which share the windows.</summary>
internal sealed class ProviderFeatures : IFeatureFamily
{
    /// <summary>Shares and entropies of fewer fills say nothing (our choice, 2026-11-22).</summary>
    private const int FewestForShare = 4;
    private const int Year = 365;
    private const int HalfYear = 183;
    private static readonly int[] WindowDays = [30, 90, HalfYear, Year];

    private readonly FeatureWindow[] _windows = [.. WindowDays.Select(w => new FeatureWindow(w))];
    private readonly (int Fills, int Prescribers, int Practices, int Dispensers)[] _counts;
    private readonly int _zips;
    private readonly int _pairs;
    private readonly int _newPractices;
    private readonly int _spread;
    private readonly int _practiceEntropy;
    private readonly int _dispenserEntropy;
    private readonly int _cashFills;
    private readonly int _cashShare;
    private readonly HashSet<int> _seenPairs = [];
    private readonly HashSet<int> _seenZips = [];
    private readonly FirstSightings _firstSightings = new(HalfYear);

    public ProviderFeatures(FeatureList list)
    {
        const FeatureGroup providers = FeatureGroup.Providers;
        const FeatureGroup spread = FeatureGroup.NewProviders;
        _counts =
        [
            .. WindowDays.Select(w => (
                list.Add(1, $"fills-{w}d", providers, "fills", $"fills in {w} days"),
                list.Add(2, $"prescribers-{w}d", providers, "persons", $"different prescribers in {w} days"),
                list.Add(3, $"practices-{w}d", providers, "practices", $"different practices in {w} days"),
                list.Add(4, $"dispensers-{w}d", providers, "pharmacies", $"different pharmacies in {w} days"))),
        ];
        _zips = list.Add(5, "dispenser-zips-365d", providers, "ZIP codes", "different pharmacy ZIP codes in the year up to the last fill");
        _pairs = list.Add(6, "pairs-365d", providers, "pairs", "different pairs of practice and pharmacy in the year up to the last fill");
        _newPractices = list.Add(32, "new-practices-183d", spread, "practices", "practices seen for the first time within 183 days");
        _spread = list.Add(33, "spread-365d", spread, "share 0..1", "share of a year's fills not written by the main practice");
        _practiceEntropy = list.Add(34, "practice-entropy-365d", spread, "nats", "how evenly a year's fills spread over practices");
        _dispenserEntropy = list.Add(35, "dispenser-entropy-365d", spread, "nats", "how evenly a year's fills spread over pharmacies");
        _cashFills = list.Add(25, "cash-fills-183d", FeatureGroup.Payment, "fills", "fills paid privately in 183 days");
        _cashShare = list.Add(25, "cash-share-365d", FeatureGroup.Payment, "share 0..1", "share of a year's fills paid privately");
    }

    public void Compute(DispensingHistory history, DispensingReference reference, Span<float> values)
    {
        var counted = history.InScope(DrugScope.All);
        var fills = history.Fills;
        _firstSightings.Begin(history.PracticeCount);
        foreach (var window in _windows)
        {
            window.Begin(history);
        }

        for (var i = 0; i < counted.Length; i++)
        {
            ref readonly var fill = ref fills[counted[i]];
            var newPractices = _firstSightings.Add(fill.LocalPractice, fill.StartDay);
            foreach (var window in _windows)
            {
                window.Add(in fill);
            }

            var lastOfDay = i + 1 == counted.Length || fills[counted[i + 1]].StartDay != fill.StartDay;
            if (lastOfDay && fill.StartDay >= history.HorizonDay)
            {
                values.Raise(_newPractices, newPractices);
                Measure(fill.StartDay, fills, counted, values);
            }
        }

        MeasureLastYear(fills, counted, reference, values);
    }

    private void Measure(int day, ReadOnlySpan<Fill> fills, ReadOnlySpan<int> counted, Span<float> values)
    {
        for (var w = 0; w < _windows.Length; w++)
        {
            var window = _windows[w];
            window.SlideTo(day, fills, counted);
            values.Raise(_counts[w].Fills, window.Fills);
            values.Raise(_counts[w].Prescribers, window.Prescribers);
            values.Raise(_counts[w].Practices, window.Practices);
            values.Raise(_counts[w].Dispensers, window.Dispensers);
            if (window.Days == HalfYear)
            {
                values.Raise(_cashFills, window.Cash);
            }
            else if (window.Days == Year && window.Fills >= FewestForShare)
            {
                values.Raise(_spread, 1 - window.TopPracticeShare);
                values.Raise(_practiceEntropy, window.PracticeEntropy);
                values.Raise(_dispenserEntropy, window.DispenserEntropy);
                values.Raise(_cashShare, (double)window.Cash / window.Fills);
            }
        }
    }

    private void MeasureLastYear(ReadOnlySpan<Fill> fills, ReadOnlySpan<int> counted, DispensingReference reference, Span<float> values)
    {
        if (counted.IsEmpty)
        {
            return;
        }

        _seenPairs.Clear();
        _seenZips.Clear();
        var from = fills[counted[^1]].StartDay - Year;
        for (var i = counted.Length - 1; i >= 0 && fills[counted[i]].StartDay > from; i--)
        {
            ref readonly var fill = ref fills[counted[i]];
            _seenPairs.Add(fill.LocalPractice << 16 | fill.LocalDispenserGroup);
            _seenZips.Add(reference.Dispensers[fill.DispenserId].Zip);
        }

        values[_zips] = _seenZips.Count;
        values[_pairs] = _seenPairs.Count;
    }
}

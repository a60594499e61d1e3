using PdmpAnalytics.Detection.Scoring;
using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Detection;

/// <summary>Gathers how far patients of an area (the first three digits of their ZIP) go, for the population table. One instance per worker.</summary>
internal sealed class MilesSample
{
    /// <summary>Below this many patients of an area a percentile says nothing (our choice, 2026-11-22).</summary>
    private const int FewestForPercentile = 50;

    /// <summary>domain reference 6.2, GE-01.</summary>
    private const double Percentile = 0.90;

    private readonly DistanceCache _cache = new();
    private readonly Dictionary<int, (List<float> ToDispenser, List<float> ToPrescriber)> _byArea = [];

    /// <summary>Takes the patient's mean distances over the fills of the horizon, mail order left out, to where his last fill says he lives.</summary>
    public void Add(DispensingHistory history, DispensingReference reference)
    {
        var (dispensers, prescribers) = (default(Mean), default(Mean));
        var home = 0;
        foreach (var position in history.InScope(DrugScope.All))
        {
            ref readonly var fill = ref history.Fills[position];
            var dispenser = reference.Dispensers[fill.DispenserId];
            if (fill.StartDay < history.HorizonDay || fill.PatientZip == 0 || dispenser.MailOrder)
            {
                continue;
            }

            home = fill.PatientZip;
            dispensers.Add(_cache.Between(home, dispenser.Zip, reference.Zips));
            prescribers.Add(_cache.Between(home, fill.PrescriberZip, reference.Zips));
        }

        if (home == 0)
        {
            return;
        }

        if (!_byArea.TryGetValue(home / 100, out var area))
        {
            area = _byArea[home / 100] = ([], []);
        }

        dispensers.AddTo(area.ToDispenser);
        prescribers.AddTo(area.ToPrescriber);
    }

    public void Merge(MilesSample other)
    {
        foreach (var (area, miles) in other._byArea)
        {
            if (_byArea.TryGetValue(area, out var own))
            {
                own.ToDispenser.AddRange(miles.ToDispenser);
                own.ToPrescriber.AddRange(miles.ToPrescriber);
            }
            else
            {
                _byArea[area] = miles;
            }
        }
    }

    /// <summary>Areas with enough patients; the order they came in makes no difference.</summary>
    public Dictionary<int, UsualMiles> Build() => _byArea
        .Where(a => Math.Min(a.Value.ToDispenser.Count, a.Value.ToPrescriber.Count) >= FewestForPercentile)
        .ToDictionary(a => a.Key, a => new UsualMiles(Of(a.Value.ToDispenser), Of(a.Value.ToPrescriber)));

    private static double Of(List<float> miles)
    {
        miles.Sort();
        return miles[(int)Math.Ceiling(Percentile * miles.Count) - 1];
    }

    private struct Mean
    {
        private double _sum;
        private int _count;

        public void Add(double? miles)
        {
            _sum += miles ?? 0;
            _count += miles is null ? 0 : 1;
        }

        public readonly void AddTo(List<float> means)
        {
            if (_count > 0)
            {
                means.Add((float)(_sum / _count));
            }
        }
    }
}

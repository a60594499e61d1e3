using PdmpAnalytics.Detection.Scoring;
using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Detection;

/// <summary>
/// Gathers what the population table is made of, one patient at a time. Bounded: the caller draws a sample of patients
/// when there are many. One instance per worker; <see cref="Merge"/> joins them.
/// </summary>
internal sealed class PopulationSample
{
    /// <summary>Fills of weight with which the overall cash share enters each dispenser's (our choice, 2026-11-22).</summary>
    private const double CashPriorFills = 20;

    /// <summary>Below this many patients a percentile among them says nothing (our choice, 2026-11-22).</summary>
    private const int FewestForCut = 200;
    private const double PracticeCutPercentile = 0.995;

    private static readonly int SedativeDose = PatientFeatures.Definitions.Select(d => d.Name).ToList().IndexOf("lme-30d");

    private readonly PatientFeatures _features = new();
    private readonly List<(long PatientId, float[] Vector, int Fills, int Group, List<CompanyFill> Year)> _patients = [];
    private readonly Dictionary<(int, DrugScope), (int Cash, int All)> _payments = [];
    private readonly List<int>[] _practices = [[], [], [], []];
    private readonly FeatureWindow _window = new(183);
    private readonly MilesSample _miles = new();

    public int Patients => _patients.Count;

    /// <summary>Takes one patient's history; patients without a fill in any scope are not part of the population.</summary>
    public void Add(DispensingHistory history, DispensingReference reference)
    {
        if (history.InScope(DrugScope.All).IsEmpty)
        {
            return;
        }

        var vector = _features.Compute(history, reference, PopulationReference.None).ToArray();
        var year = new List<CompanyFill>();
        CompanyFill.OfLastYear(history, year);
        _patients.Add((history.PatientId, vector, PatientFeatures.FillsInHorizon(history), PeerGroups.Of(history), year));
        _miles.Add(history, reference);
        foreach (var scope in Enum.GetValues<DrugScope>())
        {
            AddScope(history, scope);
        }
    }

    public void Merge(PopulationSample other)
    {
        _patients.AddRange(other._patients);
        _miles.Merge(other._miles);
        foreach (var (key, (cash, all)) in other._payments)
        {
            var sum = _payments.GetValueOrDefault(key);
            _payments[key] = (sum.Cash + cash, sum.All + all);
        }

        for (var s = 0; s < _practices.Length; s++)
        {
            _practices[s].AddRange(other._practices[s]);
        }
    }

    /// <summary>The table; the order patients came in makes no difference.</summary>
    public PopulationReference Build(int version, DateOnly asOf)
    {
        _patients.Sort((a, b) => a.PatientId.CompareTo(b.PatientId));
        var figures = new PopulationReference
        {
            Version = version,
            AsOf = asOf,
            Patients = _patients.Count,
            PracticeCountCuts = [.. _practices.Select(Cut)],
            CashShares = CashShares(),
            SedativeDoses = SedativeDoses(),
            MilesByArea = _miles.Build(),
            Company = CompanyFigures.Of(_patients.ConvertAll(p => p.Year)),
        };
        _patients.ForEach(p => _features.Complete(p.Vector, p.Year, figures));
        var engine = _patients.Count == 0 ? null : TailProbabilityEngine.Fit(_patients.ConvertAll(p => p.Vector), _patients.ConvertAll(p => p.Fills));
        return figures with
        {
            Engine = engine,
            Peers = engine is null ? null : PeerGroups.Fit(
                _patients.ConvertAll(p => p.Group),
                _patients.ConvertAll(p => engine.Score(p.Vector, p.Fills))),
        };
    }

    private void AddScope(DispensingHistory history, DrugScope scope)
    {
        var counted = history.InScope(scope);
        if (counted.IsEmpty)
        {
            return;
        }

        _window.Begin(history);
        var most = 0;
        var fills = history.Fills;
        foreach (var position in counted)
        {
            ref readonly var fill = ref fills[position];
            _window.Add(in fill);
            _window.SlideTo(fill.StartDay, fills, counted);
            most = Math.Max(most, fill.StartDay >= history.HorizonDay ? _window.Practices : 0);
            var payment = _payments.GetValueOrDefault((fill.DispenserId, scope));
            _payments[(fill.DispenserId, scope)] = (payment.Cash + (fill.IsCash ? 1 : 0), payment.All + 1);
        }

        _practices[(int)scope].Add(most);
    }

    private TailTable? SedativeDoses()
    {
        var doses = _patients.Select(p => p.Vector[SedativeDose]).Where(d => d > 0).ToArray();
        return doses.Length < FewestForCut ? null : TailTable.Of(doses);
    }

    private static double? Cut(List<int> practices)
    {
        practices.Sort();
        return practices.Count < FewestForCut ? null : practices[(int)Math.Ceiling(PracticeCutPercentile * practices.Count) - 1];
    }

    private Dictionary<(int, DrugScope), double> CashShares()
    {
        var overall = _payments.GroupBy(p => p.Key.Item2)
            .ToDictionary(g => g.Key, g => (double)g.Sum(p => p.Value.Cash) / g.Sum(p => p.Value.All));
        return _payments.ToDictionary(
            p => p.Key,
            p => (p.Value.Cash + CashPriorFills * overall[p.Key.Item2]) / (p.Value.All + CashPriorFills));
    }
}

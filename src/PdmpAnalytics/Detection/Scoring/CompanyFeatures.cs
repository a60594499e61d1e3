using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Detection.Scoring;

/// <summary>
/// Features 42 to 44: what the population's figures say about the prescribers and pharmacies of a patient's last year. Means over
/// fills, because the highest of several would only count how many there are. Only fills whose prescriber or pharmacy has a figure
/// count; without any the feature cannot be known.
/// </summary>
internal sealed class CompanyFeatures
{
    private readonly int _dose;
    private readonly int _cash;
    private readonly int _rank;
    private readonly List<CompanyFill> _year = [];

    public CompanyFeatures(FeatureList list)
    {
        _dose = list.Add(42, "prescribers-lme-365d", FeatureGroup.Company, "share 0..1",
            "where the prescribers of a year's sedatives stand among all by lorazepam equivalents a patient");
        _cash = list.Add(43, "dispensers-cash-share-365d", FeatureGroup.Company, "share 0..1", "usual share of private payment at the pharmacies of a year's fills");
        _rank = list.Add(44, "prescribers-rank-365d", FeatureGroup.Company, "share 0..1",
            "where the prescribers of a year's fills stand among all by rank in the graph of shared patients");
    }

    public void Compute(DispensingHistory history, PopulationReference population, Span<float> values)
    {
        CompanyFill.OfLastYear(history, _year);
        Set(_year, population, values);
    }

    /// <summary>Sets the three places.</summary>
    public void Set(IReadOnlyList<CompanyFill> year, PopulationReference population, Span<float> values)
    {
        Mean dose = default, cash = default, rank = default;
        for (var i = 0; i < year.Count; i++)
        {
            var fill = year[i];
            dose.Add(fill.Lme > 0 ? population.Company.DosePercentile(fill.PrescriberId) : null);
            cash.Add(population.ExpectedCashShare(fill.DispenserId, DrugScope.All));
            rank.Add(population.Company.RankPercentile(fill.PrescriberId));
        }

        (values[_dose], values[_cash], values[_rank]) = (dose.Value, cash.Value, rank.Value);
    }

    private struct Mean
    {
        private double _sum;
        private int _count;

        public readonly float Value => _count == 0 ? float.NaN : (float)(_sum / _count);

        public void Add(double? value)
        {
            _sum += value ?? 0;
            _count += value is null ? 0 : 1;
        }
    }
}

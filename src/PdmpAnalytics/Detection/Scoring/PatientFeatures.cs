using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Detection.Scoring;

/// <summary>
/// The numbers scores are made of: features 1 to 44 of domain reference 4.5, each on its best day within 730 days; 42 to 44 also look
/// at the population's figures. Age (45) chooses the comparable patients and is never itself a reason. Nothing is taken from race, ethnicity, name, sex or
/// a disability payer. Keeps scratch: one instance per worker.
/// </summary>
public sealed class PatientFeatures
{
    private static readonly FeatureList Catalogue = Describe();
    private readonly IFeatureFamily[] _families;
    private readonly CompanyFeatures _company;
    private readonly float[] _values = new float[Catalogue.Definitions.Count];

    /// <summary>Every feature in the order of a vector.</summary>
    public static IReadOnlyList<FeatureDefinition> Definitions => Catalogue.Definitions;

    /// <summary>Raised by one whenever a feature is added, removed or counted in another way.</summary>
    public const int Version = 2;

    public PatientFeatures()
    {
        var list = new FeatureList();
        _families = Families(list);
        _company = new CompanyFeatures(list);
    }

    /// <summary>Computes the vector; valid until the next call. NaN stands for "cannot be known".</summary>
    /// <param name="population">Without figures features 42 to 44 cannot be known.</param>
    public ReadOnlySpan<float> Compute(DispensingHistory history, DispensingReference reference, PopulationReference population)
    {
        Array.Clear(_values);
        foreach (var family in _families)
        {
            family.Compute(history, reference, _values);
        }

        _company.Compute(history, population, _values);
        return _values;
    }

    /// <summary>Each feature on its best day of the last <see cref="RiskScore.NowDays"/>; its own array, so that the vector computed before stays beside it.</summary>
    internal float[] Now(DispensingHistory history, DispensingReference reference, PopulationReference population)
    {
        var best = (float[])_values.Clone();
        float[] now = [];
        history.Within(RiskScore.NowDays, () => now = Compute(history, reference, population).ToArray());
        best.CopyTo(_values, 0);
        return now;
    }

    /// <summary>Sets features 42 to 44 of a vector that was computed before the population had figures.</summary>
    internal void Complete(float[] vector, IReadOnlyList<CompanyFill> year, PopulationReference population) => _company.Set(year, population, vector);

    /// <summary>Fills of any scope within the horizon: what rarity is conditioned on.</summary>
    public static int FillsInHorizon(DispensingHistory history)
    {
        var counted = history.InScope(DrugScope.All);
        var first = 0;
        while (first < counted.Length && history.Fills[counted[first]].StartDay < history.HorizonDay)
        {
            first++;
        }

        return counted.Length - first;
    }

    private static FeatureList Describe()
    {
        var list = new FeatureList();
        Families(list);
        _ = new CompanyFeatures(list);
        return list;
    }

    private static IFeatureFamily[] Families(FeatureList list) =>
    [
        new ProviderFeatures(list),
        new SupplyFeatures(list),
        new ExcessFeatures(list),
        new EarlyFillFeatures(list),
        new DoseFeatures(list),
        new PaymentFeatures(list),
        new DistanceFeatures(list),
        new HabitFeatures(list),
    ];
}

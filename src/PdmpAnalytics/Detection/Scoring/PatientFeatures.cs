using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Detection.Scoring;

/// <summary>
/// The numbers scores are made of: features 1 to 41 of domain reference 4.5, each on its best day within 730 days. Age
/// (45) chooses the comparable patients and is never itself a reason. Nothing is taken from race, ethnicity, name, sex or
/// a disability payer. Keeps scratch: one instance per worker.
/// </summary>
public sealed class PatientFeatures
{
    private static readonly FeatureList Catalogue = Describe();
    private readonly IFeatureFamily[] _families = Families(new FeatureList());
    private readonly float[] _values = new float[Catalogue.Definitions.Count];

    /// <summary>Every feature in the order of a vector.</summary>
    public static IReadOnlyList<FeatureDefinition> Definitions => Catalogue.Definitions;

    /// <summary>Raised by one whenever a feature is added, removed or counted in another way.</summary>
    public const int Version = 1;

    /// <summary>Computes the vector; valid until the next call. NaN stands for "cannot be known".</summary>
    public ReadOnlySpan<float> Compute(DispensingHistory history, DispensingReference reference)
    {
        Array.Clear(_values);
        foreach (var family in _families)
        {
            family.Compute(history, reference, _values);
        }

        return _values;
    }

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

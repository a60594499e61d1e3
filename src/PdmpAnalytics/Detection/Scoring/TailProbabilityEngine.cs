namespace PdmpAnalytics.Detection.Scoring;

/// <summary>
/// How unusual a patient is, from one-sided tail probabilities (after ECOD: Li et al. 2022, with the direction that
/// matters for each feature): in each group of features the rarest speaks, with -log10 of its tail probability among
/// patients with about as many fills, and the groups are added up. Parts therefore add up to the score.
/// </summary>
public sealed class TailProbabilityEngine
{
    private readonly TailTable[][] _tables;

    /// <param name="tables">By band of fills, then by feature.</param>
    public TailProbabilityEngine(TailTable[][] tables) => _tables = tables;

    /// <summary>By band of fills, then by feature.</summary>
    public IReadOnlyList<TailTable[]> Tables => _tables;

    /// <summary>
    /// Weight of a group: 1 where the literature ties it to misuse, less where ordinary lives reach the same values
    /// (our choice from Cepeda 2013, Walker 2017, Yang 2015, White 2009; 2026-11-22).
    /// </summary>
    public static double Weight(FeatureGroup group) => group switch
    {
        FeatureGroup.Overlap => 1.0,
        FeatureGroup.EarlyFills => 1.0,
        FeatureGroup.Providers => 1.0,
        FeatureGroup.NewProviders => 0.5,
        FeatureGroup.Payment => 0.75,
        FeatureGroup.Distance => 0.5,
        FeatureGroup.Combination => 0.5,
        FeatureGroup.Dose => 0.5,
        FeatureGroup.Habits => 0.25,
        FeatureGroup.Duration => 0.1,
    };

    /// <summary>Learns the tables from a sample of patients.</summary>
    /// <param name="vectors">One feature vector a patient.</param>
    /// <param name="fills">Fills within the horizon of each patient.</param>
    public static TailProbabilityEngine Fit(IReadOnlyList<float[]> vectors, IReadOnlyList<int> fills)
    {
        var byBand = Enumerable.Range(0, FillBand.Count)
            .Select(band => Enumerable.Range(0, vectors.Count).Where(i => FillBand.Of(fills[i]) == band).ToArray());
        return new TailProbabilityEngine([.. byBand.Select(patients => FitBand(vectors, patients))]);
    }

    /// <summary>The score alone: 0 or more, higher is more unusual.</summary>
    public double Score(ReadOnlySpan<float> vector, int fills)
    {
        Span<double> loudest = stackalloc double[Enum.GetValues<FeatureGroup>().Length];
        var tables = _tables[FillBand.Of(fills)];
        for (var f = 0; f < vector.Length; f++)
        {
            var group = (int)PatientFeatures.Definitions[f].Group;
            loudest[group] = Math.Max(loudest[group], tables[f].Surprise(vector[f]));
        }

        var score = 0.0;
        for (var g = 0; g < loudest.Length; g++)
        {
            score += Weight((FeatureGroup)g) * loudest[g];
        }

        return score;
    }

    /// <summary>The score as parts, one for each group that contributes, largest first.</summary>
    public IReadOnlyList<ScorePart> Explain(ReadOnlySpan<float> vector, int fills)
    {
        var tables = _tables[FillBand.Of(fills)];
        var loudest = new Dictionary<FeatureGroup, ScorePart>();
        for (var f = 0; f < vector.Length; f++)
        {
            var feature = PatientFeatures.Definitions[f];
            var contribution = Weight(feature.Group) * tables[f].Surprise(vector[f]);
            if (contribution > 0 && contribution > loudest.GetValueOrDefault(feature.Group).Contribution)
            {
                loudest[feature.Group] = new ScorePart(feature.Name, vector[f], contribution, feature.Meaning);
            }
        }

        return [.. loudest.Values.OrderByDescending(p => p.Contribution).ThenBy(p => p.Feature, StringComparer.Ordinal)];
    }

    private static TailTable[] FitBand(IReadOnlyList<float[]> vectors, int[] patients)
    {
        var column = new float[patients.Length];
        var tables = new TailTable[PatientFeatures.Definitions.Count];
        for (var f = 0; f < tables.Length; f++)
        {
            for (var i = 0; i < patients.Length; i++)
            {
                column[i] = vectors[patients[i]][f];
            }

            tables[f] = TailTable.Of(column);
        }

        return tables;
    }
}

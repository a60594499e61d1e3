namespace PdmpAnalytics.Detection.Scoring;

/// <summary>
/// How unusual a patient is, from one-sided tail probabilities (after ECOD: Li et al. 2022, with the direction that matters
/// for each feature). A feature's surprise is -log10 of the share of patients at or above the value, half by everyone and
/// half by patients with about as many fills: ten early fills mean one thing in twelve fills and another in sixty, and
/// having many fills at all means something too. A group's surprise is the mean of its features; the score is the
/// weighted sum over groups, so the groups' parts add up to it.
/// </summary>
public sealed class TailProbabilityEngine
{
    private static readonly int Groups = Enum.GetValues<FeatureGroup>().Length;
    private static readonly double[] Shares = SharesOfFeatures();
    private readonly TailTable[] _everyone;
    private readonly TailTable[][] _byBand;

    public TailProbabilityEngine(FillBands bands, TailTable[] everyone, TailTable[][] byBand) =>
        (Bands, _everyone, _byBand) = (bands, everyone, byBand);

    public FillBands Bands { get; }

    /// <summary>By feature.</summary>
    public IReadOnlyList<TailTable> Everyone => _everyone;

    /// <summary>By band of fills, then by feature.</summary>
    public IReadOnlyList<TailTable[]> ByBand => _byBand;

    /// <summary>
    /// Weight of a group. Obtaining more than one supply is the sign itself; several places, private payment and overlaps
    /// between practices stand beside it; dose, habits and duration differ for many honest reasons (our choice from
    /// Cepeda 2013, Walker 2017, Yang 2015 and White 2009; 2026-11-22).
    /// </summary>
    public static double Weight(FeatureGroup group) => group switch
    {
        FeatureGroup.EarlyFills => 2,
        FeatureGroup.Overlap => 1,
        FeatureGroup.Providers => 1,
        FeatureGroup.Payment => 1,
        FeatureGroup.NewProviders => 0.5,
        FeatureGroup.Combination => 0.5,
        FeatureGroup.Distance => 0.5,
        FeatureGroup.Dose => 0.25,
        FeatureGroup.Habits => 0.1,
        FeatureGroup.Duration => 0.05,

        // Nobody is unusual for what a doctor or pharmacy does with others; a model may learn whether it says something beside the rest.
        FeatureGroup.Company => 0,
    };

    /// <summary>Learns the tables from a sample of patients; their order makes no difference.</summary>
    /// <param name="vectors">One feature vector a patient.</param>
    /// <param name="fills">Fills within the horizon of each patient.</param>
    public static TailProbabilityEngine Fit(IReadOnlyList<float[]> vectors, IReadOnlyList<int> fills)
    {
        var bands = FillBands.Of(fills);
        var all = Enumerable.Range(0, vectors.Count).ToArray();
        var byBand = Enumerable.Range(0, bands.Count).Select(band => FitTables(vectors, [.. all.Where(i => bands.Of(fills[i]) == band)]));
        return new TailProbabilityEngine(bands, FitTables(vectors, all), [.. byBand]);
    }

    /// <summary>The score alone: 0 or more, higher is more unusual.</summary>
    public double Score(ReadOnlySpan<float> vector, int fills)
    {
        var band = _byBand[Bands.Of(fills)];
        var score = 0.0;
        for (var f = 0; f < vector.Length; f++)
        {
            score += Contribution(band, f, vector[f]);
        }

        return score;
    }

    /// <summary>What a feature's surprise counts in the score: its group's weight, shared evenly among the group.</summary>
    internal static double ShareOf(int feature) => Shares[feature];

    /// <summary>How surprising each feature is; times <see cref="ShareOf"/> they add up to the score.</summary>
    internal void Surprises(ReadOnlySpan<float> vector, int fills, Span<double> surprises)
    {
        var band = _byBand[Bands.Of(fills)];
        for (var f = 0; f < vector.Length; f++)
        {
            surprises[f] = Surprise(band, f, vector[f]);
        }
    }

    /// <summary>The score as one part a group, largest first: what the group adds, told by its loudest feature.</summary>
    /// <param name="now">The features as they stand now, see <see cref="ScorePart.Now"/>; empty when nobody asks.</param>
    public IReadOnlyList<ScorePart> Explain(ReadOnlySpan<float> vector, int fills, ReadOnlySpan<float> now = default)
    {
        var band = _byBand[Bands.Of(fills)];
        Span<double> sums = stackalloc double[Groups];
        Span<double> loudest = stackalloc double[Groups];
        Span<int> features = stackalloc int[Groups];
        for (var f = 0; f < vector.Length; f++)
        {
            var group = (int)PatientFeatures.Definitions[f].Group;
            var contribution = Contribution(band, f, vector[f]);
            sums[group] += contribution;
            if (contribution > loudest[group])
            {
                (loudest[group], features[group]) = (contribution, f);
            }
        }

        var parts = new List<ScorePart>(Groups);
        for (var g = 0; g < Groups; g++)
        {
            if (sums[g] > 0)
            {
                var feature = PatientFeatures.Definitions[features[g]];
                parts.Add(new ScorePart(feature.Name, vector[features[g]], sums[g], feature.Meaning)
                {
                    Now = now.IsEmpty || float.IsNaN(now[features[g]]) ? null : now[features[g]],
                });
            }
        }

        parts.Sort((a, b) => b.Contribution.CompareTo(a.Contribution) is not 0 and var order ? order : string.CompareOrdinal(a.Feature, b.Feature));
        return parts;
    }

    private double Contribution(TailTable[] band, int feature, float value) =>
        Shares[feature] * Surprise(band, feature, value);

    private double Surprise(TailTable[] band, int feature, float value) =>
        (_everyone[feature].Surprise(value) + band[feature].Surprise(value)) / 2;

    /// <summary>Weight of each feature: its group's, shared evenly among the group.</summary>
    private static double[] SharesOfFeatures()
    {
        var sizes = PatientFeatures.Definitions.CountBy(d => d.Group).ToDictionary();
        return [.. PatientFeatures.Definitions.Select(d => Weight(d.Group) / sizes[d.Group])];
    }

    private static TailTable[] FitTables(IReadOnlyList<float[]> vectors, int[] patients)
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

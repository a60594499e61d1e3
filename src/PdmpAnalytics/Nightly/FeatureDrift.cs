using PdmpAnalytics.Detection.Scoring;

namespace PdmpAnalytics.Nightly;

/// <summary>A feature whose distribution moved.</summary>
/// <param name="Stability">Population stability index, see <see cref="FeatureProfile.StabilityAgainst"/>.</param>
public sealed record DriftedFeature(string Feature, double Stability);

/// <summary>How the features of a night's patients differ from those of the nights before; pure.</summary>
/// <param name="Patients">Patients with records of the night that were looked at.</param>
/// <param name="Nights">Nights compared with, of the 28 before.</param>
/// <param name="Largest">Largest index of all features.</param>
/// <param name="Drifted">Features at <see cref="Warning"/> or above, the most first.</param>
public sealed record FeatureDrift(int Patients, int Nights, double Largest, IReadOnlyList<DriftedFeature> Drifted)
{
    /// <summary>From here on a feature is named (domain reference 6.3).</summary>
    public const double Warning = 0.2;

    /// <summary>
    /// Fewer patients and nights say nothing: of 500 patients and 11 bins chance alone makes 0.02 (bins less one, over patients).
    /// Our choice, 2026-11-22.
    /// </summary>
    public const int FewestPatients = 500;

    /// <inheritdoc cref="FewestPatients"/>
    public const int FewestNights = 4;

    /// <param name="before">Profiles of the nights before, latest first; those with other edges than the latest are left out.</param>
    /// <returns>Null when there is too little to compare.</returns>
    public static FeatureDrift? Of(FeatureProfile tonight, IReadOnlyList<FeatureProfile> before)
    {
        var same = before.Where(b => b is { Patients: > 0, Counts.Length: > 0 } && Same(b, tonight)).ToList();
        if (tonight.Patients < FewestPatients || same.Count < FewestNights || same.Sum(b => b.Patients) < FewestPatients)
        {
            return null;
        }

        var indexes = tonight.StabilityAgainst(same.Aggregate((a, b) => a.Plus(b)));
        return new FeatureDrift(
            tonight.Patients,
            same.Count,
            indexes.Max(),
            [
                .. indexes.Select((index, f) => new DriftedFeature(PatientFeatures.Definitions[f].Name, Math.Round(index, 3)))
                    .Where(d => d.Stability >= Warning).OrderByDescending(d => d.Stability),
            ]);
    }

    private static bool Same(FeatureProfile one, FeatureProfile other) =>
        one.Edges.Length == other.Edges.Length && one.Edges.Zip(other.Edges).All(e => e.First.AsSpan().SequenceEqual(e.Second));
}

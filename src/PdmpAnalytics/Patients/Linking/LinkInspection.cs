using PdmpAnalytics.Patients.Matching;

namespace PdmpAnalytics.Patients.Linking;

/// <summary>Why two records are one person's, or not. The records hold identity.</summary>
public sealed record LinkPage
{
    /// <summary>The two records, lower id first. Identity.</summary>
    public required PatientRecord A { get; init; }
    public required PatientRecord B { get; init; }

    /// <summary>Null for a person and an animal, which are never compared.</summary>
    public required LinkExplanation? Explanation { get; init; }
    public required string ModelVersion { get; init; }

    /// <summary>True when equal keys alone make them one person, see <see cref="ExactIdentity"/>.</summary>
    public required bool EqualKeys { get; init; }

    /// <summary>A decision about the two; null without one.</summary>
    public required LinkDecision? Decision { get; init; }

    /// <summary>In one sentence: why they are one patient's, or why not.</summary>
    public required string Outcome { get; init; }

    public bool SamePatient => A.PatientId == B.PatientId;

    public override string ToString() => $"patient records {A.Id} and {B.Id}";
}

/// <summary>A pair that a person should look at.</summary>
/// <param name="FillsAtStake">Live fills of the patient with fewer: what would change hands.</param>
/// <param name="Interest">See <see cref="InterestOf"/>; higher first.</param>
/// <param name="Guard">What keeps the two apart or from being merged at once, whatever they weigh.</param>
/// <param name="UnguardedProbability">What the pair would have without its guard; the same as <paramref name="Probability"/> where there is none.</param>
public sealed record DoubtfulPair(
    long RecordA, long RecordB, long PatientA, long PatientB, double Probability, double WeightBits, long FillsAtStake, double Interest,
    LinkGuard Guard, double UnguardedProbability)
{
    /// <summary>True for a pair that only a guard keeps from being one person's, or from being merged at once.</summary>
    public bool IsStopped => Guard != LinkGuard.None;

    /// <summary>
    /// How much a decision would tell: the uncertainty in bits (entropy; 1 at a probability of 0.5) times the logarithm of the fills at
    /// stake. Our choice, 2026-11-22.
    /// </summary>
    public static double InterestOf(double probability, long fillsAtStake)
    {
        var uncertainty = probability is <= 0 or >= 1 ? 0
            : -probability * Math.Log2(probability) - (1 - probability) * Math.Log2(1 - probability);
        return uncertainty * Math.Log2(2 + fillsAtStake);
    }
}

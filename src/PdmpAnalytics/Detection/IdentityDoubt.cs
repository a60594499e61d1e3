namespace PdmpAnalytics.Detection;

/// <summary>The weakest link that holds a patient's records together, and what hangs on it.</summary>
/// <param name="Probability">That the two records of the link are one person's.</param>
/// <param name="RecordA">Patient record id.</param>
/// <param name="RecordB">Patient record id.</param>
/// <param name="Fills">Live dispensation versions that would be another person's without the link.</param>
public sealed record IdentityDoubt(double Probability, long RecordA, long RecordB, IReadOnlySet<long> Fills)
{
    /// <summary>A surer link is not worth a word: our choice, 2026-11-22.</summary>
    public const double Certainty = 0.99;
}

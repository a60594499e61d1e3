namespace PdmpAnalytics.Detection.Scoring.Learning;

/// <summary>What a reviewer concluded about one patient, with what the score saw when the alert spoke.</summary>
/// <param name="Patient">Splits keep all cases of one patient together.</param>
/// <param name="DecidedOn">UTC day of the conclusion.</param>
/// <param name="Inputs">In the order of <see cref="RiskInputs.All"/>.</param>
/// <param name="Confirmed">The pattern called for action (domain reference 5.1: positive).</param>
/// <param name="Weight">Patients this case stands for: 1, or more where only a share of such patients is reviewed.</param>
public sealed record ReviewedCase(long Patient, DateOnly DecidedOn, float[] Inputs, bool Confirmed, double Weight = 1)
{
    /// <summary>
    /// No case counts more: one reviewed patient of a thousand would outvote all others (truncated inverse-probability weights, Cole and
    /// Hernán 2008; the bound is our choice, 2026-11-22).
    /// </summary>
    public const double LargestWeight = 20;

    /// <summary>One over the share its patient was drawn with, at most <see cref="LargestWeight"/>; 1 for a patient that a rule queued.</summary>
    public static double WeightOf(double? sampleShare) => sampleShare is { } share ? Math.Min(LargestWeight, 1 / share) : 1;
}

namespace PdmpAnalytics.Detection.Scoring.Learning;

/// <summary>What a reviewer concluded about one patient, with what the score saw when the alert spoke.</summary>
/// <param name="Patient">Splits keep all cases of one patient together.</param>
/// <param name="DecidedOn">UTC day of the conclusion.</param>
/// <param name="Inputs">In the order of <see cref="RiskInputs.All"/>.</param>
/// <param name="Confirmed">The pattern called for action (domain reference 5.1: positive).</param>
/// <param name="Weight">Cases this one stands for; 1 for what the product learns from.</param>
public sealed record ReviewedCase(long Patient, DateOnly DecidedOn, float[] Inputs, bool Confirmed, double Weight = 1);

using PdmpAnalytics.Detection;
using PdmpAnalytics.Detection.Scoring.Learning;
using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Review;

/// <summary>What the priority of an alert is made of.</summary>
/// <param name="Severity">Highest severity among the findings.</param>
/// <param name="NotableRules">Distinct rules with a finding of Medium or above.</param>
/// <param name="Anomaly">The score's sum of parts; 0 when not scored.</param>
/// <param name="Exemptions">Exempt contexts stated in the judged history.</param>
/// <param name="IdentityConfidence">0 to 1.</param>
/// <param name="ExemptByHand">What a person stated lowered a finding; it counts as a stated context does.</param>
public readonly record struct PriorityInputs(
    Severity Severity,
    int NotableRules,
    double Anomaly,
    FillContext Exemptions,
    double IdentityConfidence,
    bool ExemptByHand = false)
{
    /// <summary>What a model learned from reviewers gives instead of the weights below, on the same scale; null without one.</summary>
    public double? LearnedPoints { get; init; }
}

/// <summary>
/// Orders the queue: the higher, the sooner a person should look. The score leads, because it knows how rare all signs are
/// together; severity and the number of rules follow. (The formula of domain reference 6.0.7 lets severity lead; it ranked
/// far worse on two invented populations of different making, see Review/README.md, 2026-11-22.)
/// </summary>
public static class AlertPriority
{
    /// <summary>Contexts in which much of what the rules measure is ordinary care (6.0.5).</summary>
    public const FillContext ExemptContexts = FillContext.Hospice | FillContext.Palliative | FillContext.Cancer
        | FillContext.SickleCell | FillContext.LongTermCare | FillContext.Taper | FillContext.CancerCareWriter;

    // All weights: our choice, 2026-11-22.
    private const double PerAnomaly = RiskInputs.PointsPerAnomaly;
    private const double PerSeverity = RiskInputs.PointsPerSeverity;
    private const double PerNotableRule = RiskInputs.PointsPerNotableRule;

    /// <summary>What an exempt context leaves of a priority.</summary>
    internal const double ExemptShare = 0.7;

    /// <summary>What an uncertain link takes off.</summary>
    internal const double UnsureIdentity = 5;

    /// <summary>From this probability of the weakest link on it takes nothing off.</summary>
    internal const double SureIdentityConfidence = 0.95;

    /// <summary>At least 0, rounded to two decimals so that every database and file shows the same number.</summary>
    public static double Of(in PriorityInputs inputs)
    {
        var priority = inputs.LearnedPoints
            ?? (PerAnomaly * inputs.Anomaly + PerSeverity * (int)inputs.Severity + PerNotableRule * inputs.NotableRules);
        priority *= (inputs.Exemptions & ExemptContexts) == 0 && !inputs.ExemptByHand ? 1 : ExemptShare;
        priority -= inputs.IdentityConfidence < SureIdentityConfidence ? UnsureIdentity : 0;
        return Math.Round(Math.Max(0, priority), 2);
    }
}

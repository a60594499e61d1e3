using System.Numerics;
using PdmpAnalytics.Detection;
using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Review;

/// <summary>What the priority of an alert is made of.</summary>
/// <param name="Severity">Highest severity among the findings.</param>
/// <param name="DistinctRules">Rules with a finding above Info, at least 0.</param>
/// <param name="Anomaly">The score's sum of parts; 0 when not scored.</param>
/// <param name="AnomalyPercentile">0 to 100 among comparable patients; 0 when not scored.</param>
/// <param name="Exemptions">Exempt contexts stated in the judged history.</param>
/// <param name="IdentityConfidence">0 to 1.</param>
public readonly record struct PriorityInputs(
    Severity Severity,
    int DistinctRules,
    double Anomaly,
    double AnomalyPercentile,
    FillContext Exemptions,
    double IdentityConfidence);

/// <summary>Orders the queue: the higher, the sooner a person should look (domain reference 6.0.7).</summary>
public static class AlertPriority
{
    /// <summary>Contexts in which much of what the rules measure is ordinary care (6.0.5).</summary>
    public const FillContext ExemptContexts = FillContext.Hospice | FillContext.Palliative | FillContext.Cancer
        | FillContext.SickleCell | FillContext.LongTermCare | FillContext.Taper;

    private const double PerSeverity = 10;
    private const double PerFurtherRule = 3;
    private const int FurtherRulesCounted = 5;
    private const double PercentileFloor = 90;
    private const double PerExemption = 10;
    private const double UnsureIdentity = 5;
    private const double SureIdentityConfidence = 0.95;

    /// <summary>At least 0, rounded to two decimals so that every database and file shows the same number.</summary>
    public static double Of(in PriorityInputs inputs)
    {
        var priority = PerSeverity * (int)inputs.Severity
            + PerFurtherRule * Math.Clamp(inputs.DistinctRules - 1, 0, FurtherRulesCounted)
            + Math.Max(0, inputs.AnomalyPercentile - PercentileFloor)
            - PerExemption * BitOperations.PopCount((uint)(inputs.Exemptions & ExemptContexts))
            - (inputs.IdentityConfidence < SureIdentityConfidence ? UnsureIdentity : 0);
        return Math.Round(Math.Max(0, priority), 2);
    }
}

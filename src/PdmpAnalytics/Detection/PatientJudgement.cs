using PdmpAnalytics.Detection.Scoring;
using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Detection;

/// <summary>
/// Everything detection has to say about one patient on one day: what Review turns into an alert. A judged patient without
/// findings is a judgement too, because an alert may have to be withdrawn.
/// </summary>
public sealed record PatientJudgement
{
    public required long PatientId { get; init; }

    /// <summary>The day judged from; the whole history up to and including it was looked at.</summary>
    public required DateOnly AsOf { get; init; }

    /// <summary>In catalogue order; empty when no rule held.</summary>
    public required IReadOnlyList<RuleFinding> Findings { get; init; }

    /// <summary>Null when the patient was not scored.</summary>
    public RiskScore? Score { get; init; }

    /// <summary>Exempt contexts the judged history states (6.0.5).</summary>
    public FillContext Exemptions { get; init; }

    /// <summary>Probability that the records belong to one person, 0 to 1; 1 while only exact keys link records.</summary>
    public double IdentityConfidence { get; init; } = 1;
}

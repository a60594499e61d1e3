using PdmpAnalytics.Detection.Scoring;
using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Detection;

/// <summary>
/// Everything detection has to say about one subject on one day: what Review turns into an alert. A judged subject without
/// findings is a judgement too, because an alert may have to be withdrawn.
/// </summary>
public abstract record SubjectJudgement
{
    /// <summary>The day judged from; all records up to and including it were looked at.</summary>
    public required DateOnly AsOf { get; init; }

    /// <summary>The thresholds judged by, see <see cref="RuleCatalog.Set"/>.</summary>
    public string RuleSet { get; init; } = "";

    /// <summary>In catalogue order; empty when no rule held.</summary>
    public required IReadOnlyList<RuleFinding> Findings { get; init; }

    /// <summary>Null when the subject was not scored.</summary>
    public RiskScore? Score { get; init; }

    /// <summary>Exempt contexts the judged history states (6.0.5); none for a subject that is no patient.</summary>
    public FillContext Exemptions { get; init; }

    /// <summary>
    /// Probability of the weakest link that evidence hangs on, 0 to 1; 1 when no link is uncertain, and for a subject that is no
    /// patient.
    /// </summary>
    public double IdentityConfidence { get; init; } = 1;
}

/// <summary>What the records of one dispenser say about itself, whoever its patients are. Never scored.</summary>
public sealed record DispenserJudgement : SubjectJudgement
{
    public required int DispenserId { get; init; }
}

/// <summary>What the records of one prescriber say about prescribing under that number, whoever the patients are. Never scored.</summary>
public sealed record PrescriberJudgement : SubjectJudgement
{
    /// <summary>Identity cluster over NPI and DEA number (6.0.4).</summary>
    public required int PrescriberId { get; init; }
}

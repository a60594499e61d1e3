using PdmpAnalytics.Detection;
using PdmpAnalytics.Detection.Scoring;
using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Review;

/// <summary>Why an alert is recorded but waits in no queue.</summary>
public enum QueueHold : byte
{
    /// <summary>It is queued.</summary>
    None,

    /// <summary>Every finding is for information only, or belongs to a rule that never queues.</summary>
    InformationOnly,

    /// <summary>An exempt context lowered what would have queued it.</summary>
    ExemptContext,

    /// <summary>What a person stated about the patient lowered it.</summary>
    ExemptByHand,
}

/// <summary>
/// What an alert says about its subject, computed from the findings alone: queue, severity, priority and a fingerprint.
/// </summary>
public sealed class AlertContent
{
    /// <param name="drawnBy">See <see cref="PatientJudgement.DrawnBy"/>.</param>
    private AlertContent(IReadOnlyList<RuleFinding> findings, BlindSample? drawnBy)
    {
        Findings = findings;
        Severity = Highest(findings);
        var queued = findings.Where(f => CanQueue(f, findings)).OrderByDescending(f => f.Severity).ThenBy(f => f.Rule.Queue).FirstOrDefault();
        Hold = queued is not null ? QueueHold.None
            : findings.Any(f => f.ExemptByHand is not null) ? QueueHold.ExemptByHand
            : findings.Any(f => f.ExemptBy != FillContext.None) ? QueueHold.ExemptContext
            : QueueHold.InformationOnly;
        if (Hold == QueueHold.InformationOnly && drawnBy is not null)
        {
            // An ordinary alert of at least the lowest severity that has a date to be concluded by: nothing else may tell it apart.
            (Hold, Severity, DrawnBy) = (QueueHold.None, Severity < Severity.Low ? Severity.Low : Severity, drawnBy);
        }

        Queue = queued?.Rule.Queue
            ?? findings.Select(f => f.Rule.Queue).Where(q => q != ReviewQueueKind.None).DefaultIfEmpty(ReviewQueueKind.Review).Min();
        Rules = string.Join(';', findings.Select(f => f.Rule.Id).Distinct());
        Evidence = findings.SelectMany(f => f.Evidence).ToHashSet();
    }

    public required DateOnly AsOf { get; init; }

    /// <summary>The thresholds judged by; not part of <see cref="Fingerprint"/>: a finding with equal thresholds says the same.</summary>
    public string RuleSet { get; private init; } = "";

    public IReadOnlyList<RuleFinding> Findings { get; }

    public RiskScore? Score { get; private init; }

    public FillContext Exemptions { get; private init; }

    public double IdentityConfidence { get; private init; }

    /// <summary>Null when no evidence hangs on an uncertain link.</summary>
    public UncertainLink? UncertainLink { get; private set; }

    /// <summary>Highest severity of all findings.</summary>
    public Severity Severity { get; }

    /// <summary>Queue of the most severe finding that may queue; for an alert on hold the one it would wait in.</summary>
    public ReviewQueueKind Queue { get; }

    public QueueHold Hold { get; }

    /// <summary>Set when no rule queues it and chance did. For statistics, not shown.</summary>
    public BlindSample? DrawnBy { get; }

    public double Priority { get; private init; }

    /// <summary>Distinct rule ids in catalogue order, joined by <c>;</c>.</summary>
    public string Rules { get; }

    /// <summary>Distinct dispensation versions behind all findings.</summary>
    public IReadOnlySet<long> Evidence { get; }

    /// <summary>Equal for equal content, whatever the day judged from.</summary>
    public long Fingerprint => _fingerprint ??= AlertFingerprint.Of(this);

    private long? _fingerprint;

    /// <summary>
    /// Null when there is nothing to record: nobody drawn, and no finding, or only findings that never queue about a patient who is not unusual.
    /// Half of all long-term patients have such a finding; they are measured again whenever someone asks about them.
    /// </summary>
    public static AlertContent? Of(SubjectJudgement judgement)
    {
        var drawnBy = (judgement as PatientJudgement)?.DrawnBy;
        if (drawnBy is null && !judgement.Findings.Any(f => IsRecorded(f, judgement.Findings))
            && (judgement.Findings.Count == 0 || !(judgement.Score?.Percentile >= RiskScore.UnusualPercentile)))
        {
            return null;
        }

        var inputs = new PriorityInputs(
            Highest(judgement.Findings),
            judgement.Findings.Where(f => f.Severity >= Severity.Medium).Select(f => f.Rule.Id).Distinct().Count(),
            judgement.Score?.Anomaly ?? 0,
            judgement.Exemptions,
            judgement.IdentityConfidence,
            judgement.Findings.Any(f => f.ExemptByHand is not null))
        {
            LearnedPoints = judgement.Score?.Risk?.Points,
        };
        var content = new AlertContent(judgement.Findings, drawnBy)
        {
            AsOf = judgement.AsOf,
            RuleSet = judgement.RuleSet,
            Score = judgement.Score,
            Exemptions = judgement.Exemptions,
            IdentityConfidence = judgement.IdentityConfidence,
            Priority = AlertPriority.Of(in inputs),
        };
        content.UncertainLink = content.Hanging(judgement as PatientJudgement);
        return content;
    }

    /// <summary>Info without any finding.</summary>
    private static Severity Highest(IReadOnlyList<RuleFinding> findings) => findings.Select(f => f.Severity).DefaultIfEmpty(Severity.Info).Max();

    /// <summary>An alert that waits in a queue stands without the link when it would wait in one; one that is only recorded when it would be.</summary>
    private UncertainLink? Hanging(PatientJudgement? judgement)
    {
        if (judgement is not { Doubt: { } doubt, Without: { } without } || Evidence.Count(doubt.Fills.Contains) is not (> 0 and var fills))
        {
            return null;
        }

        var rest = Of(without);
        var stands = rest is not null && (rest.Hold == QueueHold.None || Hold != QueueHold.None);
        return new UncertainLink(doubt.Probability, doubt.RecordA, doubt.RecordB, fills, stands);
    }

    /// <summary>Queues, or would without an exempt context or exemption: what was kept silent stays visible and counted (6.0.5).</summary>
    private static bool IsRecorded(RuleFinding finding, IReadOnlyList<RuleFinding> findings) =>
        CanQueue(finding, findings) || ((finding.ExemptBy != FillContext.None || finding.ExemptByHand is not null) && finding.Rule.Queue != ReviewQueueKind.None);

    private static bool CanQueue(RuleFinding finding, IReadOnlyList<RuleFinding> findings) =>
        finding.Severity > Severity.Info && finding.Rule.Queue != ReviewQueueKind.None
        && (finding.Rule.QueuesAlone(finding.Severity) || findings.Any(f => f.Severity > Severity.Info && f.Rule.Id != finding.Rule.Id));
}

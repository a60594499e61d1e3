using PdmpAnalytics.Detection;

namespace PdmpAnalytics.Review;

/// <summary>How many subjects a publication judged and what became of their alerts.</summary>
public sealed record PublicationCounts(long Judged = 0, long Raised = 0, long Refreshed = 0, long Reopened = 0, long Withdrawn = 0)
{
    /// <summary>True when the queue is as it was before.</summary>
    public bool ChangedNothing => Raised + Refreshed + Reopened + Withdrawn == 0;

    public PublicationCounts Plus(PublicationCounts other) => new(
        Judged + other.Judged,
        Raised + other.Raised,
        Refreshed + other.Refreshed,
        Reopened + other.Reopened,
        Withdrawn + other.Withdrawn);
}

/// <summary>An alert as it stands in the store.</summary>
internal sealed record KnownAlert(long Id, AlertStanding Standing);

/// <summary>One change that publishing makes.</summary>
/// <param name="AlertId">0 for an alert to be raised.</param>
/// <param name="Content">Null when the alert is withdrawn.</param>
internal sealed record AlertChange(long AlertId, AlertSubject Subject, DateOnly AsOf, AlertContent? Content, AlertDecision Decision);

/// <summary>What publishing a batch of judgements will change; pure.</summary>
internal static class AlertPublication
{
    /// <summary>Changes in the order of the batch; judgements that leave their alert alone have none.</summary>
    public static List<AlertChange> Plan(IReadOnlyList<SubjectJudgement> batch, IReadOnlyDictionary<AlertSubject, KnownAlert> known)
    {
        var changes = new List<AlertChange>();
        foreach (var judgement in batch)
        {
            var subject = AlertSubject.Of(judgement);
            var alert = known.GetValueOrDefault(subject);
            if (alert is null && judgement.Findings.Count == 0)
            {
                continue;
            }

            var content = AlertContent.Of(judgement);
            var decision = AlertPolicy.Decide(content, alert?.Standing, judgement.AsOf);
            if (decision.Step != AlertStep.Leave)
            {
                changes.Add(new(alert?.Id ?? 0, subject, judgement.AsOf, content, decision));
            }
        }

        return changes;
    }

    public static PublicationCounts Count(IReadOnlyList<SubjectJudgement> batch, IReadOnlyList<AlertChange> changes) => new(
        batch.Count,
        changes.Count(c => c.Decision.Step == AlertStep.Raise),
        changes.Count(c => c.Decision.Step == AlertStep.Refresh),
        changes.Count(c => c.Decision.Step == AlertStep.Reopen),
        changes.Count(c => c.Decision.Step == AlertStep.Withdraw));
}

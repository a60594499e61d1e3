using PdmpAnalytics.Detection;
using PdmpAnalytics.Detection.Scoring.Learning;

namespace PdmpAnalytics.Review;

/// <summary>How many subjects a publication judged and what became of their alerts.</summary>
public sealed record PublicationCounts(long Judged = 0, long Raised = 0, long Refreshed = 0, long Reopened = 0, long Withdrawn = 0, long Restored = 0)
{
    /// <summary>True when the queue is as it was before.</summary>
    public bool ChangedNothing => Raised + Refreshed + Reopened + Withdrawn + Restored == 0;

    public PublicationCounts Plus(PublicationCounts other) => new(
        Judged + other.Judged,
        Raised + other.Raised,
        Refreshed + other.Refreshed,
        Reopened + other.Reopened,
        Withdrawn + other.Withdrawn,
        Restored + other.Restored);
}

/// <summary>An alert as it stands in the store.</summary>
/// <param name="Version">A change is written only onto this version.</param>
/// <param name="WakesOnEvidence">It is put aside until there is new evidence.</param>
/// <param name="ChallengerId">The candidate whose figure it carries.</param>
internal sealed record KnownAlert(long Id, int Version, AlertStanding Standing, bool WakesOnEvidence = false, int? ChallengerId = null);

/// <summary>One change that publishing makes.</summary>
/// <param name="Known">Null for an alert to be raised.</param>
/// <param name="Content">Null when the alert is withdrawn.</param>
internal sealed record AlertChange(KnownAlert? Known, AlertSubject Subject, DateOnly AsOf, AlertContent? Content, AlertDecision Decision);

/// <summary>What publishing a batch of judgements will change; pure.</summary>
/// <param name="Changes">In the order of the batch; judgements that leave their alert alone have none.</param>
/// <param name="Challenged">Open alerts that say what they said, about which a candidate says something for the first time: no news to a reviewer.</param>
/// <param name="Waiting">Subjects whose alert stands on a later day than the one judged.</param>
/// <param name="Today">UTC day of publishing.</param>
internal sealed record AlertPublication(
    IReadOnlyList<AlertChange> Changes, IReadOnlyList<(long Alert, int Version, ChallengerEstimate Says)> Challenged, IReadOnlySet<AlertSubject> Waiting, DateOnly Today)
{
    /// <param name="today">UTC day of publishing.</param>
    public static AlertPublication Plan(
        IReadOnlyList<SubjectJudgement> batch, IReadOnlyDictionary<AlertSubject, KnownAlert> known, DateOnly today)
    {
        var changes = new List<AlertChange>();
        var challenged = new List<(long, int, ChallengerEstimate)>();
        var waiting = new HashSet<AlertSubject>();
        foreach (var judgement in batch)
        {
            var subject = AlertSubject.Of(judgement);
            var alert = known.GetValueOrDefault(subject);
            if (alert is null && judgement is { Findings.Count: 0 } and not PatientJudgement { DrawnBy: not null })
            {
                continue;
            }

            var content = AlertContent.Of(judgement);
            var decision = AlertPolicy.Decide(content, alert?.Standing, new PublicationDays(judgement.AsOf, today));
            if (decision.Step == AlertStep.Wait)
            {
                waiting.Add(subject);
            }
            else if (decision.Step != AlertStep.Leave)
            {
                changes.Add(new(alert, subject, judgement.AsOf, content, decision));
            }
            else if (alert is not null && alert.Standing.State.IsOpen() && content?.Score?.Challenger is { } says && says.ModelId != alert.ChallengerId)
            {
                challenged.Add((alert.Id, alert.Version, says));
            }
        }

        return new(changes, challenged, waiting, today);
    }

    /// <param name="judged">Subjects in the batch.</param>
    public PublicationCounts Count(int judged) => new(
        judged,
        Changes.Count(c => c.Decision.Step == AlertStep.Raise),
        Changes.Count(c => c.Decision.Step == AlertStep.Refresh),
        Changes.Count(c => c.Decision.Step == AlertStep.Reopen),
        Changes.Count(c => c.Decision.Step == AlertStep.Withdraw),
        Changes.Count(c => c.Decision.Step == AlertStep.Restore));
}

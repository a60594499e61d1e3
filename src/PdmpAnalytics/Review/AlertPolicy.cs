using PdmpAnalytics.Detection;

namespace PdmpAnalytics.Review;

/// <summary>What publishing a judgement does to the subject's alert.</summary>
public enum AlertStep : byte
{
    Leave,

    /// <summary>A new alert.</summary>
    Raise,

    /// <summary>The open alert says something new.</summary>
    Refresh,

    /// <summary>A closed or withdrawn alert is open again.</summary>
    Reopen,

    /// <summary>The evidence is gone.</summary>
    Withdraw,

    /// <summary>What withdrew or reopened the alert is gone again: it stands as it was left, see <see cref="SettledAlert"/>.</summary>
    Restore,

    /// <summary>The alert stands on a later day than the one judged: it is left alone, and the patient remains to be judged.</summary>
    Wait,
}

/// <summary>The two days of a publication.</summary>
/// <param name="AsOf">The day judged from; it decides which of two judgements is the later one.</param>
/// <param name="PublishedOn">UTC day on which it happens; a reviewer's silence of some days is counted by it.</param>
public readonly record struct PublicationDays(DateOnly AsOf, DateOnly PublishedOn);

/// <summary>A step with its reason in one sentence, for the audit log.</summary>
public readonly record struct AlertDecision(AlertStep Step, string Because);

/// <summary>What the store knows about a subject's alert before a judgement is published.</summary>
/// <param name="State">State today.</param>
/// <param name="Severity">Severity it had when it was last refreshed; for a closed alert, when it was judged.</param>
/// <param name="Fingerprint"><see cref="AlertContent.Fingerprint"/> of what it says.</param>
/// <param name="AsOf">The day judged from when it last changed.</param>
/// <param name="Disposition">Set for a closed alert.</param>
/// <param name="ClosedOn">UTC day it was closed on; set for a closed alert.</param>
/// <param name="Evidence">Dispensation versions a closed alert was judged on; not looked at in other states.</param>
public sealed record AlertStanding(
    AlertState State,
    Severity Severity,
    long Fingerprint,
    DateOnly AsOf,
    Disposition? Disposition,
    DateOnly? ClosedOn,
    IReadOnlySet<long> Evidence)
{
    /// <summary>Of the sample that drew it below the line of the queue; null for an alert that a rule queued.</summary>
    public int? SampleSeed { get; init; }

    /// <summary>How it was left, for an alert that records withdrew or reopened since; else null.</summary>
    public SettledAlert? Settled { get; init; }
}

/// <summary>
/// Decides what a judgement does to the one alert of its subject. Pure; a conclusion of a person is never undone without
/// something new (domain reference 5.1). The day judged from orders evidence; how long a conclusion holds is counted in the
/// days of those who drew it.
/// </summary>
public static class AlertPolicy
{
    /// <summary>A pattern judged harmless stays quiet this long (domain reference 5.1).</summary>
    public const int SuppressionDays = 90;

    /// <summary>Severity that must be gained to speak up within <see cref="SuppressionDays"/>.</summary>
    public const int MaterialSeverityRise = 2;

    /// <summary>Evidence that must have changed, as a share of what was judged, to speak up within <see cref="SuppressionDays"/>.</summary>
    public const double MaterialEvidenceChange = 0.5;

    /// <param name="content">Null when no rule holds any more.</param>
    /// <param name="standing">Null when the subject has no alert.</param>
    /// <param name="days">The day judged from and the day of publishing.</param>
    public static AlertDecision Decide(AlertContent? content, AlertStanding? standing, PublicationDays days) => (content, standing) switch
    {
        (null, null) => new(AlertStep.Leave, "nothing found"),
        (_, null) => new(AlertStep.Raise, content.DrawnBy is null ? "first finding about this subject" : "a pattern to be looked at"),
        (_, { State: not AlertState.Withdrawn }) when days.AsOf < standing.AsOf => new(AlertStep.Wait, "stands on a later day"),
        (null, { State: var state }) => state.IsOpen()
            ? new(AlertStep.Withdraw, "the records that supported it were voided, revised, reassigned or aged out; no rule holds any more")
            : new(AlertStep.Leave, "nothing found, not open"),
        (_, { Settled: { } settled }) => AfterRecords(content, standing, settled, days.PublishedOn),
        (_, { State: AlertState.Withdrawn }) => new(AlertStep.Reopen, "the evidence is back"),
        (_, { State: AlertState.Closed }) => AfterClosing(content, standing, days.PublishedOn),
        _ => standing.Fingerprint == content.Fingerprint
            ? new(AlertStep.Leave, "says the same")
            : new(AlertStep.Refresh, "says something new"),
    };

    /// <summary>
    /// An alert that records alone withdrew or reopened: it stands as it was left once nothing is new against that, whatever
    /// came and went in between (a merge that was undone, a void that was voided).
    /// </summary>
    private static AlertDecision AfterRecords(AlertContent content, AlertStanding standing, SettledAlert settled, DateOnly today)
    {
        var left = standing with
        {
            State = settled.State,
            Severity = settled.Severity,
            Disposition = settled.Disposition,
            ClosedOn = settled.ClosedAt is { } at ? DateOnly.FromDateTime(at.UtcDateTime) : null,
            Evidence = settled.Evidence.ToHashSet(),
        };
        var news = settled.State == AlertState.Closed
            ? AfterClosing(content, left, today)
            : new(content.Evidence.IsSubsetOf(left.Evidence) ? AlertStep.Leave : AlertStep.Reopen, "the evidence is back, with more");
        return news.Step == AlertStep.Leave ? new(AlertStep.Restore, "what changed it is gone again")
            : standing.State == AlertState.Withdrawn ? news
            : standing.Fingerprint == content.Fingerprint ? new(AlertStep.Leave, "says the same")
            : new(AlertStep.Refresh, "says something new");
    }

    /// <summary>
    /// After a conclusion that calls for action any new evidence reopens. After one that suppresses, only a material change
    /// within <see cref="SuppressionDays"/>, and any new evidence later (our choice, 2026-11-22: silence does not end on a
    /// day on which nothing happened). Who was drawn is drawn once by a panel, and again only by another one.
    /// </summary>
    private static AlertDecision AfterClosing(AlertContent content, AlertStanding closed, DateOnly today)
    {
        if (content.DrawnBy is { } sample && closed.SampleSeed is { } panel && panel != sample.Seed)
        {
            return new(AlertStep.Reopen, "a pattern to be looked at");
        }

        if (content.Hold != QueueHold.None || content.DrawnBy is not null)
        {
            return new(AlertStep.Leave, "nothing that would queue");
        }

        if ((int)content.Severity - (int)closed.Severity >= MaterialSeverityRise)
        {
            return new(AlertStep.Reopen, $"severity rose from {closed.Severity} to {content.Severity}");
        }

        var suppressed = closed.Disposition is { } disposition && disposition.Suppresses()
            && closed.ClosedOn is { } day && today < day.AddDays(SuppressionDays);
        if (!suppressed)
        {
            return content.Evidence.IsSubsetOf(closed.Evidence)
                ? new(AlertStep.Leave, "closed, no new evidence")
                : new(AlertStep.Reopen, "new evidence since it was closed");
        }

        return EvidenceChange(closed.Evidence, content.Evidence) > MaterialEvidenceChange
            ? new(AlertStep.Reopen, "more than half of the evidence changed since it was closed")
            : new(AlertStep.Leave, $"suppressed for {SuppressionDays} days after {closed.Disposition!.Value.Code()}");
    }

    /// <summary>Records added or gone, as a share of what there was; 1 when there was nothing.</summary>
    internal static double EvidenceChange(IReadOnlySet<long> before, IReadOnlySet<long> after)
    {
        if (before.Count == 0)
        {
            return after.Count == 0 ? 0 : 1;
        }

        var shared = after.Count(before.Contains);
        return (before.Count - shared + (after.Count - shared)) / (double)before.Count;
    }
}

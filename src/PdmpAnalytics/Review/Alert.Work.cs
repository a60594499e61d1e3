using PdmpAnalytics.Review.Work;

namespace PdmpAnalytics.Review;

// What people do about an alert. Its columns are AlertWork, laid flat so that the queue can be filtered by them.
public sealed partial class Alert
{
    /// <summary>Whose work it is; null while nobody's.</summary>
    public string? Assignee { get; private set; }

    /// <summary>Who holds it, or held it last; see <see cref="ClaimedUntil"/>.</summary>
    public string? ClaimedBy { get; private set; }

    /// <summary>UTC, not included; set with <see cref="ClaimedBy"/>.</summary>
    public DateTimeOffset? ClaimedUntil { get; private set; }

    /// <summary>UTC day on which it is back; null when it was not put aside.</summary>
    public DateOnly? SnoozedUntil { get; private set; }
    public bool WakesOnEvidence { get; private set; }
    public PlannedAction? PlannedAction { get; private set; }

    /// <summary>Null when no second reading is wanted.</summary>
    public ReadingKind? ReadingKind { get; private set; }

    /// <summary>Version of the first conclusion; set with <see cref="ReadingKind"/>.</summary>
    public int? ReadingOf { get; private set; }
    public string? FirstReader { get; private set; }

    /// <summary>Set when the second reader disagreed.</summary>
    public string? SecondReader { get; private set; }

    /// <summary>UTC day on which it last began to wait for people; null for alerts of earlier editions.</summary>
    public DateOnly? OpenedOn { get; private set; }

    /// <summary>Last UTC day on which it should be concluded, by <see cref="ServiceLevel"/>; null when nothing is promised.</summary>
    public DateOnly? DueOn { get; private set; }

    /// <summary>Null unless the alert's last change was a person's step.</summary>
    public TakenStep? LastStep { get; private set; }

    public AlertWork Work => new()
    {
        State = State,
        Disposition = Disposition,
        ClosedAt = ClosedAt,
        Reason = StateReason,
        Assignee = Assignee,
        Claim = ClaimedBy is { } by ? new AlertClaim(by, ClaimedUntil!.Value) : null,
        Snooze = SnoozedUntil is { } until ? new AlertSnooze(until, WakesOnEvidence) : null,
        Action = PlannedAction,
        Reading = ReadingKind is { } kind ? new PendingReading(kind, ReadingOf!.Value, FirstReader!, SecondReader) : null,
        OpenedOn = OpenedOn,
        DueOn = DueOn,
        Settled = Settled,
    };

    /// <summary>Takes a step; changes nothing when refused.</summary>
    internal Refusal? Take(ReviewStep step, in WorkContext context)
    {
        var before = Work;
        var taken = step.Take(before, context);
        if (taken.Refusal is { } refusal)
        {
            return refusal;
        }

        Become(taken.Value);
        LastStep = new TakenStep(step.Action, context.By.Name, context.Now, Version, step.Decides && Concludes(before, taken.Value), before);
        return null;
    }

    /// <summary>Takes the last step back; changes nothing when refused.</summary>
    internal Refusal? Undo(in Reviewer by, DateTimeOffset now, ReviewOptions options)
    {
        if (LastStep is not { } step)
        {
            return new Refusal(RefusalReason.WrongState, $"Nothing was done about alert {Id} that can be taken back.");
        }

        if (step.RefuseUndo(Id, Version, by, now, options) is { } refusal)
        {
            return refusal;
        }

        Become(step.Before);
        LastStep = null;
        return null;
    }

    /// <summary>As a second reader may see it: without the first conclusion.</summary>
    internal Alert Blind()
    {
        var blind = (Alert)MemberwiseClone();
        blind.State = AlertState.InReview;
        blind.Disposition = null;
        blind.ClosedAt = null;
        blind.StateReason = "";
        blind.PlannedAction = null;
        blind.LastStep = null;
        return blind;
    }

    private static bool Concludes(AlertWork before, AlertWork after) => (before.State, before.Disposition) != (after.State, after.Disposition);

    private void Become(AlertWork work)
    {
        (State, Disposition, ClosedAt, StateReason, Settled) = (work.State, work.Disposition, work.ClosedAt, work.Reason, work.Settled);
        (Assignee, PlannedAction, OpenedOn, DueOn) = (work.Assignee, work.Action, work.OpenedOn, work.DueOn);
        (ClaimedBy, ClaimedUntil) = (work.Claim?.By, work.Claim?.Until);
        (SnoozedUntil, WakesOnEvidence) = (work.Snooze?.Until, work.Snooze?.WakesOnEvidence ?? false);
        (ReadingKind, ReadingOf) = (work.Reading?.Kind, work.Reading?.DecisionVersion);
        (FirstReader, SecondReader) = (work.Reading?.First, work.Reading?.Second);
        Version++;
    }

    /// <summary>Waits for people from a day on.</summary>
    private void Wait(DateOnly today) => (OpenedOn, DueOn) = (today, ServiceLevel.DueOn(Severity, today));

    /// <summary>What records changed is looked at afresh: nobody holds it, and it is not put aside.</summary>
    private void LetGo()
    {
        (ClaimedBy, ClaimedUntil, SnoozedUntil, WakesOnEvidence) = (null, null, null, false);
    }
}

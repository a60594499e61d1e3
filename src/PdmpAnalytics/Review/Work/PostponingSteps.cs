namespace PdmpAnalytics.Review.Work;

/// <summary>Puts the alert aside for some days.</summary>
/// <param name="Until">UTC day on which it is back; null for the longest time there is.</param>
/// <param name="WakesOnEvidence">New evidence brings it back sooner.</param>
public sealed record SnoozeAlert(DateOnly? Until, bool WakesOnEvidence) : ReviewStep
{
    public override string Action => "alert.snoozed";

    public override string Detail => FormattableString.Invariant($"until={Until:yyyy-MM-dd} wakes={WakesOnEvidence}");

    internal override bool InBulk => true;

    internal override Result<AlertWork> Take(AlertWork work, in WorkContext context)
    {
        if (NotWorkable(work, context) is { } refusal)
        {
            return refusal;
        }

        var until = Postponed(Until, context);
        return until.Refusal is { } unusable ? unusable : work with { Snooze = new AlertSnooze(until.Value, WakesOnEvidence), Claim = null };
    }

    /// <summary>The day, or why it is none to put aside until.</summary>
    internal static Result<DateOnly> Postponed(DateOnly? until, in WorkContext context)
    {
        var last = context.Today.AddDays(context.Options.LongestSnoozeDays);
        var day = until ?? last;
        return day <= context.Today ? Incomplete("Put it aside until a day after today.")
            : day > last ? Incomplete(FormattableString.Invariant($"Put it aside for at most {context.Options.LongestSnoozeDays} days, until {last:yyyy-MM-dd}."))
            : day;
    }
}

/// <summary>Brings an alert back that was put aside.</summary>
public sealed record WakeAlert : ReviewStep
{
    public override string Action => "alert.woken";

    internal override bool InBulk => true;

    internal override Result<AlertWork> Take(AlertWork work, in WorkContext context) =>
        work.Snooze?.IsAsleep(context.Today) == true
            ? work with { Snooze = null }
            : new Refusal(RefusalReason.WrongState, $"Alert {context.AlertId} is not put aside.");
}

/// <summary>Watches the pattern for a while: back on a day, or with new evidence.</summary>
/// <param name="Until">UTC day; null for the longest time there is.</param>
public sealed record WatchAlert(DateOnly? Until, string Reason) : ReviewStep
{
    public override string Action => "alert.watched";

    public override string Detail => FormattableString.Invariant($"until={Until:yyyy-MM-dd}");

    internal override bool Decides => true;

    internal override Result<AlertWork> Take(AlertWork work, in WorkContext context)
    {
        if (NotWorkable(work, context) is { } refusal)
        {
            return refusal;
        }

        if (string.IsNullOrWhiteSpace(Reason))
        {
            return Incomplete("Watching needs a reason.");
        }

        var until = SnoozeAlert.Postponed(Until, context);
        return until.Refusal is { } unusable ? unusable : work with
        {
            State = AlertState.Monitoring,
            Reason = Reason.Trim(),
            Snooze = new AlertSnooze(until.Value, WakesOnEvidence: true),
            Assignee = work.Assignee ?? context.By.Name,
            Claim = null,
            Action = null,
        };
    }
}

/// <summary>A letter, notice or referral is being prepared; nothing is sent by it.</summary>
public sealed record PlanAction(PlannedAction Planned, string Reason) : ReviewStep
{
    public override string Action => "alert.action-planned";

    public override string Detail => $"action={Planned}";

    internal override bool Decides => true;

    internal override Result<AlertWork> Take(AlertWork work, in WorkContext context)
    {
        if (NotWorkable(work, context) is { } refusal)
        {
            return refusal;
        }

        if (Planned == PlannedAction.LawEnforcementReferral && !context.Options.LawEnforcementReferrals)
        {
            return new Refusal(RefusalReason.NotAllowed, "Referrals to law enforcement are off in this programme's configuration.");
        }

        return string.IsNullOrWhiteSpace(Reason) ? Incomplete("An action needs a reason.") : work with
        {
            State = AlertState.ActionPending,
            Action = Planned,
            Reason = Reason.Trim(),
            Assignee = work.Assignee ?? context.By.Name,
            Snooze = null,
        };
    }
}

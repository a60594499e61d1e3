namespace PdmpAnalytics.Review.Work;

/// <summary>Takes the alert for oneself for the length of a lease, or renews that; wakes it when it was put aside.</summary>
public sealed record ClaimAlert : ReviewStep
{
    public override string Action => "alert.claimed";

    internal override Result<AlertWork> Take(AlertWork work, in WorkContext context)
    {
        if (!work.State.IsOpen() && !work.AwaitsReading)
        {
            return WrongState(work, context, "open");
        }

        if (work.AwaitsReading && (work.Reading!.First == context.By.Name || work.Reading.Second == context.By.Name))
        {
            return new Refusal(RefusalReason.NotAllowed, "Somebody else reads it now; you have.");
        }

        return work with
        {
            State = work.State is AlertState.New or AlertState.Assigned or AlertState.Reopened ? AlertState.InReview : work.State,
            Claim = new AlertClaim(context.By.Name, context.Now + context.Options.Lease),
            Snooze = null,
        };
    }
}

/// <summary>Ends one's claim; a lead ends anybody's. The state stays: somebody has looked.</summary>
public sealed record ReleaseAlert : ReviewStep
{
    public override string Action => "alert.released";

    internal override bool InBulk => true;

    internal override bool RespectsClaim => false;

    internal override Result<AlertWork> Take(AlertWork work, in WorkContext context)
    {
        if (!context.By.IsLead && work.HeldByOther(context) is { } held)
        {
            return held;
        }

        return work.Claim is null
            ? new Refusal(RefusalReason.WrongState, $"Nobody has claimed alert {context.AlertId}.")
            : work with { Claim = null };
    }
}

/// <summary>Makes the alert somebody's work; hands it over when somebody has it, which its holder or a lead may do.</summary>
/// <param name="To">Account.</param>
public sealed record AssignAlert(string To) : ReviewStep
{
    public override string Action => "alert.assigned";

    public override string Detail => $"to={To}";

    internal override bool InBulk => true;

    internal override bool RespectsClaim => false;

    internal override Result<AlertWork> Take(AlertWork work, in WorkContext context)
    {
        if (string.IsNullOrWhiteSpace(To))
        {
            return Incomplete("Assigning needs the account it goes to.");
        }

        if (NotWorkable(work, context) is { } refusal)
        {
            return refusal;
        }

        return !context.By.IsLead && work.HeldByOther(context) is { } held ? held : work with
        {
            State = work.State is AlertState.New or AlertState.Reopened or AlertState.InReview ? AlertState.Assigned : work.State,
            Assignee = To.Trim(),
            Claim = null,
        };
    }
}

using PdmpAnalytics.Detection;

namespace PdmpAnalytics.Review.Work;

/// <summary>Judges the alert: closes it, or, when it is critical, has a second person read it first.</summary>
public sealed record ConcludeAlert(Disposition Disposition, string Reason) : ReviewStep
{
    /// <summary>Harmless explanations that were looked into; empty when none was noted.</summary>
    public string OtherExplanations { get; init; } = "";

    /// <summary>Where a rule's findings deserve another conclusion than the alert, by rule id.</summary>
    public IReadOnlyDictionary<string, Disposition> ByRule { get; init; } = new Dictionary<string, Disposition>();

    public override string Action => "alert.closed";

    public override string Detail => Disposition.Code();

    internal override bool Decides => true;

    internal override IEnumerable<Disposition> Concludes => ByRule.Values.Prepend(Disposition);

    /// <summary>Many at once only where no action follows: letters and referrals are about one subject each (our choice, 2026-11-22).</summary>
    internal override bool InBulk => Disposition.Label() != DispositionLabel.Positive;

    internal override Result<AlertWork> Take(AlertWork work, in WorkContext context)
    {
        if (NotWorkable(work, context) is { } refusal)
        {
            return refusal;
        }

        if (string.IsNullOrWhiteSpace(Reason))
        {
            return Incomplete("Closing needs a reason.");
        }

        if (Disposition == Disposition.Withdrawn)
        {
            return Incomplete("An alert is withdrawn when its records are; choose another conclusion.");
        }

        if (FindingVerdict.Refuse(context.AlertId, context.Rules, ByRule) is { } unknown)
        {
            return unknown;
        }

        var fourEyes = context.Severity == Severity.Critical;
        return work with
        {
            State = fourEyes ? Waiting(Disposition) : AlertState.Closed,
            Disposition = Disposition,
            Reason = Reason.Trim(),
            ClosedAt = fourEyes ? null : context.Now,
            Reading = fourEyes || context.DrawnForSample
                ? new PendingReading(fourEyes ? ReadingKind.FourEyes : ReadingKind.Sample, context.NextVersion, context.By.Name, Second: null)
                : null,
            Claim = null,
            Snooze = null,
            Action = null,
            Settled = null,
        };
    }

    /// <summary>The state in which a conclusion waits for its second reader (domain reference 5.1).</summary>
    private static AlertState Waiting(Disposition disposition) =>
        disposition == Disposition.Monitor90Days ? AlertState.Monitoring
        : disposition.Label() == DispositionLabel.Positive ? AlertState.ActionPending
        : AlertState.Dismissed;
}

/// <summary>Takes the conclusion about a closed alert back.</summary>
public sealed record ReopenAlert(string Reason) : ReviewStep
{
    public override string Action => "alert.reopened";

    internal override bool Decides => true;

    internal override bool JudgesAgain => true;

    internal override Result<AlertWork> Take(AlertWork work, in WorkContext context) =>
        work.State != AlertState.Closed ? WrongState(work, context, "closed")
        : string.IsNullOrWhiteSpace(Reason) ? Incomplete("Reopening needs a reason.")
        : work with
        {
            State = AlertState.Reopened,
            Disposition = null,
            ClosedAt = null,
            Reason = Reason.Trim(),
            Claim = null,
            Reading = null,
            Settled = null,
            OpenedOn = context.Today,
            DueOn = ServiceLevel.DueOn(context.Severity, context.Today),
        };
}

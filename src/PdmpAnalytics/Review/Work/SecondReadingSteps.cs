namespace PdmpAnalytics.Review.Work;

/// <summary>
/// A second person's own conclusion, drawn without seeing the first. Both agree when they say the same of the pattern
/// (<see cref="DispositionLabel"/>; our choice, 2026-11-22); the first's conclusion then stands. Otherwise a lead decides.
/// </summary>
public sealed record ReadAgain(Disposition Disposition, string Reason) : ReviewStep
{
    public override string Action => "alert.read-again";

    internal override IEnumerable<Disposition> Concludes => [Disposition];

    internal override bool Decides => true;

    internal override Result<AlertWork> Take(AlertWork work, in WorkContext context)
    {
        if (!work.AwaitsReading || work.Reading is not { IsDisputed: false } reading)
        {
            return new Refusal(RefusalReason.WrongState, $"Alert {context.AlertId} wants no second reading.");
        }

        if (reading.First == context.By.Name)
        {
            return new Refusal(RefusalReason.NotAllowed, "A second reading needs somebody else than the first reader.");
        }

        if (string.IsNullOrWhiteSpace(Reason))
        {
            return Incomplete("A second reading needs a reason.");
        }

        return Disposition.Label() != work.Disposition!.Value.Label()
            ? work with { Reading = reading with { Second = context.By.Name }, Claim = null }
            : SettleReadings.Close(work, work.Disposition.Value, work.Reason, context);
    }
}

/// <summary>A lead's conclusion where two readers disagree.</summary>
public sealed record SettleReadings(Disposition Disposition, string Reason) : ReviewStep
{
    public override string Action => "alert.readings-settled";

    public override string Detail => Disposition.Code();

    internal override IEnumerable<Disposition> Concludes => [Disposition];

    internal override bool Decides => true;

    internal override Result<AlertWork> Take(AlertWork work, in WorkContext context)
    {
        if (!work.AwaitsReading || work.Reading is not { IsDisputed: true } reading)
        {
            return new Refusal(RefusalReason.WrongState, $"No readings of alert {context.AlertId} disagree.");
        }

        return !context.By.IsLead || reading.First == context.By.Name || reading.Second == context.By.Name
            ? new Refusal(RefusalReason.NotAllowed, "Readings that disagree are settled by a lead who is neither reader.")
            : string.IsNullOrWhiteSpace(Reason) ? Incomplete("Settling needs a reason.")
            : Close(work, Disposition, Reason.Trim(), context);
    }

    internal static AlertWork Close(AlertWork work, Disposition disposition, string reason, in WorkContext context) => work with
    {
        State = AlertState.Closed,
        Disposition = disposition,
        Reason = reason,
        ClosedAt = work.ClosedAt ?? context.Now,
        Reading = null,
        Claim = null,
        Settled = null,
    };
}

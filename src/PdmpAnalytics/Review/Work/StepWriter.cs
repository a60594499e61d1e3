using Microsoft.EntityFrameworkCore;
using PdmpAnalytics.Auditing;
using PdmpAnalytics.Review.Referral;
using PdmpAnalytics.Storage;

namespace PdmpAnalytics.Review.Work;

/// <summary>Writes one step about one alert for <see cref="ReviewWorkService"/>, inside its transaction.</summary>
internal sealed class StepWriter(PdmpDbContext db, AuditLog audit, ReviewOptions options)
{
    public static Refusal Stale(long alertId) =>
        new(RefusalReason.Stale, $"Alert {alertId} changed since it was read. Look at it again, then decide.");

    /// <summary>Null when done; the context is then to be committed.</summary>
    public async Task<Refusal?> TakeAsync(
        Alert alert, ReviewStep step, Reviewer by, int? expectedVersion, DateTimeOffset now, CancellationToken cancellation)
    {
        var (before, context) = (alert.Work, Around(alert, by, now, options));
        if (step.RespectsClaim && before.HeldByOther(context) is { } held)
        {
            return held;
        }

        if (expectedVersion is { } expected && expected != alert.Version)
        {
            return Stale(alert.Id);
        }

        if (await UnapprovedAsync(alert, step, cancellation) is { } unapproved)
        {
            return unapproved;
        }

        if (alert.Take(step, context) is { } refusal)
        {
            return refusal;
        }

        // The alert before the rest: of two people at once, the second must meet a newer version, not the first's decision.
        await db.SaveChangesAsync(cancellation);
        await KeepAsync(alert, before, step, by, now, cancellation);
        if (step.JudgesAgain)
        {
            await JudgeAgainAsync(alert, cancellation);
        }

        await audit.AppendAsync(db, [new AuditEntry(by.Name, step.Action, $"alert:{alert.Id}", step.Detail)], cancellation);
        return null;
    }

    public async Task<Refusal?> UndoAsync(Alert alert, Reviewer by, DateTimeOffset now, CancellationToken cancellation)
    {
        var (from, step) = (alert.State, alert.LastStep);
        if (alert.Undo(by, now, options) is { } refusal)
        {
            return refusal;
        }

        await db.SaveChangesAsync(cancellation);
        await ForgetReadingAsync(alert, step!, cancellation);
        if (step!.Decided)
        {
            db.Add(ReviewDecision.Of(alert, from, by.Name, now));
            await db.SaveChangesAsync(cancellation);
            await CopyVerdictsAsync(alert, cancellation);
            await JudgeAgainAsync(alert, cancellation);
        }

        await audit.AppendAsync(db, [new AuditEntry(by.Name, "alert.undone", $"alert:{alert.Id}", step.Action)], cancellation);
        return null;
    }

    public static WorkContext Around(Alert alert, Reviewer by, DateTimeOffset now, ReviewOptions options) => new(
        alert.Id, alert.Version + 1, alert.Severity, alert.Rules.Split(';'),
        SecondReadingSample.Draws(alert.Id, alert.RaisedOn, options.SecondReadingShare), by, now, options);

    /// <summary>The decision, verdicts and readings that a step leaves behind.</summary>
    private async Task KeepAsync(Alert alert, AlertWork before, ReviewStep step, Reviewer by, DateTimeOffset now, CancellationToken cancellation)
    {
        if (alert.LastStep!.Decided)
        {
            db.Add(ReviewDecision.Of(alert, before.State, by.Name, now, (step as ConcludeAlert)?.OtherExplanations ?? ""));
        }

        switch (step)
        {
            case ConcludeAlert conclusion:
                db.AddRange(FindingVerdict.Of(alert, conclusion.ByRule));
                break;
            case ReadAgain reading:
                db.Add(SecondReading.Of(alert.Id, before, reading, by, now));
                break;
            case SettleReadings settled:
                (await ReadingAsync(alert.Id, before.Reading!, cancellation))?.Settle(settled.Disposition, by.Name);
                break;
        }

        await db.SaveChangesAsync(cancellation);
        if (alert.LastStep.Decided && step is ReadAgain or SettleReadings)
        {
            await CopyVerdictsAsync(alert, cancellation);
        }
    }

    /// <summary>A reading that is taken back is no reading; a settlement leaves the readings it was about.</summary>
    private async Task ForgetReadingAsync(Alert alert, TakenStep step, CancellationToken cancellation)
    {
        if (step.Before.Reading is { } pending && await ReadingAsync(alert.Id, pending, cancellation) is { } reading)
        {
            if (pending.IsDisputed)
            {
                reading.Settle(null, null);
            }
            else
            {
                db.Remove(reading);
            }

            await db.SaveChangesAsync(cancellation);
        }
    }

    /// <summary>A conclusion that stands again, or is confirmed, stands with what it said about single rules.</summary>
    private async Task CopyVerdictsAsync(Alert alert, CancellationToken cancellation)
    {
        if (alert.Disposition is null)
        {
            return;
        }

        var concluded = await db.Set<ReviewDecision>()
            .Where(d => d.AlertId == alert.Id && d.AlertVersion < alert.Version && d.Disposition == alert.Disposition)
            .MaxAsync(d => (int?)d.AlertVersion, cancellation);
        var verdicts = await db.Set<FindingVerdict>().AsNoTracking()
            .Where(v => v.AlertId == alert.Id && v.AlertVersion == concluded)
            .ToDictionaryAsync(v => v.RuleId, v => v.Disposition, cancellation);
        db.AddRange(FindingVerdict.Of(alert, verdicts));
        await db.SaveChangesAsync(cancellation);
    }

    /// <summary>
    /// Null unless a conclusion says that the case left the programme and no second person has approved that since the alert was opened, or opened again:
    /// an approval is about what was known then.
    /// </summary>
    private async Task<Refusal?> UnapprovedAsync(Alert alert, ReviewStep step, CancellationToken cancellation)
    {
        foreach (var kind in step.Concludes.Select(ReferralNeeded).OfType<ReferralKind>().Distinct())
        {
            var reopened = await db.Set<ReviewDecision>().Where(d => d.AlertId == alert.Id && d.To == AlertState.Reopened)
                .Select(d => d.DecidedAt).ToListAsync(cancellation);
            var approved = await db.Set<CaseReferral>().Where(r => r.AlertId == alert.Id && r.Kind == kind && r.State == ReferralState.Approved)
                .Select(r => r.DecidedAt!.Value).ToListAsync(cancellation);
            if (!approved.Exists(at => reopened.TrueForAll(r => r < at) && (alert.OpenedOn is not { } opened || DateOnly.FromDateTime(at.UtcDateTime) >= opened)))
            {
                return new Refusal(RefusalReason.Incomplete, "A referral is concluded once a second person has approved it; propose it first.");
            }
        }

        return null;
    }

    /// <summary>The referral a conclusion rests on; null for one that leaves the case in the programme.</summary>
    private static ReferralKind? ReferralNeeded(Disposition disposition) => 
        disposition == Disposition.BoardReferral ? ReferralKind.Board
        : disposition == Disposition.LawEnforcementRequestResponse ? ReferralKind.LawEnforcement
        : null;

    private Task<SecondReading?> ReadingAsync(long alertId, PendingReading pending, CancellationToken cancellation) =>
        db.Set<SecondReading>().SingleOrDefaultAsync(r => r.AlertId == alertId && r.AlertVersion == pending.DecisionVersion, cancellation);

    private async Task JudgeAgainAsync(Alert alert, CancellationToken cancellation)
    {
        if (alert.SubjectKind == AlertSubjectKind.Patient)
        {
            await JudgingMarks.MarkAsync(db, alert.SubjectId, cancellation);
        }
    }
}

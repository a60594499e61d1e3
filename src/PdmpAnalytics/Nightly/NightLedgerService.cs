using Microsoft.EntityFrameworkCore;
using PdmpAnalytics.Detection.Scoring.Learning;
using PdmpAnalytics.Storage;

namespace PdmpAnalytics.Nightly;

/// <summary>Reads and writes the ledger of nights. Each change is one transaction, so the ledger is never half written.</summary>
public sealed class NightLedgerService(IDbContextFactory<PdmpDbContext> contexts, TimeProvider clock)
{
    /// <summary>Every night begun so far.</summary>
    public async Task<IReadOnlyDictionary<DateOnly, NightState>> StatesAsync(CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.Set<NightlyRun>().ToDictionaryAsync(n => n.BusinessDate, n => n.State, cancellation);
    }

    /// <summary>Nights, latest first.</summary>
    public async Task<IReadOnlyList<NightPage>> ListAsync(int top, CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var nights = await db.Set<NightlyRun>().AsNoTracking().OrderByDescending(n => n.BusinessDate).Take(top).ToListAsync(cancellation);
        var days = nights.Select(n => n.BusinessDate).ToArray();
        var steps = await db.Set<NightlyStep>().AsNoTracking().Where(s => EF.Parameter(days).Contains(s.BusinessDate)).ToListAsync(cancellation);
        var attempts = await db.Set<NightlyAttempt>().AsNoTracking().Where(a => EF.Parameter(days).Contains(a.BusinessDate)).ToListAsync(cancellation);
        return
        [
            .. nights.Select(n => new NightPage(
                n,
                [.. steps.Where(s => s.BusinessDate == n.BusinessDate).OrderBy(s => s.Kind)],
                [.. attempts.Where(a => a.BusinessDate == n.BusinessDate).OrderBy(a => a.RunId, StringComparer.Ordinal)])),
        ];
    }

    /// <summary>One night with its steps and runs.</summary>
    public async Task<Result<NightPage>> FindAsync(DateOnly date, CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var night = await db.Set<NightlyRun>().AsNoTracking().SingleOrDefaultAsync(n => n.BusinessDate == date, cancellation);
        return night is null
            ? new Refusal(RefusalReason.NotFound, $"There was no night of {date:yyyy-MM-dd}; pdmp nights list shows all.")
            : new NightPage(
                night,
                await StepsAsync(db, date, cancellation),
                await db.Set<NightlyAttempt>().AsNoTracking().Where(a => a.BusinessDate == date).OrderBy(a => a.RunId).ToListAsync(cancellation));
    }

    /// <summary>What a night scores with; null before its patients are claimed.</summary>
    internal async Task<PinnedModels?> ModelsAsync(DateOnly date, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return (await db.Set<NightlyRun>().AsNoTracking().SingleOrDefaultAsync(n => n.BusinessDate == date, cancellation))?.Models;
    }

    /// <summary>Notes a run on a night, which is begun or gone on with.</summary>
    internal async Task<NightPage> BeginAsync(DateOnly date, string runId, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        var now = clock.GetUtcNow();
        var night = await db.Set<NightlyRun>().SingleOrDefaultAsync(n => n.BusinessDate == date, cancellation);
        if (night is null)
        {
            var before = await db.Set<NightlyRun>().AsNoTracking()
                .Where(n => n.State == NightState.Done && n.BusinessDate < date).OrderByDescending(n => n.BusinessDate)
                .FirstOrDefaultAsync(cancellation);
            night = NightlyRun.Begin(date, before, now);
            db.Add(night);
        }
        else
        {
            night.Resume();
        }

        var attempt = NightlyAttempt.Begin(runId, date, now);
        db.Add(attempt);
        await db.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        return new NightPage(night, await StepsAsync(db, date, cancellation), [attempt]);
    }

    internal async Task<NightlyStep> BeginStepAsync(DateOnly date, NightStepKind kind, CancellationToken cancellation) =>
        (await ChangeAsync(date, kind, (_, step) => step.Begin(clock.GetUtcNow()), cancellation)).Step;

    /// <returns>The night as it stands with the step done.</returns>
    internal Task<(NightlyRun Night, NightlyStep Step)> EndStepAsync(
        DateOnly date, NightStepKind kind, StepResult result, CancellationToken cancellation) =>
        ChangeAsync(
            date, kind,
            (night, step) =>
            {
                step.End(result, clock.GetUtcNow());
                result.Note(night);
            },
            cancellation);

    /// <summary>The step failed, and the night with it.</summary>
    internal async Task<NightlyStep> FailStepAsync(DateOnly date, NightStepKind kind, string fault)
    {
        var (_, failed) = await ChangeAsync(
            date, kind,
            (night, step) =>
            {
                step.Fail(fault, clock.GetUtcNow());
                night.Fail();
            },
            CancellationToken.None);
        return failed;
    }

    /// <summary>Not to be stopped: how a run ended is to be known.</summary>
    internal async Task EndAttemptAsync(string runId, AttemptOutcome outcome)
    {
        await using var db = await contexts.CreateDbContextAsync(CancellationToken.None);
        var attempt = await db.Set<NightlyAttempt>().SingleAsync(a => a.RunId == runId, CancellationToken.None);
        attempt.End(outcome, clock.GetUtcNow());
        await db.SaveChangesAsync(CancellationToken.None);
    }

    private async Task<(NightlyRun Night, NightlyStep Step)> ChangeAsync(
        DateOnly date, NightStepKind kind, Action<NightlyRun, NightlyStep> change, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        var night = await db.Set<NightlyRun>().SingleAsync(n => n.BusinessDate == date, cancellation);
        var step = await db.Set<NightlyStep>().SingleOrDefaultAsync(s => s.BusinessDate == date && s.Kind == kind, cancellation);
        if (step is null)
        {
            step = NightlyStep.Of(date, kind);
            db.Add(step);
        }

        change(night, step);
        await db.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        return (night, step);
    }

    private static Task<List<NightlyStep>> StepsAsync(PdmpDbContext db, DateOnly date, CancellationToken cancellation) =>
        db.Set<NightlyStep>().AsNoTracking().Where(s => s.BusinessDate == date).OrderBy(s => s.Kind).ToListAsync(cancellation);
}

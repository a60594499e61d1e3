using System.Globalization;
using Microsoft.EntityFrameworkCore;
using PdmpAnalytics.Auditing;
using PdmpAnalytics.Dispensing;
using PdmpAnalytics.Ingestion;
using PdmpAnalytics.Patients.Linking;
using PdmpAnalytics.Storage;

namespace PdmpAnalytics.Retention;

/// <summary>How far a purge is.</summary>
/// <param name="Run">As it stands.</param>
public readonly record struct PurgeProgress(PurgeRun Run);

/// <summary>
/// Destroys fills that were kept long enough, and what only they needed, patient by patient in small transactions. One that was stopped
/// or killed is completed by the same call. To be called under the night's lease.
/// </summary>
public sealed class RetentionService(IDbContextFactory<PdmpDbContext> contexts, PurgeBatchService batches, AuditLog audit, TimeProvider clock)
{
    /// <summary>Destroys what is older than the policy says, or goes on with what was begun.</summary>
    /// <returns>
    /// The certificate. Refused while a legal hold covers everybody, for a policy that is too short, and when an unfinished purge would
    /// destroy more than this policy.
    /// </returns>
    public async Task<Result<PurgeRun>> PurgeAsync(
        RetentionPolicy policy, string actor, IProgress<PurgeProgress>? progress = null, CancellationToken cancellation = default)
    {
        if (policy.Check() is { } tooShort)
        {
            return tooShort;
        }

        var begun = await BeginAsync(policy, actor, cancellation);
        if (begun.Refusal is { } refusal)
        {
            return refusal;
        }

        while (true)
        {
            var batch = await batches.DestroyNextAsync(begun.Value.Id, cancellation);
            if (batch.Refusal is { } held)
            {
                return held;
            }

            if (!batch.Value.GoesOn)
            {
                return await EndAsync(begun.Value.Id, actor, cancellation);
            }

            progress?.Report(new PurgeProgress(batch.Value.Run));
        }
    }

    /// <summary>Ends an unfinished purge where it stands: what it destroyed is in its certificate, and what is left stays.</summary>
    /// <returns>The certificate; NotFound when none is unfinished.</returns>
    public async Task<Result<PurgeRun>> AbandonAsync(string actor, CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        if (await db.Set<PurgeRun>().SingleOrDefaultAsync(p => p.EndedAt == null, cancellation) is not { } run)
        {
            return new Refusal(RefusalReason.NotFound, "No purge is unfinished.");
        }

        run.End(0, clock.GetUtcNow());
        await EndedAsync(db, run, "purge.abandoned", actor, cancellation);
        await transaction.CommitAsync(cancellation);
        return run;
    }

    /// <summary>What a purge would find today: dispensation versions older than the policy, and the patients they belong to.</summary>
    public async Task<(DateOnly Before, long Dispensations, long Patients)> PlanAsync(RetentionPolicy policy, CancellationToken cancellation = default)
    {
        var before = policy.Before(DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime));
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var old = db.Set<Dispensation>().Where(d => d.FilledOn < before);
        return (before, await old.LongCountAsync(cancellation), await old.Select(d => d.PatientId).Distinct().LongCountAsync(cancellation));
    }

    /// <summary>Every purge, latest first.</summary>
    public async Task<IReadOnlyList<PurgeRun>> ListAsync(CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.Set<PurgeRun>().AsNoTracking().OrderByDescending(p => p.Id).ToListAsync(cancellation);
    }

    private async Task<Result<PurgeRun>> BeginAsync(RetentionPolicy policy, string actor, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        if (await StandingHolds.RefuseAsync(db, cancellation) is { } held)
        {
            return held;
        }

        var now = clock.GetUtcNow();
        if (await db.Set<PurgeRun>().AsNoTracking().SingleOrDefaultAsync(p => p.EndedAt == null, cancellation) is { } unfinished)
        {
            return unfinished.Before > policy.Before(DateOnly.FromDateTime(now.UtcDateTime))
                ? new Refusal(
                    RefusalReason.WrongState,
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"Purge {unfinished.Id} of fills before {unfinished.Before:yyyy-MM-dd} is unfinished and would destroy what these years keep. pdmp retention abandon ends it where it stands."))
                : unfinished;
        }

        var last = await db.Set<PurgeRun>().MaxAsync(p => (int?)p.Id, cancellation) ?? 0;
        var run = PurgeRun.Begin(last + 1, policy.Before(DateOnly.FromDateTime(now.UtcDateTime)), actor, now);
        db.Add(run);
        await db.SaveChangesAsync(cancellation);
        await audit.AppendAsync(
            db, [new AuditEntry(actor, "purge.begun", $"purge:{run.Id}", FormattableString.Invariant($"before={run.Before:yyyy-MM-dd}"))], cancellation);
        await transaction.CommitAsync(cancellation);
        return run;
    }

    /// <summary>What belongs to no patient, and the certificate.</summary>
    private async Task<Result<PurgeRun>> EndAsync(int id, string actor, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        await StandingHolds.LockAsync(db, cancellation);
        if (await StandingHolds.RefuseAsync(db, cancellation) is { } refusal)
        {
            return refusal;
        }

        var run = await db.Set<PurgeRun>().SingleAsync(p => p.Id == id, cancellation);

        // A rejected record belongs to nobody yet, so while any hold stands it may be somebody's under it.
        var held = await StandingHolds.AnyAsync(db, cancellation);
        var received = new DateTimeOffset(run.Before.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
        var rejected = held ? 0 : await db.Set<RejectedRecord>().Where(r => r.ReceivedAt < received).ExecuteDeleteAsync(cancellation);

        // Blocks have no index by record, so those of all destroyed records go in one pass.
        await db.Set<PatientBlock>()
            .Where(b => !db.Set<Patients.PatientRecord>().Any(r => r.Id == b.RecordId)).ExecuteDeleteAsync(cancellation);
        run.End(rejected, clock.GetUtcNow());
        await EndedAsync(db, run, "purge.ended", actor, cancellation);
        await transaction.CommitAsync(cancellation);
        return run;
    }

    private async Task EndedAsync(PdmpDbContext db, PurgeRun run, string action, string actor, CancellationToken cancellation)
    {
        await db.SaveChangesAsync(cancellation);
        var detail = string.Create(
            CultureInfo.InvariantCulture,
            $"before={run.Before:yyyy-MM-dd} patients={run.Patients} kept={run.PatientsKept} dispensations={run.Dispensations} records={run.PatientRecords} rejected={run.RejectedRecords} digest={run.Digest}");
        await audit.AppendAsync(db, [new AuditEntry(actor, action, $"purge:{run.Id}", detail)], cancellation);
    }
}

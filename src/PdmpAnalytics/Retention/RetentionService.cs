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
    /// <returns>The certificate. Refused while a legal hold covers everybody, and for a policy that is too short.</returns>
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

        var run = begun.Value;
        while (await batches.DestroyNextAsync(run.Id, cancellation) is { } next)
        {
            progress?.Report(new PurgeProgress(run = next));
        }

        return await EndAsync(run.Id, actor, cancellation);
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
        if (await db.Set<LegalHold>().AnyAsync(h => h.EndedAt == null && h.PatientId == null, cancellation))
        {
            return new Refusal(RefusalReason.WrongState, "A legal hold covers everybody; nothing is destroyed while it stands.");
        }

        if (await db.Set<PurgeRun>().AsNoTracking().SingleOrDefaultAsync(p => p.EndedAt == null, cancellation) is { } unfinished)
        {
            return unfinished;
        }

        var now = clock.GetUtcNow();
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
    private async Task<PurgeRun> EndAsync(int id, string actor, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        var run = await db.Set<PurgeRun>().SingleAsync(p => p.Id == id, cancellation);
        var received = new DateTimeOffset(run.Before.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
        var rejected = await db.Set<RejectedRecord>().Where(r => r.ReceivedAt < received).ExecuteDeleteAsync(cancellation);

        // Blocks have no index by record, so those of all destroyed records go in one pass.
        await db.Set<PatientBlock>()
            .Where(b => !db.Set<Patients.PatientRecord>().Any(r => r.Id == b.RecordId)).ExecuteDeleteAsync(cancellation);
        run.End(rejected, clock.GetUtcNow());
        await db.SaveChangesAsync(cancellation);
        var detail = string.Create(
            CultureInfo.InvariantCulture,
            $"before={run.Before:yyyy-MM-dd} patients={run.Patients} kept={run.PatientsKept} dispensations={run.Dispensations} records={run.PatientRecords} rejected={rejected} digest={run.Digest}");
        await audit.AppendAsync(db, [new AuditEntry(actor, "purge.ended", $"purge:{id}", detail)], cancellation);
        await transaction.CommitAsync(cancellation);
        return run;
    }
}

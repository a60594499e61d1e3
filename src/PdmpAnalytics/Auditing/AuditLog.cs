using Microsoft.EntityFrameworkCore;
using PdmpAnalytics.Storage;

namespace PdmpAnalytics.Auditing;

/// <summary>What <see cref="AuditLog.VerifyAsync"/> found.</summary>
/// <param name="Events">Events read.</param>
/// <param name="Fault">Null when every event fits and the chain ends at the head.</param>
public sealed record AuditVerification(long Events, AuditFault? Fault);

/// <summary>The append-only audit log. Events are appended inside the transaction of what they report, so neither is kept without the other.</summary>
public sealed class AuditLog(IDbContextFactory<PdmpDbContext> contexts, IBulkWriter bulk, TimeProvider clock)
{
    /// <summary>Appends in the caller's transaction, which then holds the chain's head until it ends: append last.</summary>
    internal async Task AppendAsync(PdmpDbContext db, IReadOnlyList<AuditEntry> entries, CancellationToken cancellation)
    {
        if (entries.Count == 0)
        {
            return;
        }

        // What the caller has changed and not saved goes with it, before the head is held.
        if (db.ChangeTracker.HasChanges())
        {
            await db.SaveChangesAsync(cancellation);
        }

        var head = await LockHeadAsync(db, cancellation);
        var at = clock.GetUtcNow();
        var links = new List<AuditEvent>(entries.Count);
        foreach (var entry in entries)
        {
            var link = AuditEvent.After(head, in entry, at);
            head.MoveTo(link);
            links.Add(link);
        }

        await bulk.InsertAsync(db, links, cancellation);
        await db.Set<AuditHead>().ExecuteUpdateAsync(
            set => set.SetProperty(h => h.Sequence, head.Sequence).SetProperty(h => h.Hash, head.Hash), cancellation);
    }

    /// <summary>Appends one event in a transaction of its own, for reads that must leave a trace before their answer leaves.</summary>
    public async Task AppendAsync(AuditEntry entry, CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        await AppendAsync(db, [entry], cancellation);
        await transaction.CommitAsync(cancellation);
    }

    /// <summary>Reads the whole chain in order and stops at the first fault.</summary>
    public async Task<AuditVerification> VerifyAsync(IProgress<long>? progress = null, CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var (sequence, hash) = (0L, AuditChain.Origin);
        var events = db.Set<AuditEvent>().AsNoTracking().OrderBy(e => e.Sequence).AsAsyncEnumerable();
        await foreach (var link in events.WithCancellation(cancellation))
        {
            if (AuditChain.Check(link, sequence, hash) is { } fault)
            {
                return new AuditVerification(sequence, fault);
            }

            (sequence, hash) = (link.Sequence, link.Hash);
            progress?.Report(sequence);
        }

        var head = await db.Set<AuditHead>().AsNoTracking().SingleOrDefaultAsync(cancellation) ?? new AuditHead();
        return new AuditVerification(sequence, AuditChain.CheckEnd(head, sequence, hash));
    }

    /// <summary>The head, locked until the transaction ends: two writers that read the same head would fork the chain.</summary>
    private static async Task<AuditHead> LockHeadAsync(PdmpDbContext db, CancellationToken cancellation)
    {
        if (await TakeHeadAsync(db, cancellation) is { } head)
        {
            return head;
        }

        await db.Database.ExecuteSqlAsync(
            $"INSERT INTO audit_heads (id, sequence, hash) VALUES ({AuditHead.OnlyId}, 0, {AuditChain.Origin}) ON CONFLICT DO NOTHING",
            cancellation);
        return await TakeHeadAsync(db, cancellation) ?? throw new InvalidOperationException("The audit chain has no head.");
    }

    /// <summary>Writing to the row locks it on both databases, and what comes back is as the writer before left it; null before the first event.</summary>
    private static async Task<AuditHead?> TakeHeadAsync(PdmpDbContext db, CancellationToken cancellation)
    {
        var heads = db.Set<AuditHead>().FromSql($"UPDATE audit_heads SET sequence = sequence RETURNING id, sequence, hash").AsNoTracking();
        return (await heads.ToListAsync(cancellation)).SingleOrDefault();
    }
}

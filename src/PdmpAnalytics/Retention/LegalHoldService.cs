using Microsoft.EntityFrameworkCore;
using PdmpAnalytics.Auditing;
using PdmpAnalytics.Patients;
using PdmpAnalytics.Storage;

namespace PdmpAnalytics.Retention;

/// <summary>Places, ends and lists legal holds, each with its audit event in one transaction.</summary>
public sealed class LegalHoldService(IDbContextFactory<PdmpDbContext> contexts, AuditLog audit, TimeProvider clock)
{
    /// <param name="patient">Null for everybody.</param>
    /// <returns>NotFound or Incomplete, and nothing changed.</returns>
    public async Task<Result<LegalHold>> PlaceAsync(long? patient, string reason, string actor, CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        if (patient is { } asked && !await db.Set<Patient>().AnyAsync(p => p.Id == asked, cancellation))
        {
            return new Refusal(RefusalReason.NotFound, $"There is no patient {asked}.");
        }

        var last = await db.Set<LegalHold>().MaxAsync(h => (int?)h.Id, cancellation) ?? 0;
        var placed = LegalHold.Place(last + 1, patient, reason, actor, clock.GetUtcNow());
        if (placed.Refusal is { } refusal)
        {
            return refusal;
        }

        db.Add(placed.Value);
        await db.SaveChangesAsync(cancellation);
        await audit.AppendAsync(
            db,
            [new AuditEntry(actor, "hold.placed", $"hold:{placed.Value.Id}", FormattableString.Invariant($"patient={(patient is { } id ? $"{id}" : "all")}"))],
            cancellation);
        await transaction.CommitAsync(cancellation);
        return placed.Value;
    }

    /// <returns>Null when done; otherwise NotFound, WrongState or Incomplete, and nothing changed.</returns>
    public async Task<Refusal?> EndAsync(int id, string reason, string actor, CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        if (await db.Set<LegalHold>().SingleOrDefaultAsync(h => h.Id == id, cancellation) is not { } hold)
        {
            return new Refusal(RefusalReason.NotFound, $"There is no legal hold {id}.");
        }

        if (hold.End(reason, actor, clock.GetUtcNow()) is { } refusal)
        {
            return refusal;
        }

        await db.SaveChangesAsync(cancellation);
        await audit.AppendAsync(db, [new AuditEntry(actor, "hold.ended", $"hold:{id}", "")], cancellation);
        await transaction.CommitAsync(cancellation);
        return null;
    }

    /// <summary>Every hold, oldest first.</summary>
    public async Task<IReadOnlyList<LegalHold>> ListAsync(CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.Set<LegalHold>().AsNoTracking().OrderBy(h => h.Id).ToListAsync(cancellation);
    }
}

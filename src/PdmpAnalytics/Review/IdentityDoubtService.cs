using Microsoft.EntityFrameworkCore;
using PdmpAnalytics.Auditing;
using PdmpAnalytics.Patients;
using PdmpAnalytics.Patients.Linking;
using PdmpAnalytics.Storage;

namespace PdmpAnalytics.Review;

/// <summary>Reviewers doubt that records are one person's; a lead parts them or keeps them together. Each word is in the audit log.</summary>
public sealed class IdentityDoubtService(IDbContextFactory<PdmpDbContext> contexts, LinkDecisionService links, AuditLog audit, TimeProvider clock)
{
    /// <summary>Incomplete unless two different records of the alert's patient are named with a reason; WrongState when the pair is doubted already.</summary>
    public async Task<Result<IdentityDoubt>> RaiseAsync(
        long alertId, long recordA, long recordB, string reason, string by, CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        if (await db.Set<Alert>().AsNoTracking().SingleOrDefaultAsync(a => a.Id == alertId, cancellation) is not { } alert)
        {
            return new Refusal(RefusalReason.NotFound, $"There is no alert {alertId}.");
        }

        var own = await db.Set<PatientRecord>().CountAsync(r => (r.Id == recordA || r.Id == recordB) && r.PatientId == alert.SubjectId, cancellation);
        if (alert.SubjectKind != AlertSubjectKind.Patient || own != 2 || string.IsNullOrWhiteSpace(reason))
        {
            return new Refusal(RefusalReason.Incomplete, "Name two different records of this patient, and why they are two people's.");
        }

        var doubt = new IdentityDoubt(alertId, recordA, recordB, reason.Trim(), by, clock.GetUtcNow());
        if (await db.Set<IdentityDoubt>().AnyAsync(d => d.RecordA == doubt.RecordA && d.RecordB == doubt.RecordB && d.State == IdentityDoubtState.Open, cancellation))
        {
            return new Refusal(RefusalReason.WrongState, "These two records are doubted already; a lead is to settle it.");
        }

        db.Add(doubt);
        await db.SaveChangesAsync(cancellation);
        await NoteAsync(db, "identity.doubted", doubt, by, cancellation);
        await transaction.CommitAsync(cancellation);
        return doubt;
    }

    /// <summary>Open ones, oldest first.</summary>
    public async Task<IReadOnlyList<IdentityDoubt>> WaitingAsync(CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.Set<IdentityDoubt>().AsNoTracking().Where(d => d.State == IdentityDoubtState.Open).OrderBy(d => d.Id).ToListAsync(cancellation);
    }

    /// <summary>NotFound without such a doubt.</summary>
    public async Task<Result<IdentityDoubt>> FindAsync(long id, CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.Set<IdentityDoubt>().AsNoTracking().SingleOrDefaultAsync(d => d.Id == id, cancellation) is { } doubt
            ? doubt
            : new Refusal(RefusalReason.NotFound, $"There is no doubt {id}.");
    }

    /// <summary>Parts the records, at once and in every later linking, or keeps them together.</summary>
    /// <returns>NotFound, WrongState when it is settled, or why linkage refused; nothing is changed then.</returns>
    public async Task<Refusal?> SettleAsync(long id, bool part, string by, CancellationToken cancellation = default)
    {
        var found = await FindAsync(id, cancellation);
        if (found.Refusal is { } none)
        {
            return none;
        }

        if (found.Value.State != IdentityDoubtState.Open)
        {
            return new Refusal(RefusalReason.WrongState, $"{found.Value.SettledBy} has settled that.");
        }

        // Linkage first, in its own transaction: when this stops in between, the doubt stays open, and settling it again finds the records apart.
        if (part && await TogetherAsync(found.Value, cancellation)
            && (await links.DecideAsync(found.Value.RecordA, found.Value.RecordB, LinkVerdict.Different, new LinkAuthor(by, found.Value.Reason), cancellation)).Refusal is { } refusal)
        {
            return refusal;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        var doubt = await db.Set<IdentityDoubt>().SingleAsync(d => d.Id == id, cancellation);
        doubt.Settle(part ? IdentityDoubtState.Parted : IdentityDoubtState.Kept, by, clock.GetUtcNow());
        try
        {
            await db.SaveChangesAsync(cancellation);
        }
        catch (DbUpdateConcurrencyException)
        {
            return new Refusal(RefusalReason.Stale, "Somebody settled that meanwhile.");
        }

        await NoteAsync(db, part ? "identity.parted" : "identity.kept", doubt, by, cancellation);
        await transaction.CommitAsync(cancellation);
        return null;
    }

    private async Task<bool> TogetherAsync(IdentityDoubt doubt, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.Set<PatientRecord>().Where(r => r.Id == doubt.RecordA || r.Id == doubt.RecordB).Select(r => r.PatientId).Distinct().CountAsync(cancellation) == 1;
    }

    private Task NoteAsync(PdmpDbContext db, string action, IdentityDoubt doubt, string by, CancellationToken cancellation) => audit.AppendAsync(
        db, [new AuditEntry(by, action, $"alert:{doubt.AlertId}", FormattableString.Invariant($"doubt={doubt.Id} records={doubt.RecordA},{doubt.RecordB}"))], cancellation);
}

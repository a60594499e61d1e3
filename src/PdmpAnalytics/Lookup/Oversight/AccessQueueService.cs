using Microsoft.EntityFrameworkCore;
using PdmpAnalytics.Auditing;
using PdmpAnalytics.Lookup.Disclosure;
using PdmpAnalytics.Patients;
using PdmpAnalytics.Storage;

namespace PdmpAnalytics.Lookup.Oversight;

/// <summary>A finding as an auditor sees it.</summary>
/// <param name="Reason">The reason of an emergency opening; empty for every other sign.</param>
public sealed record AccessLine(AccessFinding Finding, string Reason);

/// <summary>The auditors' queue: what was raised, and what they concluded; and which patients are watched. Each step has its audit event.</summary>
public sealed class AccessQueueService(IDbContextFactory<PdmpDbContext> contexts, AuditLog audit, TimeProvider clock)
{
    private const int MostLines = 500;

    /// <summary>Open ones by default, newest first, at most 500.</summary>
    public async Task<IReadOnlyList<AccessLine>> ListAsync(bool settled = false, CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var findings = await db.Set<AccessFinding>().AsNoTracking().Where(f => f.SettledAt != null == settled)
            .OrderByDescending(f => f.Id).Take(MostLines).ToListAsync(cancellation);
        var opened = findings.Where(f => f.Sign == AccessSign.BreakGlass).Select(f => Guid.Parse(f.Disclosures)).ToList();
        var reasons = await db.Set<PatientDisclosure>().AsNoTracking().Where(d => EF.Parameter(opened).Contains(d.Id)).ToDictionaryAsync(d => d.Id, d => d.Override, cancellation);
        return findings.ConvertAll(f => new AccessLine(f, f.Sign == AccessSign.BreakGlass ? reasons.GetValueOrDefault(Guid.Parse(f.Disclosures), "") : ""));
    }

    /// <returns>Refused: NotFound, Incomplete without a note, WrongState or Stale when somebody settled it before.</returns>
    public async Task<Refusal?> SettleAsync(long id, AccessConclusion conclusion, string note, string actor, CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        if (await db.Set<AccessFinding>().SingleOrDefaultAsync(f => f.Id == id, cancellation) is not { } finding)
        {
            return new Refusal(RefusalReason.NotFound, $"There is no finding {id}.");
        }

        if (finding.Account.Equals(actor, StringComparison.OrdinalIgnoreCase))
        {
            return new Refusal(RefusalReason.NotAllowed, "Nobody settles what is about themselves.");
        }

        if (finding.Settle(conclusion, note, actor, clock.GetUtcNow()) is { } refusal)
        {
            return refusal;
        }

        try
        {
            await db.SaveChangesAsync(cancellation);
        }
        catch (DbUpdateConcurrencyException)
        {
            return new Refusal(RefusalReason.Stale, $"Somebody else settled finding {id} meanwhile.");
        }

        await audit.AppendAsync(db, [new AuditEntry(actor, "access.settled", $"access:{id}", $"conclusion={conclusion};account={finding.Account}")], cancellation);
        await transaction.CommitAsync(cancellation);
        return null;
    }

    /// <summary>Has every look at a patient shown to auditors.</summary>
    /// <returns>Refused: NotFound, or WrongState when the patient is watched.</returns>
    public async Task<Refusal?> WatchAsync(long patient, string actor, CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        if (!await db.Set<Patient>().AnyAsync(p => p.Id == patient, cancellation))
        {
            return new Refusal(RefusalReason.NotFound, $"There is no patient {patient}.");
        }

        if (await db.Set<WatchedPatient>().AnyAsync(w => w.PatientId == patient, cancellation))
        {
            return new Refusal(RefusalReason.WrongState, $"Patient {patient} is watched.");
        }

        db.Add(new WatchedPatient { PatientId = patient, Since = clock.GetUtcNow(), By = actor });
        await db.SaveChangesAsync(cancellation);
        await audit.AppendAsync(db, [new AuditEntry(actor, "access.watched", $"patient:{patient}", "")], cancellation);
        await transaction.CommitAsync(cancellation);
        return null;
    }

    /// <returns>Refused as NotFound when the patient is not watched.</returns>
    public async Task<Refusal?> UnwatchAsync(long patient, string actor, CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        if (await db.Set<WatchedPatient>().Where(w => w.PatientId == patient).ExecuteDeleteAsync(cancellation) == 0)
        {
            return new Refusal(RefusalReason.NotFound, $"Patient {patient} is not watched.");
        }

        await audit.AppendAsync(db, [new AuditEntry(actor, "access.unwatched", $"patient:{patient}", "")], cancellation);
        await transaction.CommitAsync(cancellation);
        return null;
    }
}

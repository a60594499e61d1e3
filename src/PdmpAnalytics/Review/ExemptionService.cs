using Microsoft.EntityFrameworkCore;
using PdmpAnalytics.Auditing;
using PdmpAnalytics.Detection.Exemptions;
using PdmpAnalytics.Storage;

namespace PdmpAnalytics.Review;

/// <summary>
/// What people state about patients: stating, ending and listing exemptions. Each change stands with its audit event, and the
/// patient's mark to be judged, in one transaction; it shows after the next detection.
/// </summary>
public sealed class ExemptionService(IDbContextFactory<PdmpDbContext> contexts, AuditLog audit, TimeProvider clock)
{
    /// <summary>States an exemption about a patient, or the one it was merged into. NotFound or Incomplete, and nothing changed.</summary>
    public async Task<Result<Exemption>> AddAsync(
        long patientId, ExemptionTerms terms, string author, CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        if (await ExemptionReads.InUseAsync(db, patientId, cancellation) is not { } patient)
        {
            return new Refusal(RefusalReason.NotFound, $"There is no patient {patientId}.");
        }

        var stated = Exemption.State(patient, terms, author, clock.GetUtcNow());
        if (stated.Refusal is { } refusal)
        {
            return refusal;
        }

        var exemption = stated.Value;
        db.Add(exemption);
        await db.SaveChangesAsync(cancellation);
        await JudgingMarks.MarkAsync(db, patient, cancellation);
        await audit.AppendAsync(
            db,
            [new AuditEntry(author, "exemption.added", $"exemption:{exemption.Id}", FormattableString.Invariant($"patient={patient} kind={exemption.Kind.Code()} until={exemption.Until:yyyy-MM-dd}"))],
            cancellation);
        await transaction.CommitAsync(cancellation);
        return exemption;
    }

    /// <summary>Ends an exemption for every day. Null when done; otherwise NotFound, WrongState, Incomplete or Stale, and nothing changed.</summary>
    public async Task<Refusal?> EndAsync(long exemptionId, string reason, string author, CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        var exemption = await db.Set<Exemption>().SingleOrDefaultAsync(e => e.Id == exemptionId, cancellation);
        if (exemption is null)
        {
            return new Refusal(RefusalReason.NotFound, $"There is no exemption {exemptionId}.");
        }

        if (exemption.End(author, reason, clock.GetUtcNow()) is { } refusal)
        {
            return refusal;
        }

        try
        {
            await db.SaveChangesAsync(cancellation);
        }
        catch (DbUpdateConcurrencyException)
        {
            return new Refusal(RefusalReason.Stale, $"Exemption {exemptionId} was ended by somebody else meanwhile.");
        }

        var patient = await ExemptionReads.InUseAsync(db, exemption.PatientId, cancellation) ?? exemption.PatientId;
        await JudgingMarks.MarkAsync(db, patient, cancellation);
        await audit.AppendAsync(
            db,
            [new AuditEntry(author, "exemption.ended", $"exemption:{exemptionId}", FormattableString.Invariant($"patient={patient} kind={exemption.Kind.Code()}"))],
            cancellation);
        await transaction.CommitAsync(cancellation);
        return null;
    }

    /// <summary>Oldest first.</summary>
    /// <param name="patientId">Those that hold for this patient; null for every patient's, as they were stated.</param>
    /// <param name="withEnded">Those that somebody ended, too.</param>
    public async Task<IReadOnlyList<Exemption>> ListAsync(long? patientId, bool withEnded, CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var exemptions = patientId is { } patient
            ? await ExemptionReads.OfPatientAsync(db, patient, cancellation)
            : await db.Set<Exemption>().AsNoTracking().OrderBy(e => e.Id).ToListAsync(cancellation);
        return [.. exemptions.Where(e => withEnded || e.EndedAt is null)];
    }
}

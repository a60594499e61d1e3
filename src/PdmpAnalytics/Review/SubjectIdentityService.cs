using Microsoft.EntityFrameworkCore;
using PdmpAnalytics.Auditing;
using PdmpAnalytics.Dispensing;
using PdmpAnalytics.Patients;
using PdmpAnalytics.Patients.Linking;
using PdmpAnalytics.Patients.Matching;
using PdmpAnalytics.Storage;

namespace PdmpAnalytics.Review;

/// <summary>Shows a reviewer whom an alert is about. That they looked is in the audit log before anything is shown.</summary>
public sealed class SubjectIdentityService(IDbContextFactory<PdmpDbContext> contexts, AuditLog audit)
{
    /// <param name="user">The account that looks.</param>
    public async Task<Result<SubjectIdentity>> OpenAsync(long alertId, string user, CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        if (await db.Set<Alert>().AsNoTracking().SingleOrDefaultAsync(a => a.Id == alertId, cancellation) is not { } alert)
        {
            return new Refusal(RefusalReason.NotFound, $"There is no alert {alertId}.");
        }

        var subject = $"{AlertCodes.Of(alert.SubjectKind)}:{alert.SubjectId}";
        await audit.AppendAsync(new AuditEntry(user, "identity.seen", subject, $"alert={alertId}"), cancellation);
        return alert.SubjectKind switch
        {
            AlertSubjectKind.Patient => new SubjectIdentity(await RecordsAsync(db, alert.SubjectId, cancellation), alert.IdentityConfidence, null, null),
            AlertSubjectKind.Prescriber => new SubjectIdentity([], 1, await db.Set<Prescriber>().AsNoTracking().SingleOrDefaultAsync(p => p.Id == alert.SubjectId, cancellation), null),
            AlertSubjectKind.Dispenser => new SubjectIdentity([], 1, null, await db.Set<Dispenser>().AsNoTracking().SingleOrDefaultAsync(d => d.Id == alert.SubjectId, cancellation)),
        };
    }

    private static async Task<IReadOnlyList<IdentityRecord>> RecordsAsync(PdmpDbContext db, long patient, CancellationToken cancellation)
    {
        var records = await db.Set<PatientRecord>().AsNoTracking().Where(r => r.PatientId == patient).ToListAsync(cancellation);
        var fills = await db.Set<Dispensation>().Where(d => d.PatientId == patient && d.ValidTo == null)
            .GroupBy(d => d.PatientRecordId).Select(g => new { g.Key, Count = g.Count() })
            .ToDictionaryAsync(g => g.Key, g => g.Count, cancellation);
        var ids = records.ConvertAll(r => r.Id);
        var links = await db.Set<StoredLink>().AsNoTracking()
            .Where(l => EF.Parameter(ids).Contains(l.RecordA) && EF.Parameter(ids).Contains(l.RecordB) && l.Weight >= 0)
            .ToListAsync(cancellation);
        var strongest = links.SelectMany(l => new[] { (Record: l.RecordA, l.Weight), (Record: l.RecordB, l.Weight) })
            .GroupBy(l => l.Record).ToDictionary(g => g.Key, g => new PatientLink(0, 1, g.Max(l => l.Weight), LinkGuard.None).Probability);
        return
        [
            .. from record in records
               let count = fills.GetValueOrDefault(record.Id)
               orderby count descending, record.Id
               select new IdentityRecord(record, count, strongest.TryGetValue(record.Id, out var probability) ? probability : null),
        ];
    }
}

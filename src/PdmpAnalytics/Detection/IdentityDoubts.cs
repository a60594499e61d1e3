using Microsoft.EntityFrameworkCore;
using PdmpAnalytics.Dispensing;
using PdmpAnalytics.Patients;
using PdmpAnalytics.Patients.Linking;
using PdmpAnalytics.Storage;

namespace PdmpAnalytics.Detection;

/// <summary>Reads which patients hang together by an uncertain link, for <see cref="DetectionService"/>.</summary>
internal static class IdentityDoubts
{
    /// <summary>Patients asked for in one query.</summary>
    private const int PatientsPerQuery = 5000;

    /// <summary>By patient: its weakest link, if that is below <see cref="IdentityDoubt.Certainty"/>, and the live fills behind it.</summary>
    /// <param name="patients">Only these; null for all.</param>
    public static async Task<IReadOnlyDictionary<long, IdentityDoubt>> ReadAsync(
        PdmpDbContext db, IReadOnlySet<long>? patients, CancellationToken cancellationToken)
    {
        var rows = await (
            from confidence in db.Set<RecordConfidence>()
            where confidence.Probability < IdentityDoubt.Certainty
            join record in db.Set<PatientRecord>() on confidence.RecordId equals record.Id
            select new { record.PatientId, confidence.RecordId, confidence.Probability, confidence.LinkA, confidence.LinkB })
            .ToListAsync(cancellationToken);
        var weakest = rows.Where(r => patients is null || patients.Contains(r.PatientId))
            .GroupBy(r => r.PatientId)
            .ToDictionary(g => g.Key, g => g.OrderBy(r => r.Probability).ThenBy(r => r.LinkA).ThenBy(r => r.LinkB).First());
        var hanging = rows
            .Where(r => weakest.TryGetValue(r.PatientId, out var link) && (r.LinkA, r.LinkB) == (link.LinkA, link.LinkB))
            .Select(r => r.RecordId).ToHashSet();
        var fills = new Dictionary<long, HashSet<long>>();
        foreach (var some in weakest.Keys.Order().Chunk(PatientsPerQuery))
        {
            var found = await db.Set<Dispensation>().AsNoTracking()
                .Where(d => EF.Parameter(some).Contains(d.PatientId) && d.ValidTo == null)
                .Select(d => new { d.PatientId, d.Id, d.PatientRecordId }).ToListAsync(cancellationToken);
            foreach (var patient in found.Where(d => hanging.Contains(d.PatientRecordId)).GroupBy(d => d.PatientId, d => d.Id))
            {
                fills.Add(patient.Key, [.. patient]);
            }
        }

        return fills.ToDictionary(
            f => f.Key,
            f => new IdentityDoubt(Math.Round(weakest[f.Key].Probability, 4), weakest[f.Key].LinkA, weakest[f.Key].LinkB, f.Value));
    }
}

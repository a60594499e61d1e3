using Microsoft.EntityFrameworkCore;
using PdmpAnalytics.Patients;
using PdmpAnalytics.Patients.Linking;
using PdmpAnalytics.Storage;

namespace PdmpAnalytics.Review;

/// <summary>
/// Reads what was found and concluded about patients while they were thought to be others, for <see cref="ReviewQueue.ShowAsync"/>. Nothing
/// is copied: it follows the journal of linkage and the patients as they stand, so that it goes back with a patient who is parted again.
/// </summary>
internal static class MergedAlerts
{
    /// <returns>By patient id, then alert; empty for another subject than a patient.</returns>
    public static async Task<IReadOnlyList<MergedAlert>> OfAsync(PdmpDbContext db, Alert alert, CancellationToken cancellation)
    {
        if (alert.SubjectKind != AlertSubjectKind.Patient)
        {
            return [];
        }

        var merged = (await MergedIntoAsync(db, alert.SubjectId, cancellation)).ToArray();
        var alerts = merged.Length == 0 ? [] : await db.Set<Alert>().AsNoTracking()
            .Where(a => a.SubjectKind == AlertSubjectKind.Patient && EF.Parameter(merged).Contains(a.SubjectId))
            .OrderBy(a => a.SubjectId).ThenBy(a => a.Id).ToListAsync(cancellation);
        var ids = alerts.Select(a => a.Id).ToArray();
        var decisions = ids.Length == 0 ? [] : await db.Set<ReviewDecision>().AsNoTracking()
            .Where(d => EF.Parameter(ids).Contains(d.AlertId)).OrderBy(d => d.AlertVersion).ToListAsync(cancellation);
        var decisionsOf = decisions.ToLookup(d => d.AlertId);
        return [.. alerts.Select(a => new MergedAlert(a, [.. decisionsOf[a.Id]]))];
    }

    /// <summary>The patient that has this one's records now; null for a patient in use.</summary>
    public static async Task<long?> SurvivorAsync(PdmpDbContext db, Alert alert, CancellationToken cancellation)
    {
        var patient = alert.SubjectKind == AlertSubjectKind.Patient ? await IntoAsync(db, alert.SubjectId, cancellation) : null;
        for (var next = patient; next is not null; next = await IntoAsync(db, next.Value, cancellation))
        {
            patient = next;
        }

        return patient;
    }

    private static Task<long?> IntoAsync(PdmpDbContext db, long patient, CancellationToken cancellation) =>
        db.Set<Patient>().Where(p => p.Id == patient).Select(p => p.MergedInto).SingleOrDefaultAsync(cancellation);

    /// <summary>Patients that went into this one and have not come back, also through others. The journal knows who may have, the patients who still is.</summary>
    private static async Task<SortedSet<long>> MergedIntoAsync(PdmpDbContext db, long patient, CancellationToken cancellation)
    {
        var merged = new SortedSet<long>();
        for (long[] into = [patient]; into.Length > 0;)
        {
            var reached = into;
            var from = await db.Set<LinkEvent>()
                .Where(e => e.Kind == LinkEventKind.Merge && EF.Parameter(reached).Contains(e.IntoPatientId))
                .Select(e => e.FromPatientId).Distinct().ToArrayAsync(cancellation);
            var gone = await db.Set<Patient>().Where(p => EF.Parameter(from).Contains(p.Id) && p.MergedInto != null)
                .Select(p => new { p.Id, p.MergedInto }).ToListAsync(cancellation);
            into = [.. gone.Where(p => p.MergedInto == patient || merged.Contains(p.MergedInto!.Value) || reached.Contains(p.MergedInto!.Value)).Select(p => p.Id).Where(merged.Add)];
        }

        return merged;
    }
}

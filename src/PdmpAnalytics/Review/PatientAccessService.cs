using Microsoft.EntityFrameworkCore;
using PdmpAnalytics.Auditing;
using PdmpAnalytics.Patients;
using PdmpAnalytics.Storage;

namespace PdmpAnalytics.Review;

/// <summary>Who looked at, decided about or exported what is known of one patient.</summary>
public sealed class PatientAccessService(IDbContextFactory<PdmpDbContext> contexts, AuditReadingService reading)
{
    /// <summary>
    /// Events about the patient, about those merged into it, and about the alerts of all of them, newest first.
    /// </summary>
    /// <param name="filter">Its subjects are not looked at.</param>
    /// <param name="reader">Account of the auditor.</param>
    public async Task<AuditPage> WhoLookedAsync(long patientId, AuditFilter filter, string reader, CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var patients = new HashSet<long> { patientId };
        for (var reached = new[] { patientId }; reached.Length > 0;)
        {
            var into = reached;
            var merged = await db.Set<Patient>().Where(p => p.MergedInto != null && EF.Parameter(into).Contains(p.MergedInto.Value)).Select(p => p.Id).ToArrayAsync(cancellation);
            reached = [.. merged.Where(patients.Add)];
        }

        var ids = patients.ToArray();
        var alerts = await db.Set<Alert>().Where(a => a.SubjectKind == AlertSubjectKind.Patient && EF.Parameter(ids).Contains(a.SubjectId))
            .Select(a => a.Id).ToArrayAsync(cancellation);
        return await reading.PageAsync(
            filter with { Subjects = [.. patients.Order().Select(id => $"patient:{id}"), .. alerts.Order().Select(id => $"alert:{id}")] }, reader, cancellation);
    }
}

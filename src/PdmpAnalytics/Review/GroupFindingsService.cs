using Microsoft.EntityFrameworkCore;
using PdmpAnalytics.Detection;
using PdmpAnalytics.Detection.Population;
using PdmpAnalytics.Storage;

namespace PdmpAnalytics.Review;

/// <summary>
/// What rules over several patients, prescribers and dispensers say: as it stands in the alerts, and found anew. Such findings
/// are kept nowhere but in the alerts, so a night that judges a patient alone reads them back from there.
/// </summary>
public sealed class GroupFindingsService(
    IDbContextFactory<PdmpDbContext> contexts, RuleCatalog rules, PopulationDetectionService detection, PopulationService populations)
{
    /// <summary>The findings of the alerts that are not withdrawn.</summary>
    public async Task<SubjectFindings> StandingAsync(CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var ids = rules.Population.All.Select(r => r.Definition.Id).ToArray();
        var rows = await db.Set<Alert>().AsNoTracking()
            .Where(a => a.State != AlertState.Withdrawn)
            .Join(
                db.Set<AlertFinding>().AsNoTracking().Where(f => EF.Parameter(ids).Contains(f.RuleId)),
                a => a.Id, f => f.AlertId, (a, f) => new { a.SubjectKind, a.SubjectId, Finding = f })
            .OrderBy(r => r.Finding.AlertId).ThenBy(r => r.Finding.Position)
            .ToListAsync(cancellation);
        var standing = new SubjectFindings();
        foreach (var row in rows)
        {
            standing.Add(SubjectOf(row.SubjectKind, row.SubjectId), row.Finding.ToFinding(rules.Population.Find(row.Finding.RuleId)!));
        }

        return standing;
    }

    /// <summary>
    /// Findings as of the day; null on a day on which they are not looked for: they are when everyone is judged, and once a week
    /// with the figures of the population (domain reference 5.6).
    /// </summary>
    public async Task<SubjectFindings?> FindAsync(DetectionRequest request, CancellationToken cancellation) =>
        request.All || await populations.TakenOnAsync(request.AsOf, cancellation)
            ? await detection.DetectAsync(request.AsOf, await AlertedAsync(cancellation), cancellation)
            : null;

    private async Task<AlertedPatients> AlertedAsync(CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var alerts = db.Set<Alert>().AsNoTracking()
            .Where(a => a.SubjectKind == AlertSubjectKind.Patient && a.State != AlertState.Withdrawn)
            .Select(a => new { a.SubjectId, a.Rules, a.Severity });
        var (byProviders, byAny) = (new HashSet<long>(), new HashSet<long>());
        await foreach (var alert in alerts.AsAsyncEnumerable().WithCancellation(cancellation))
        {
            var own = alert.Rules.Split(';').Where(id => rules.Population.Find(id) is null).ToList();
            if (own.Count > 0 && alert.Severity >= Severity.Medium)
            {
                byAny.Add(alert.SubjectId);
            }

            if (own.Exists(id => id.StartsWith("PS-", StringComparison.Ordinal) || id.StartsWith("OV-", StringComparison.Ordinal)))
            {
                byProviders.Add(alert.SubjectId);
            }
        }

        return new AlertedPatients(byProviders, byAny);
    }

    private static Subject SubjectOf(AlertSubjectKind kind, long id) => new(
        kind switch
        {
            AlertSubjectKind.Patient => SubjectKind.Patient,
            AlertSubjectKind.Prescriber => SubjectKind.Prescriber,
            AlertSubjectKind.Dispenser => SubjectKind.Dispenser,
        },
        id);
}

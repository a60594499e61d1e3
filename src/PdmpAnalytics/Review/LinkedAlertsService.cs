using Microsoft.EntityFrameworkCore;
using PdmpAnalytics.Detection;
using PdmpAnalytics.Dispensing;
using PdmpAnalytics.Patients;
using PdmpAnalytics.Storage;

namespace PdmpAnalytics.Review;

/// <summary>Finds the alerts that a reviewer should see beside one: of its group, its address, its prescribers and dispensers. Changes nothing.</summary>
public sealed class LinkedAlertsService(IDbContextFactory<PdmpDbContext> contexts, RuleCatalog rules)
{
    /// <summary>More are no help to a reader (our choice, 2026-11-22).</summary>
    private const int Most = 50;

    /// <summary>Addresses of more people are institutions (our choice, 2026-11-22).</summary>
    private const int MostAtAnAddress = 30;

    /// <summary>Alerts that are not withdrawn, highest priority first; each once, under the strongest link. NotFound without such an alert.</summary>
    public async Task<Result<IReadOnlyList<LinkedAlert>>> OfAsync(long alertId, CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        if (await db.Set<Alert>().AsNoTracking().Include(a => a.Findings).SingleOrDefaultAsync(a => a.Id == alertId, cancellation) is not { } alert)
        {
            return new Refusal(RefusalReason.NotFound, $"There is no alert {alertId}.");
        }

        var found = new List<LinkedAlert>();
        found.AddRange(await OfGroupsAsync(db, alert, cancellation));
        if (alert.SubjectKind == AlertSubjectKind.Patient)
        {
            found.AddRange(await AboutAsync(db, AlertSubjectKind.Patient, await AtAddressAsync(db, alert.SubjectId, cancellation), AlertLink.Address, cancellation));
        }

        found.AddRange(await OfProvidersAsync(db, alert, cancellation));
        return found.Where(f => f.Alert.Id != alertId).OrderBy(f => f.Link).DistinctBy(f => f.Alert.Id)
            .OrderBy(f => f.Link).ThenByDescending(f => f.Alert.Priority).ThenBy(f => f.Alert.Id).Take(Most).ToList();
    }

    /// <summary>A rule over several people says the same of each: same days, same numbers.</summary>
    private async Task<List<LinkedAlert>> OfGroupsAsync(PdmpDbContext db, Alert alert, CancellationToken cancellation)
    {
        var linked = new List<LinkedAlert>();
        foreach (var finding in alert.Findings.Where(f => rules.Population.Find(f.RuleId) is not null))
        {
            var others = await db.Set<AlertFinding>().AsNoTracking()
                .Where(f => f.RuleId == finding.RuleId && f.FirstDay == finding.FirstDay && f.LastDay == finding.LastDay && f.AlertId != alert.Id)
                .ToListAsync(cancellation);
            var ids = others.Where(o => o.Values.SequenceEqual(finding.Values)).Select(o => o.AlertId).Distinct().ToArray();
            linked.AddRange(
                from other in await Standing(db).Where(a => EF.Parameter(ids).Contains(a.Id)).ToListAsync(cancellation)
                select new LinkedAlert(other, AlertLink.Group, finding.RuleId));
        }

        return linked;
    }

    private static async Task<long[]> AtAddressAsync(PdmpDbContext db, long patient, CancellationToken cancellation)
    {
        var records = db.Set<PatientRecord>().AsNoTracking();
        var others = await (
            from own in records
            where own.PatientId == patient && own.Address != "" && own.Zip != ""
            join other in records on new { own.Zip, own.Address } equals new { other.Zip, other.Address }
            where other.PatientId != patient
            select other.PatientId).Distinct().Take(MostAtAnAddress + 1).ToArrayAsync(cancellation);
        return others.Length > MostAtAnAddress ? [] : others;
    }

    private static async Task<List<LinkedAlert>> OfProvidersAsync(PdmpDbContext db, Alert alert, CancellationToken cancellation)
    {
        if (alert.SubjectKind != AlertSubjectKind.Patient)
        {
            var patients = (await FillLines.OfAsync(db, alert, cancellation)).Select(f => f.PatientId).Distinct().ToArray();
            return await AboutAsync(db, AlertSubjectKind.Patient, patients, AlertLink.Patient, cancellation);
        }

        var counted = alert.Findings.SelectMany(f => f.Evidence).ToHashSet();
        var fills = await (
            from fill in db.Set<Dispensation>().AsNoTracking()
            where fill.PatientId == alert.SubjectId && fill.ValidTo == null
            join site in db.Set<PrescriberSite>() on fill.PrescriberSiteId equals site.Id
            select new { fill.Id, fill.DispenserId, site.PrescriberId }).ToListAsync(cancellation);
        fills.RemoveAll(f => !counted.Contains(f.Id));
        return
        [
            .. await AboutAsync(db, AlertSubjectKind.Prescriber, [.. fills.Select(f => (long)f.PrescriberId).Distinct()], AlertLink.Prescriber, cancellation),
            .. await AboutAsync(db, AlertSubjectKind.Dispenser, [.. fills.Select(f => (long)f.DispenserId).Distinct()], AlertLink.Dispenser, cancellation),
        ];
    }

    private static async Task<List<LinkedAlert>> AboutAsync(
        PdmpDbContext db, AlertSubjectKind kind, long[] subjects, AlertLink link, CancellationToken cancellation) => subjects.Length == 0
        ? []
        : (await Standing(db).Where(a => a.SubjectKind == kind && EF.Parameter(subjects).Contains(a.SubjectId)).ToListAsync(cancellation))
            .ConvertAll(a => new LinkedAlert(a, link));

    private static IQueryable<Alert> Standing(PdmpDbContext db) => db.Set<Alert>().AsNoTracking().Where(a => a.State != AlertState.Withdrawn);
}

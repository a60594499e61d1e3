using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using PdmpAnalytics.Detection;
using PdmpAnalytics.Dispensing;
using PdmpAnalytics.Ingestion;
using PdmpAnalytics.Patients;
using PdmpAnalytics.Patients.Linking;
using PdmpAnalytics.Review;
using PdmpAnalytics.Storage;

namespace PdmpAnalytics.Nightly;

/// <summary>
/// Reads a night's figures from the store. Nothing is counted along while a night runs: what a killed run did is in the store and
/// counts like the rest.
/// </summary>
internal sealed class NightFiguresService(IDbContextFactory<PdmpDbContext> contexts)
{
    /// <summary>The last submission there is.</summary>
    public async Task<int> LastSubmissionAsync(CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.Set<Submission>().MaxAsync(s => (int?)s.Id, cancellation) ?? 0;
    }

    /// <summary>What came after one submission up to another, and a hash over the files in the order they came.</summary>
    public async Task<(NightIntake Intake, string Hash)> IntakeAsync(int after, int through, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var files = await Received(db, after, through).OrderBy(s => s.Id).ToListAsync(cancellation);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        files.ForEach(f => hash.AppendData(f.ContentHash));
        var intake = new NightIntake(
            files.Count,
            files.Count(f => f.Result == SubmissionResult.AcceptedInPart),
            files.Count(f => f.Result == SubmissionResult.Rejected),
            files.Sum(f => f.Records), files.Sum(f => f.Loaded), files.Sum(f => f.Revised), files.Sum(f => f.Voided),
            files.Sum(f => f.Duplicates), files.Sum(f => f.Rejected), files.Sum(f => f.Serious), files.Sum(f => f.ZeroReports));
        return (intake, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    /// <summary>The last entry in the journal of linkage.</summary>
    public async Task<long> LastLinkEventAsync(CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.Set<LinkEvent>().MaxAsync(e => (long?)e.Id, cancellation) ?? 0;
    }

    /// <summary>Entries in the journal of linkage after one up to another.</summary>
    public async Task<NightLinkage> LinkageAsync(long after, long through, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var kinds = await db.Set<LinkEvent>().Where(e => e.Id > after && e.Id <= through)
            .GroupBy(e => e.Kind).Select(g => new { g.Key, Count = g.LongCount() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancellation);
        return new NightLinkage(
            kinds.GetValueOrDefault(LinkEventKind.Merge), kinds.GetValueOrDefault(LinkEventKind.Split), kinds.GetValueOrDefault(LinkEventKind.Move));
    }

    /// <summary>Drug products, conversion factors, ZIP codes and registered prescribers in the store.</summary>
    public async Task<(int Products, int Named, int Factors, int Zips, int Prescribers)> ReferenceAsync(CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return (
            await db.Set<DrugProduct>().CountAsync(cancellation),
            await db.Set<DrugProduct>().CountAsync(p => p.Ingredient != null, cancellation),
            await db.Set<ConversionFactor>().CountAsync(cancellation),
            await db.Set<ZipCentroid>().CountAsync(cancellation),
            await db.Set<Prescriber>().CountAsync(cancellation));
    }

    /// <summary>Patients that are marked, those of an unfinished run too, and those that become due by the day.</summary>
    public async Task<(long Marked, long Due)> TouchedAsync(DateOnly date, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var marks = await db.Set<PatientToJudge>().Select(p => p.PatientId).ToListAsync(cancellation);
        var marked = marks.Select(Math.Abs).ToHashSet();
        var due = await db.Set<DuePatient>().Where(p => p.DueOn <= date).Select(p => p.PatientId).ToListAsync(cancellation);
        return (marked.Count, due.LongCount(id => !marked.Contains(id)));
    }

    /// <summary>Open alerts that wait in a queue, by severity from the highest.</summary>
    public async Task<IReadOnlyList<QueueLevel>> QueueAsync(CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var levels = await db.Set<Alert>()
            .Where(a => a.Hold == QueueHold.None && a.State != AlertState.Closed && a.State != AlertState.Withdrawn)
            .GroupBy(a => a.Severity).Select(g => new { g.Key, Count = g.LongCount() }).ToListAsync(cancellation);
        return [.. levels.OrderByDescending(l => l.Key).Select(l => new QueueLevel(AlertCodes.Of(l.Key), l.Count))];
    }

    /// <summary>Subjects of one kind whose alert changed as of the day.</summary>
    public async Task<long> ChangedAsync(DateOnly date, bool patients, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.Set<Alert>().LongCountAsync(
            a => a.AsOf == date && (a.SubjectKind == AlertSubjectKind.Patient) == patients, cancellation);
    }

    /// <summary>The alerts that changed as of the night's day, by cause.</summary>
    public async Task<IReadOnlyList<AlertChanges>> AlertsAsync(NightlyRun night, AlertCauses causes, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var date = night.BusinessDate;
        var alerts = await db.Set<Alert>().AsNoTracking().Where(a => a.AsOf == date)
            .Select(a => new { a.SubjectKind, a.SubjectId, a.State, a.RaisedOn }).ToListAsync(cancellation);
        var patients = alerts.Where(a => a.SubjectKind == AlertSubjectKind.Patient).Select(a => a.SubjectId).Distinct().ToArray();
        var moved = await MovedAsync(db, night, cancellation);
        var reported = await ReportedAsync(db, night, patients, cancellation);
        return
        [
            .. alerts
                .GroupBy(a => a.SubjectKind == AlertSubjectKind.Patient
                    ? causes.Of(moved.Contains(a.SubjectId), reported.Contains(a.SubjectId))
                    : causes.Of(moved: false, reported: night.ThroughSubmissionId > night.AfterSubmissionId))
                .OrderBy(g => g.Key)
                .Select(g => new AlertChanges(
                    g.Key,
                    g.LongCount(a => a.RaisedOn == date && a.State == AlertState.New),
                    g.LongCount(a => a.RaisedOn < date && a.State != AlertState.Withdrawn),
                    g.LongCount(a => a.RaisedOn == date && a.State is not (AlertState.New or AlertState.Withdrawn)),
                    g.LongCount(a => a.State == AlertState.Withdrawn))),
        ];
    }

    /// <summary>The nights before, latest first: records by night, and the report of the last good one.</summary>
    public async Task<(List<(DateOnly Night, long Records)> Rows, NightlyRun? Last)> BeforeAsync(DateOnly date, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var from = date.AddDays(-RowBand.Nights);
        var rows = await db.Set<NightlyStep>()
            .Where(s => s.Kind == NightStepKind.Load && s.State == NightStepState.Done && s.BusinessDate >= from && s.BusinessDate < date)
            .Where(s => !db.Set<NightlyRun>().Any(n => n.BusinessDate == s.BusinessDate && n.HeldFor != null))
            .Select(s => new { s.BusinessDate, s.CountIn }).ToListAsync(cancellation);
        var last = await db.Set<NightlyRun>().AsNoTracking().Where(n => n.State == NightState.Done && n.BusinessDate < date)
            .OrderByDescending(n => n.BusinessDate).FirstOrDefaultAsync(cancellation);
        return (rows.ConvertAll(r => (r.BusinessDate, r.CountIn)), last);
    }

    private static IQueryable<Submission> Received(PdmpDbContext db, int after, int through) =>
        db.Set<Submission>().AsNoTracking().Where(s => s.Id > after && s.Id <= through);

    private static async Task<HashSet<long>> MovedAsync(PdmpDbContext db, NightlyRun night, CancellationToken cancellation)
    {
        var events = await db.Set<LinkEvent>().Where(e => e.Id > night.AfterLinkEventId && e.Id <= night.ThroughLinkEventId)
            .Select(e => new { e.FromPatientId, e.IntoPatientId }).ToListAsync(cancellation);
        return [.. events.SelectMany(e => new[] { e.FromPatientId, e.IntoPatientId })];
    }

    /// <summary>Of some patients those with versions that came or ended with the night's files.</summary>
    private static async Task<HashSet<long>> ReportedAsync(PdmpDbContext db, NightlyRun night, long[] patients, CancellationToken cancellation)
    {
        var (after, through) = (night.AfterSubmissionId, night.ThroughSubmissionId ?? night.AfterSubmissionId);
        return await db.Set<Dispensation>()
            .Where(d => EF.Parameter(patients).Contains(d.PatientId)
                && (d.SubmissionId > after && d.SubmissionId <= through
                    || d.ClosedBySubmissionId > after && d.ClosedBySubmissionId <= through))
            .Select(d => d.PatientId).Distinct().ToHashSetAsync(cancellation);
    }
}

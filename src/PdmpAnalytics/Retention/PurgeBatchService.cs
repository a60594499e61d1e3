using Microsoft.EntityFrameworkCore;
using PdmpAnalytics.Dispensing;
using PdmpAnalytics.Patients;
using PdmpAnalytics.Patients.Linking;
using PdmpAnalytics.Review;
using PdmpAnalytics.Storage;

namespace PdmpAnalytics.Retention;

/// <summary>One transaction of a purge: some patients' old fills and what only they needed, and the run's own row.</summary>
public sealed class PurgeBatchService(IDbContextFactory<PdmpDbContext> contexts, RetentionOptions options)
{
    private const string KeyColumns = "filled_on, dispenser_id, rx_key, fill_number, partial_fill";

    /// <summary>Destroys what the next patients have that is older than the run says.</summary>
    /// <returns>
    /// The run with this batch added, and whether patients may be left. Refused while a legal hold covers everybody, also one that was
    /// placed since the batch before.
    /// </returns>
    internal async Task<Result<(PurgeRun Run, bool GoesOn)>> DestroyNextAsync(int runId, CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        await StandingHolds.LockAsync(db, cancellation);
        if (await StandingHolds.RefuseAsync(db, cancellation) is { } refusal)
        {
            return refusal;
        }

        var run = await db.Set<PurgeRun>().SingleAsync(p => p.Id == runId, cancellation);
        var (after, before) = (run.ThroughPatient, run.Before);
        var found = await db.Set<Dispensation>().Where(d => d.PatientId > after && d.FilledOn < before)
            .Select(d => d.PatientId).Distinct().Order().Take(options.PatientsPerBatch).ToListAsync(cancellation);
        if (found.Count == 0)
        {
            return (run, false);
        }

        var kept = await KeptAsync(db, found, cancellation);
        var patients = found.Where(p => !kept.Contains(p)).ToArray();
        run.Add(await DestroyAsync(db, patients, before, cancellation) with { ThroughPatient = found[^1], PatientsKept = kept.Count });
        await db.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        return (run, true);
    }

    private static async Task<PurgedBatch> DestroyAsync(PdmpDbContext db, long[] patients, DateOnly before, CancellationToken cancellation)
    {
        var old = db.Set<Dispensation>().Where(d => EF.Parameter(patients).Contains(d.PatientId) && d.FilledOn < before);
        var fills = await old.OrderBy(d => d.PatientId).ThenBy(d => d.Id).Select(d => new { d.PatientId, d.Id }).ToListAsync(cancellation);
        var keys = await DestroyByKeyAsync(db, "dispensation_keys", patients, before, cancellation);
        var reports = await DestroyByKeyAsync(db, "dispensation_reports", patients, before, cancellation);
        await old.ExecuteDeleteAsync(cancellation);

        // An identity as submitted goes with its last fill.
        var emptied = await db.Set<PatientRecord>()
            .Where(r => EF.Parameter(patients).Contains(r.PatientId)
                && !db.Set<Dispensation>().Any(d => d.PatientId == r.PatientId && d.PatientRecordId == r.Id))
            .Select(r => r.Id).ToArrayAsync(cancellation);
        await db.Set<StoredLink>()
            .Where(l => EF.Parameter(emptied).Contains(l.RecordA) || EF.Parameter(emptied).Contains(l.RecordB)).ExecuteDeleteAsync(cancellation);
        await db.Set<RecordConfidence>().Where(c => EF.Parameter(emptied).Contains(c.RecordId)).ExecuteDeleteAsync(cancellation);
        await db.Set<PatientRecord>().Where(r => EF.Parameter(emptied).Contains(r.Id)).ExecuteDeleteAsync(cancellation);
        foreach (var patient in patients)
        {
            await JudgingMarks.MarkAsync(db, patient, cancellation);
        }

        return new PurgedBatch(0, patients.Length, 0, fills.ConvertAll(f => (f.PatientId, f.Id)), keys, reports, emptied.Length);
    }

    /// <summary>Rows of a table of record keys that belong to these fills, and to no patient who is kept.</summary>
    private static Task<int> DestroyByKeyAsync(PdmpDbContext db, string table, long[] patients, DateOnly before, CancellationToken cancellation)
    {
        var (chosen, day) = db.Database.IsNpgsql()
            ? ("= ANY({0})", (object)before)
            : ("IN (SELECT value FROM json_each({0}))", before.DayNumber);
        object list = db.Database.IsNpgsql() ? patients : $"[{string.Join(',', patients)}]";
#pragma warning disable EF1003 // Names of tables and columns of our own; what varies are parameters.
        return db.Database.ExecuteSqlRawAsync(
            "DELETE FROM " + table + " WHERE (" + KeyColumns + ") IN (SELECT " + KeyColumns + " FROM dispensations WHERE patient_id " + chosen
            + " AND filled_on < {1}) AND (patient_id " + chosen + " OR dispensation_id = 0)",
            [list, day], cancellation);
#pragma warning restore EF1003
    }

    /// <summary>Those of the patients who are under legal hold or have an alert that is open.</summary>
    private static async Task<HashSet<long>> KeptAsync(PdmpDbContext db, List<long> patients, CancellationToken cancellation)
    {
        var kept = await StandingHolds.PatientsAsync(db, cancellation);
        kept.UnionWith(await db.Set<Alert>()
            .Where(a => a.SubjectKind == AlertSubjectKind.Patient && EF.Parameter(patients).Contains(a.SubjectId)
                && a.State != AlertState.Closed && a.State != AlertState.Withdrawn)
            .Select(a => a.SubjectId).ToListAsync(cancellation));
        kept.IntersectWith(patients);
        return kept;
    }
}

using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using PdmpAnalytics.Detection;
using PdmpAnalytics.Detection.RuleSets;
using PdmpAnalytics.Detection.Scoring.Learning;
using PdmpAnalytics.Storage;

namespace PdmpAnalytics.Nightly;

/// <summary>
/// The queue of a night's patient ranges, for one process on SQLite and for several over one PostgreSQL. A range is taken for the length of a lease and renewed; one whose
/// worker died is taken again. Judging a range twice changes nothing the second time, so a lease here saves work, not truth.
/// </summary>
public sealed class NightRangeService
{
    /// <summary>Waiting ranges tried in one look for work. Our choice, 2026-11-22: more than workers that ask at one moment.</summary>
    private const int Looked = 16;

    private readonly IDbContextFactory<PdmpDbContext> _contexts;
    private readonly RulesInForceService _rules;
    private readonly NightlyOptions _options;

    internal NightRangeService(IDbContextFactory<PdmpDbContext> contexts, RulesInForceService rules, NightlyOptions options) =>
        (_contexts, _rules, _options) = (contexts, rules, options);

    /// <summary>
    /// Cuts the patients to judge on the day into ranges and notes which models the night scores with, unless that was done; ranges of
    /// earlier nights are forgotten. Patients that are marked later belong to the next night, as models do that are promoted later.
    /// </summary>
    public async Task PrepareAsync(DateOnly date, CancellationToken cancellation = default)
    {
        // Before the marks are read: other thresholds mark everybody.
        await _rules.BeginAsync(date, cancellation);
        await using var db = await _contexts.CreateDbContextAsync(cancellation);
        if (await db.Set<NightRange>().AnyAsync(r => r.BusinessDate == date, cancellation))
        {
            return;
        }

        await JudgingMarks.MarkWithdrawnLaterAsync(db, date, cancellation);
        var patients = await JudgingMarks.ClaimAsync(db, cancellation);
        patients.UnionWith(await db.Set<DuePatient>().Where(p => p.DueOn <= date).Select(p => p.PatientId).ToListAsync(cancellation));
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        await db.Set<NightRange>().ExecuteDeleteAsync(cancellation);
        db.AddRange(patients.Order().Chunk(_options.PatientsPerRange).Select((ids, i) => NightRange.Of(date, i + 1, ids)));

        // After the claim: who promotes a model marks everybody, and a mark claimed here must be judged by that model.
        (await db.Set<NightlyRun>().SingleOrDefaultAsync(n => n.BusinessDate == date, cancellation))?.ScoreBy(await RiskModelsService.InForceAsync(db, cancellation));
        await db.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
    }

    /// <summary>
    /// Takes the first range that nobody has, whose lease ended, or whose worker was a process of this machine that is gone. Of two
    /// that ask for the same one at once, the second gets the next.
    /// </summary>
    /// <returns>
    /// The range, and the right of the night it belongs to: what is published without it would stand beside what another run publishes.
    /// Null when there is none to take, or no night holds the lease.
    /// </returns>
    internal async Task<(NightRange Range, WriteRight Right)?> TakeAsync(CancellationToken cancellation = default)
    {
        await using var db = await _contexts.CreateDbContextAsync(cancellation);
        if (await LeaseService.NightAtWorkAsync(db, cancellation) is not { } right)
        {
            return null;
        }

        // The first few that wait, since others may be quicker, and those that a worker has: as many as there are workers.
        var ranges = db.Set<NightRange>().AsNoTracking().OrderBy(r => r.Number);
        var waiting = await ranges.Where(r => r.State == NightRangeState.Waiting).Take(Looked).ToListAsync(cancellation);
        var taken = await ranges.Where(r => r.State == NightRangeState.Taken).ToListAsync(cancellation);
        foreach (var range in taken.Concat(waiting))
        {
            if (await TakeAsync(db, range, cancellation) is { } ours)
            {
                return (ours, right);
            }
        }

        return null;
    }

    /// <summary>Id of the latest run of a night, which every log line of its ranges bears, on whatever machine; empty before the first.</summary>
    public async Task<string> RunOfAsync(DateOnly date, CancellationToken cancellation = default)
    {
        await using var db = await _contexts.CreateDbContextAsync(cancellation);
        return await db.Set<NightlyAttempt>().Where(a => a.BusinessDate == date).OrderByDescending(a => a.RunId).Select(a => a.RunId).FirstOrDefaultAsync(cancellation) ?? "";
    }

    /// <returns>The range as it is taken; null when it is another's.</returns>
    private async Task<NightRange?> TakeAsync(PdmpDbContext db, NightRange seen, CancellationToken cancellation)
    {
        var gone = seen.State == NightRangeState.Taken && LeaseHolder.IsGone(seen.Holder);
        var rows = await db.Set<NightRange>()
            .FromSqlRaw(
                Taking(db.Database.GetDbConnection()),
                LeaseHolder.Own(), _options.Lease.TotalSeconds, Day(db, seen.BusinessDate), seen.Number, seen.Tries, gone)
            .AsNoTracking().ToListAsync(cancellation);
        return rows.SingleOrDefault();
    }

    /// <summary>Moves the end of a taken range's lease on.</summary>
    /// <returns>False when another has taken it.</returns>
    public async Task<bool> RenewAsync(NightRange range, CancellationToken cancellation = default)
    {
        await using var db = await _contexts.CreateDbContextAsync(cancellation);
        return await db.Database.ExecuteSqlRawAsync(
            Renewing(db.Database.GetDbConnection()),
            [_options.Lease.TotalSeconds, Day(db, range.BusinessDate), range.Number, range.Tries],
            cancellation) > 0;
    }

    /// <summary>Notes that a range's patients are judged; whoever was overtaken notes nothing.</summary>
    public async Task DoneAsync(NightRange range, long judged, long fills, CancellationToken cancellation = default)
    {
        await using var db = await _contexts.CreateDbContextAsync(cancellation);
        await db.Set<NightRange>()
            .Where(r => r.BusinessDate == range.BusinessDate && r.Number == range.Number && r.Tries == range.Tries)
            .ExecuteUpdateAsync(
                set => set.SetProperty(r => r.State, NightRangeState.Done).SetProperty(r => r.Judged, judged).SetProperty(r => r.Fills, fills),
                cancellation);
    }

    /// <summary>The ranges of the latest night, in order.</summary>
    public async Task<IReadOnlyList<NightRange>> ListAsync(CancellationToken cancellation = default)
    {
        await using var db = await _contexts.CreateDbContextAsync(cancellation);
        return await db.Set<NightRange>().AsNoTracking().OrderBy(r => r.Number).ToListAsync(cancellation);
    }

    private static string Taking(DbConnection connection) =>
        $$"""
        UPDATE night_ranges SET state = 'Taken', holder = {0}, tries = tries + 1, expires_at = {{CommitFence.Ahead(connection, "{1}")}}
        WHERE business_date = {2} AND number = {3} AND tries = {4}
          AND (state = 'Waiting' OR (state = 'Taken' AND ({5} OR expires_at <= {{CommitFence.Now(connection)}})))
        RETURNING *
        """;

    private static string Renewing(DbConnection connection) =>
        $$"""
        UPDATE night_ranges SET expires_at = {{CommitFence.Ahead(connection, "{0}")}}
        WHERE business_date = {1} AND number = {2} AND tries = {3} AND state = 'Taken'
        """;

    /// <summary>A day as the store keeps it.</summary>
    private static object Day(PdmpDbContext db, DateOnly date) => db.Database.IsNpgsql() ? date : date.DayNumber;
}

using Microsoft.EntityFrameworkCore;
using PdmpAnalytics.Detection;
using PdmpAnalytics.Detection.RuleSets;
using PdmpAnalytics.Storage;

namespace PdmpAnalytics.Nightly;

/// <summary>
/// The queue of a night's patient ranges, over one PostgreSQL. A range is taken for the length of a lease and renewed; one whose
/// worker died is taken again. Judging a range twice changes nothing the second time, so a lease here saves work, not truth.
/// </summary>
public sealed class NightRangeService
{
    private readonly IDbContextFactory<PdmpDbContext> _contexts;
    private readonly RulesInForceService _rules;
    private readonly NightlyOptions _options;

    internal NightRangeService(IDbContextFactory<PdmpDbContext> contexts, RulesInForceService rules, NightlyOptions options) =>
        (_contexts, _rules, _options) = (contexts, rules, options);

    /// <summary>
    /// Cuts the patients to judge on the day into ranges, unless that was done; ranges of earlier nights are forgotten. Patients that
    /// are marked later belong to the next night.
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
        db.AddRange(patients.Order().Chunk(_options.PatientsPerRange).Select((ids, i) => NightRange.Of(date, i + 1, ids[0], ids[^1])));
        await db.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
    }

    /// <summary>
    /// Takes the first range that nobody has, whose lease ended, or whose worker was a process of this machine that is gone. Two that
    /// ask at once get two: each skips what the other has locked.
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

        var taken = await db.Set<NightRange>().AsNoTracking().Where(r => r.State == NightRangeState.Taken).ToListAsync(cancellation);
        var gone = taken.Where(r => LeaseHolder.IsGone(r.Holder)).Select(r => r.Number).ToArray();
        var seconds = _options.Lease.TotalSeconds;
        var holder = LeaseHolder.Own();
        var rows = await db.Set<NightRange>()
            .FromSql(
                $"""
                UPDATE night_ranges SET state = 'Taken', holder = {holder}, tries = tries + 1,
                    expires_at = clock_timestamp() + make_interval(secs => {seconds})
                WHERE (business_date, number) = (
                    SELECT business_date, number FROM night_ranges
                    WHERE state = 'Waiting' OR (state = 'Taken' AND (expires_at <= clock_timestamp() OR number = ANY({gone})))
                    ORDER BY number FOR UPDATE SKIP LOCKED LIMIT 1)
                RETURNING *
                """)
            .AsNoTracking().ToListAsync(cancellation);
        return rows.SingleOrDefault() is { } range ? (range, right) : null;
    }

    /// <summary>Moves the end of a taken range's lease on.</summary>
    /// <returns>False when another has taken it.</returns>
    public async Task<bool> RenewAsync(NightRange range, CancellationToken cancellation = default)
    {
        await using var db = await _contexts.CreateDbContextAsync(cancellation);
        return await db.Database.ExecuteSqlAsync(
            $"""
            UPDATE night_ranges SET expires_at = clock_timestamp() + make_interval(secs => {_options.Lease.TotalSeconds})
            WHERE business_date = {range.BusinessDate} AND number = {range.Number} AND tries = {range.Tries} AND state = 'Taken'
            """,
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
}

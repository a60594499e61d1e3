using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using PdmpAnalytics.Dispensing;
using PdmpAnalytics.Storage;

namespace PdmpAnalytics.Ingestion;

/// <summary>How far a dispenser's data reach, and whether it is due to speak.</summary>
/// <param name="DataThrough">
/// The latest day it has spoken for, by a fill or a zero report; later days are unknown, not empty. Null for none.
/// </param>
/// <param name="DaysBehind">Business days after that, up to the day of judging; null for none.</param>
/// <param name="ExpectedDays">Business days after which it is silent.</param>
/// <param name="LastReceivedAt">When its last file came that spoke for a day; null for none.</param>
public sealed record DispenserCoverage(
    DispenserName Dispenser, DateOnly? DataThrough, int? DaysBehind, int ExpectedDays, DispenserPunctuality Punctuality,
    DateTimeOffset? LastReceivedAt);

/// <summary>Tells through which day the data of each dispenser reach, and which dispensers are late or silent.</summary>
public sealed class DispenserCoverageService(IDbContextFactory<PdmpDbContext> contexts)
{
    /// <summary>
    /// The latest day each dispenser has spoken for. One that never spoke is missing: of its later days nothing is known, which is
    /// not the same as no fills.
    /// </summary>
    public async Task<IReadOnlyDictionary<int, DateOnly>> DataThroughAsync(
        IReadOnlyCollection<int> dispensers, CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var ids = dispensers.Distinct().ToList();
        return await (await StatementsAsync(db, cancellation))
            .Where(s => EF.Parameter(ids).Contains(s.DispenserId))
            .GroupBy(s => s.DispenserId, s => s.LastDay)
            .Select(days => new { Id = days.Key, Last = days.Max() })
            .ToDictionaryAsync(d => d.Id, d => d.Last, cancellation);
    }

    /// <summary>
    /// Every dispenser that is known: those furthest behind what is expected of them first, those that have spoken for no day up to the
    /// one of judging last.
    /// What counts is the days spoken for, not when the files came, so a history that is loaded at once can be judged at any day of it.
    /// </summary>
    /// <param name="limitDays">Business days the programme allows; at least 0.</param>
    public async Task<IReadOnlyList<DispenserCoverage>> ListAsync(DateOnly asOf, int limitDays, CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var names = await db.Set<Dispenser>().AsNoTracking().ToDictionaryAsync(d => d.Id, DispenserNames.Of, cancellation);
        var statements = (await StatementsAsync(db, cancellation)).Where(s => s.FirstDay <= asOf);
        var earliest = await statements.MinAsync(s => (DateOnly?)s.FirstDay, cancellation) ?? asOf;
        var calendar = new BusinessCalendar(earliest, asOf);
        var coverages = new List<DispenserCoverage>(names.Count);
        var heard = new HashSet<int>();
        await foreach (var (dispenser, periods, lastReceivedAt) in ByDispenserAsync(statements, cancellation))
        {
            var rhythm = DispenserRhythm.Of(periods, asOf, limitDays, calendar);
            heard.Add(dispenser);
            coverages.Add(new DispenserCoverage(
                names[dispenser], rhythm.DataThrough, rhythm.DaysBehind, rhythm.ExpectedDays, rhythm.Punctuality, lastReceivedAt));
        }

        coverages.AddRange(names.Where(n => !heard.Contains(n.Key)).Select(n =>
            new DispenserCoverage(n.Value, DataThrough: null, DaysBehind: null, limitDays, DispenserPunctuality.Unheard, LastReceivedAt: null)));
        return
        [
            .. coverages.OrderBy(c => c.DataThrough is null).ThenByDescending(c => c.Punctuality).ThenByDescending(c => c.DaysBehind - c.ExpectedDays)
                .ThenBy(c => c.Dispenser.Number, StringComparer.Ordinal),
        ];
    }

    /// <summary>What dispensers said and did not take back.</summary>
    private static async Task<IQueryable<DispenserSubmission>> StatementsAsync(PdmpDbContext db, CancellationToken cancellation)
    {
        var withdrawn = await WithdrawnFilesAsync(db, cancellation);
        return db.Set<DispenserSubmission>().AsNoTracking().Where(s => !EF.Parameter(withdrawn).Contains(s.SubmissionId));
    }

    /// <summary>
    /// Files whose transactions were all withdrawn, and the corrections made here of their records. A file that was withdrawn in part
    /// still counts as a whole.
    /// </summary>
    private static async Task<List<int>> WithdrawnFilesAsync(PdmpDbContext db, CancellationToken cancellation)
    {
        var transactions = await (
            from transaction in db.Set<SubmittedTransaction>().AsNoTracking()
            where transaction.ControlNumber != "" && db.Set<SubmittedTransaction>().Any(
                v => v.Kind == TransactionKind.Void && v.ControlNumber == transaction.ControlNumber)
            join file in db.Set<Submission>() on transaction.SubmissionId equals file.Id
            orderby transaction.SubmissionId, transaction.Sequence
            select new { Transaction = transaction, file.Submitter }).ToListAsync(cancellation);
        transactions.ForEach(t => t.Transaction.Submitter = t.Submitter);
        var withdrawn = WithdrawnTransactions.Of(transactions.ConvertAll(t => t.Transaction)).ToLookup(t => t.SubmissionId);
        if (withdrawn.Count == 0)
        {
            return [];
        }

        var files = withdrawn.Select(w => w.Key).ToList();
        var sent = await db.Set<SubmittedTransaction>()
            .Where(t => EF.Parameter(files).Contains(t.SubmissionId) && t.Kind == TransactionKind.Send)
            .GroupBy(t => t.SubmissionId).Select(g => new { Id = g.Key, Count = g.Count() }).ToListAsync(cancellation);
        var corrections = await db.Set<Submission>().AsNoTracking()
            .Where(s => s.CorrectsSubmissionId != null && EF.Parameter(files).Contains(s.CorrectsSubmissionId.Value)).ToListAsync(cancellation);
        return
        [
            .. sent.Where(s => s.Count == withdrawn[s.Id].Count()).Select(s => s.Id),
            .. corrections.Where(c => withdrawn[c.CorrectsSubmissionId!.Value].Any(t => c.CorrectsLine >= t.FirstLine && c.CorrectsLine <= t.LastLine))
                .Select(c => c.Id),
        ];
    }

    /// <summary>The statements of one dispenser after another, so that memory holds those of one.</summary>
    private static async IAsyncEnumerable<(int Dispenser, List<(DateOnly First, DateOnly Last)> Periods, DateTimeOffset LastReceivedAt)>
        ByDispenserAsync(IQueryable<DispenserSubmission> statements, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var (current, last) = (0, DateTimeOffset.MinValue);
        List<(DateOnly First, DateOnly Last)> periods = [];
        var rows = statements.OrderBy(s => s.DispenserId)
            .Select(s => new { s.DispenserId, s.FirstDay, s.LastDay, s.ReceivedAt }).AsAsyncEnumerable();
        await foreach (var row in rows.WithCancellation(cancellation))
        {
            if (row.DispenserId != current && periods.Count > 0)
            {
                yield return (current, periods, last);
                (periods, last) = ([], DateTimeOffset.MinValue);
            }

            current = row.DispenserId;
            periods.Add((row.FirstDay, row.LastDay));
            last = row.ReceivedAt > last ? row.ReceivedAt : last;
        }

        if (periods.Count > 0)
        {
            yield return (current, periods, last);
        }
    }
}

using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using PdmpAnalytics.Dispensing;
using PdmpAnalytics.Storage;

namespace PdmpAnalytics.Ingestion;

/// <summary>Lists received files and the records in them that have to be corrected; changes nothing and shows no value.</summary>
public sealed class SubmissionWorkbenchService(IDbContextFactory<PdmpDbContext> contexts)
{
    private const int PageSize = 1000;

    /// <summary>Received files, latest first.</summary>
    public async Task<SubmissionPage> ListAsync(SubmissionFilter filter, CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var open = db.Set<RejectedRecord>().Where(r => r.State == RejectedRecordState.Open);
        var matching = db.Set<Submission>().AsNoTracking();
        matching = filter.Result is { } result ? matching.Where(s => s.Result == result) : matching;
        matching = filter.Submitter is { } submitter ? matching.Where(s => s.Submitter == submitter) : matching;
        matching = filter.OnlyOpen ? matching.Where(s => open.Any(r => r.SubmissionId == s.Id)) : matching;
        var total = await matching.CountAsync(cancellation);
        var ordered = matching.OrderByDescending(s => s.Id);
        var page = await (filter.Top is { } top ? ordered.Take(top) : ordered).ToListAsync(cancellation);
        var ids = page.ConvertAll(s => s.Id);
        var toCorrect = await open.Where(r => EF.Parameter(ids).Contains(r.SubmissionId))
            .GroupBy(r => r.SubmissionId).Select(g => new { Id = g.Key, Count = g.Count() })
            .ToDictionaryAsync(g => g.Id, g => g.Count, cancellation);
        return new SubmissionPage(total, [.. page.Select(s => new SubmissionLine(s, toCorrect.GetValueOrDefault(s.Id)))]);
    }

    /// <summary>Why a submission or a dispenser that someone names cannot be looked up; null when both are known, or not named.</summary>
    /// <param name="dispenser">DEA number, NPI or NCPDP number.</param>
    public async Task<Refusal?> UnknownAsync(int? submissionId, string? dispenser, CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        if (submissionId is { } id && !await db.Set<Submission>().AnyAsync(s => s.Id == id, cancellation))
        {
            return new Refusal(RefusalReason.NotFound, $"There is no submission {id}; pdmp submissions list shows all.");
        }

        return dispenser is { } number && (await DispenserNames.FindAsync(db, number, cancellation)).Count == 0
            ? new Refusal(RefusalReason.NotFound, $"No pharmacy has the DEA number, NPI or NCPDP number {SubmittedQuote.OfFileName(number)}; pdmp submissions delinquent --all shows all.")
            : null;
    }

    /// <summary>How many records <see cref="RecordsAsync"/> gives.</summary>
    public async Task<int> CountRecordsAsync(FaultyRecordFilter filter, CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var dispensers = await DispensersAsync(db, filter, cancellation);
        return await Rejected(db, filter, dispensers).CountAsync(cancellation)
            + (filter.WithSerious ? await Serious(db, filter, dispensers).CountAsync(cancellation) : 0);
    }

    /// <summary>
    /// Records to correct, in the order they came: those that were not loaded, then, if asked for, those loaded with a serious
    /// fault. Read in pages, so that there may be any number.
    /// </summary>
    public async IAsyncEnumerable<FaultyRecord> RecordsAsync(
        FaultyRecordFilter filter, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var dispensers = await DispensersAsync(db, filter, cancellation);
        foreach (var places in filter.WithSerious
            ? new[] { Rejected(db, filter, dispensers), Serious(db, filter, dispensers) }
            : [Rejected(db, filter, dispensers)])
        {
            for (var (submission, line, more) = (0, 0, true); more;)
            {
                var page = await places
                    .Where(p => p.SubmissionId > submission || p.SubmissionId == submission && p.Line > line)
                    .OrderBy(p => p.SubmissionId).ThenBy(p => p.Line).Take(PageSize).ToListAsync(cancellation);
                foreach (var record in await WithFaultsAsync(db, page, cancellation))
                {
                    yield return record;
                }

                more = page.Count == PageSize;
                (submission, line) = more ? (page[^1].SubmissionId, page[^1].Line) : (0, 0);
            }
        }
    }

    /// <summary>Ids of the dispensers asked for; null for all.</summary>
    private static async Task<List<int>?> DispensersAsync(PdmpDbContext db, FaultyRecordFilter filter, CancellationToken cancellation) =>
        filter.Dispenser is { } number ? await DispenserNames.FindAsync(db, number, cancellation) : null;

    private static IQueryable<Place> Rejected(PdmpDbContext db, FaultyRecordFilter filter, List<int>? dispensers)
    {
        var records = db.Set<RejectedRecord>().AsNoTracking();
        records = filter.OnlyOpen ? records.Where(r => r.State == RejectedRecordState.Open) : records;
        records = filter.SubmissionId is { } id ? records.Where(r => r.SubmissionId == id) : records;
        records = filter.Line is { } line ? records.Where(r => r.Line == line) : records;
        records = dispensers is not null
            ? records.Where(r => r.DispenserId != null && EF.Parameter(dispensers).Contains(r.DispenserId.Value))
            : records;
        return records.Select(r => new Place
        {
            SubmissionId = r.SubmissionId,
            Line = r.Line,
            DispenserId = r.DispenserId,
            State = r.State,
            ClosedBySubmissionId = r.ClosedBySubmissionId,
        });
    }

    private static IQueryable<Place> Serious(PdmpDbContext db, FaultyRecordFilter filter, List<int>? dispensers)
    {
        var errors = db.Set<SubmissionError>().AsNoTracking().Where(e => e.Level == SubmissionErrorLevel.Serious && e.Line > 0);
        errors = filter.SubmissionId is { } id ? errors.Where(e => e.SubmissionId == id) : errors;
        errors = filter.Line is { } line ? errors.Where(e => e.Line == line) : errors;
        var live = db.Set<Dispensation>().Where(d => d.ValidTo == null);
        live = dispensers is not null ? live.Where(d => EF.Parameter(dispensers).Contains(d.DispenserId)) : live;
        return errors.Select(e => new { e.SubmissionId, e.Line }).Distinct()
            .Join(
                live,
                e => new { e.SubmissionId, e.Line },
                d => new { d.SubmissionId, d.Line },
                (e, d) => new Place { SubmissionId = e.SubmissionId, Line = e.Line, DispenserId = d.DispenserId });
    }

    private static async Task<IReadOnlyList<FaultyRecord>> WithFaultsAsync(PdmpDbContext db, List<Place> places, CancellationToken cancellation)
    {
        var ids = places.Select(p => p.SubmissionId).Distinct().ToList();
        var submissions = await db.Set<Submission>().AsNoTracking()
            .Where(s => EF.Parameter(ids).Contains(s.Id)).ToDictionaryAsync(s => s.Id, cancellation);
        var dispensers = await DispenserNames.OfAsync(db, places.Where(p => p.DispenserId is not null).Select(p => p.DispenserId!.Value), cancellation);
        var faults = new Dictionary<(int Submission, int Line), List<ReportedFault>>();
        foreach (var id in ids)
        {
            var lines = places.Where(p => p.SubmissionId == id).Select(p => p.Line).ToHashSet();
            var (first, last) = (lines.Min(), lines.Max());
            var errors = db.Set<SubmissionError>().AsNoTracking()
                .Where(e => e.SubmissionId == id && e.Line >= first && e.Line <= last && e.Level >= SubmissionErrorLevel.Serious)
                .OrderBy(e => e.Sequence).AsAsyncEnumerable();
            await foreach (var error in errors.WithCancellation(cancellation))
            {
                if (lines.Contains(error.Line))
                {
                    faults.TryAdd((id, error.Line), []);
                    faults[(id, error.Line)].Add(new ReportedFault(error.Line, error.Field, error.Code));
                }
            }
        }

        return places.ConvertAll(p => new FaultyRecord
        {
            SubmissionId = p.SubmissionId,
            Line = p.Line,
            Kind = submissions[p.SubmissionId].Kind,
            FileName = submissions[p.SubmissionId].Name,
            Submitter = submissions[p.SubmissionId].Submitter,
            ReceivedAt = submissions[p.SubmissionId].ReceivedAt,
            Dispenser = p.DispenserId is { } id ? dispensers.GetValueOrDefault(id) : null,
            State = p.State,
            ClosedBySubmissionId = p.ClosedBySubmissionId,
            Faults = faults.GetValueOrDefault((p.SubmissionId, p.Line)) ?? [],
        });
    }

    /// <summary>Where a record to correct stands.</summary>
    private sealed class Place
    {
        public required int SubmissionId { get; init; }
        public required int Line { get; init; }
        public int? DispenserId { get; init; }
        public RejectedRecordState? State { get; init; }
        public int? ClosedBySubmissionId { get; init; }
    }
}

using Microsoft.EntityFrameworkCore;
using PdmpAnalytics.Patients;
using PdmpAnalytics.Patients.Comparing;
using PdmpAnalytics.Patients.Linking;
using PdmpAnalytics.Patients.Matching;
using PdmpAnalytics.Storage;

namespace PdmpAnalytics.Lookup.Searching;

/// <summary>
/// Finds whom a query means. Candidates come by birth date, either way round, and by the blocking keys of linkage, so that one wrong
/// item still leads there; records that no linking has seen yet are found by their birth date.
/// </summary>
public sealed class PatientSearchService
{
    /// <summary>Records of one birth date that are looked at; 1 January may have more, and then keys alone lead on. Our choice, 2026-11-22.</summary>
    private const int MostOfOneDate = 1000;

    /// <summary>How long a linkage model is used before the store is asked for a newer one. Our choice, 2026-11-22.</summary>
    private static readonly TimeSpan ModelServes = TimeSpan.FromMinutes(1);

    private readonly IDbContextFactory<PdmpDbContext> _contexts;
    private readonly ILinkageWriter _blocks;
    private readonly TimeProvider _clock;
    private volatile ChooserInUse? _chooser;

    private readonly ClosedRecordsService _closed;

    internal PatientSearchService(IDbContextFactory<PdmpDbContext> contexts, ILinkageWriter blocks, ClosedRecordsService closed, TimeProvider clock) =>
        (_contexts, _blocks, _closed, _clock) = (contexts, blocks, closed, clock);

    /// <summary>Who is meant. The query has passed <see cref="QueryChecks"/>. Leaves no trace: whoever tells the answer writes it down first.</summary>
    /// <param name="withTreatmentPrograms">Also by records that only opioid treatment programs stated.</param>
    internal async Task<PatientSearch> FindAsync(PatientQuery query, bool withTreatmentPrograms, CancellationToken cancellation)
    {
        await using var db = await _contexts.CreateDbContextAsync(cancellation);
        var chooser = await ChooserAsync(db, cancellation);
        var found = await ByBirthDateAsync(db, query.BirthDate, cancellation);
        var known = found.Select(r => r.RecordId).ToHashSet();
        var more = (await ByKeysAsync(db, query, cancellation)).Where(id => !known.Contains(id)).ToArray();
        if (more.Length > 0)
        {
            found.AddRange(await Names(Records(db).Where(r => EF.Parameter(more).Contains(r.Id))).ToListAsync(cancellation));
        }

        // Every record of whoever is within reach: what one of them lacks, another may say.
        var near = chooser.Near(query, found);
        if (near.Count == 0)
        {
            return chooser.Choose(query, []);
        }

        var records = await Records(db).Where(r => EF.Parameter(near).Contains(r.PatientId)).ToListAsync(cancellation);
        var closed = withTreatmentPrograms ? [] : await _closed.OfAsync(db, [.. near], cancellation);
        return chooser.Choose(query, closed.Count == 0 ? records : records.FindAll(r => !closed.Contains(r.Id)));
    }

    private static IQueryable<PatientRecord> Records(PdmpDbContext db) => db.Set<PatientRecord>().AsNoTracking();

    private static IQueryable<RecordName> Names(IQueryable<PatientRecord> records) => records.Select(
        r => new RecordName(r.Id, r.PatientId, r.LastName, r.FirstName, r.MiddleName, r.Suffix, r.BirthDate, r.Animal));

    private static async Task<List<RecordName>> ByBirthDateAsync(PdmpDbContext db, DateOnly born, CancellationToken cancellation)
    {
        var other = DateOnly.TryParseExact($"{born.Year:D4}-{born.Day:D2}-{born.Month:D2}", "yyyy-MM-dd", out var swapped) ? swapped : born;
        var records = await Names(Records(db).Where(r => r.BirthDate == born || r.BirthDate == other).Take(MostOfOneDate + 1)).ToListAsync(cancellation);
        return records.Count > MostOfOneDate ? [] : records;
    }

    private async Task<HashSet<long>> ByKeysAsync(PdmpDbContext db, PatientQuery query, CancellationToken cancellation)
    {
        var records = new LinkRecords();
        records.Add(query.ToFields());
        var keys = new List<ulong>();
        BlockingKeys.AddTo(keys, records, records[0]);
        await db.Database.OpenConnectionAsync(cancellation);
        var rows = await _blocks.FindBlocksAsync(db, keys.ConvertAll(key => unchecked((long)key)), CandidatePairs.LargestBlock + 1, cancellation);
        return [.. rows.GroupBy(r => r.Key).Where(block => block.Count() <= CandidatePairs.LargestBlock).SelectMany(block => block.Select(r => r.RecordId))];
    }

    private async Task<PatientChooser> ChooserAsync(PdmpDbContext db, CancellationToken cancellation)
    {
        var now = _clock.GetUtcNow();
        var inUse = _chooser;
        if (inUse is not null && now - inUse.AskedAt < ModelServes)
        {
            return inUse.Chooser;
        }

        var newest = await db.Set<LinkModel>().MaxAsync(m => (int?)m.Id, cancellation);
        if (inUse is null || inUse.ModelId != newest)
        {
            // Not given up with the one who asked first: the next would begin anew.
            var model = newest is null ? null : await LinkReads.CurrentModelAsync(db, CancellationToken.None);
            var chooser = model is null
                ? new PatientChooser(ShippedModel.For(await LinkReads.RecordsAsync(db, CancellationToken.None)), null)
                : new PatientChooser(model.Model(), TermSnapshot.Read(model.Terms));
            inUse = new ChooserInUse(chooser, newest, now);
        }

        _chooser = inUse with { AskedAt = now };
        return inUse.Chooser;
    }

    private sealed record ChooserInUse(PatientChooser Chooser, int? ModelId, DateTimeOffset AskedAt);
}

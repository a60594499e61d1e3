using Microsoft.EntityFrameworkCore;
using PdmpAnalytics.Dispensing;
using PdmpAnalytics.Patients.Matching;
using PdmpAnalytics.Storage;

namespace PdmpAnalytics.Patients.Linking;

/// <summary>Shows linkage: why records are together or not, what is in doubt, what happened. Changes nothing.</summary>
public sealed class LinkInspectionService(IDbContextFactory<PdmpDbContext> contexts)
{
    /// <summary>Why two records are one person's, or not, by the model in force. Identity.</summary>
    /// <returns>Refused: Incomplete for one record twice, NotFound for an unknown one, WrongState before the first linking.</returns>
    public async Task<Result<LinkPage>> ExplainAsync(long recordA, long recordB, CancellationToken cancellationToken = default)
    {
        if (recordA == recordB)
        {
            return new Refusal(RefusalReason.Incomplete, "Give two different records, or one patient.");
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var pages = await PagesAsync(db, [(Math.Min(recordA, recordB), Math.Max(recordA, recordB))], cancellationToken);
        return pages.Refusal is { } refusal ? refusal : pages.Value[0];
    }

    /// <summary>Every link that holds a patient's records together, and every proposed one that leads out of it. Identity.</summary>
    /// <returns>Refused: NotFound for an unknown patient, WrongState before the first linking.</returns>
    public async Task<Result<IReadOnlyList<LinkPage>>> ExplainPatientAsync(long patient, CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var records = await db.Set<PatientRecord>().AsNoTracking().Where(r => r.PatientId == patient).OrderBy(r => r.Id).ToListAsync(cancellationToken);
        if (records.Count == 0)
        {
            return new Refusal(RefusalReason.NotFound, $"No record belongs to patient {patient}.");
        }

        var ids = records.ConvertAll(r => r.Id);
        var stored = await db.Set<StoredLink>().AsNoTracking()
            .Where(l => EF.Parameter(ids).Contains(l.RecordA) || EF.Parameter(ids).Contains(l.RecordB))
            .Select(l => new { l.RecordA, l.RecordB }).ToListAsync(cancellationToken);
        var exact = new ExactPairs();
        for (var i = 0; i < records.Count; i++)
        {
            exact.Add(i, records[i].BaseKey, records[i]);
        }

        var pairs = stored.Select(l => (l.RecordA, l.RecordB)).Concat(exact.Pairs.Select(p => (records[p.A].Id, records[p.B].Id)));
        return await PagesAsync(db, [.. pairs.Distinct().Order()], cancellationToken);
    }

    /// <summary>
    /// Pairs with a probability from <paramref name="from"/> to below <paramref name="to"/>, and pairs that would have at least
    /// <paramref name="from"/> if a guard did not stop them, that are neither one patient's nor decided, most informative first. No identity.
    /// </summary>
    public async Task<IReadOnlyList<DoubtfulPair>> PairsAsync(double from, double to, CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        // Weights are cut off at a million to one, which is still below certainty.
        var (least, most) = (PatientLink.WeightOf(MatchScales.BitsOf(from)), to < 1 ? PatientLink.WeightOf(MatchScales.BitsOf(to)) : int.MaxValue);
        var apart = (await LinkReads.KeptApartAsync(db, cancellationToken)).SelectMany(p => new[] { p, (p.B, p.A) }).ToHashSet();
        var pairs = await (
            from link in db.Set<StoredLink>()
            where link.Weight >= least && link.Weight < most || link.Guard != LinkGuard.None && link.UnguardedWeight >= least
            join a in db.Set<PatientRecord>() on link.RecordA equals a.Id
            join b in db.Set<PatientRecord>() on link.RecordB equals b.Id
            where a.PatientId != b.PatientId
            select new { link.RecordA, link.RecordB, link.Weight, link.Guard, link.UnguardedWeight, PatientA = a.PatientId, PatientB = b.PatientId }).ToListAsync(cancellationToken);
        pairs.RemoveAll(p => apart.Contains((p.PatientA, p.PatientB)));
        var patients = pairs.SelectMany(p => new[] { p.PatientA, p.PatientB }).Distinct().ToArray();
        var fills = await db.Set<Dispensation>().Where(d => d.ValidTo == null && EF.Parameter(patients).Contains(d.PatientId))
            .GroupBy(d => d.PatientId).Select(g => new { g.Key, Count = g.LongCount() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancellationToken);
        return
        [
            .. from p in pairs
               let link = new PatientLink(0, 1, p.Weight, p.Guard)
               let unguarded = p.Guard == LinkGuard.None ? link : new PatientLink(0, 1, p.UnguardedWeight, p.Guard)
               let stake = Math.Min(fills.GetValueOrDefault(p.PatientA), fills.GetValueOrDefault(p.PatientB))
               let interest = DoubtfulPair.InterestOf(link.Probability, stake)
               orderby interest descending, p.RecordA, p.RecordB
               select new DoubtfulPair(p.RecordA, p.RecordB, p.PatientA, p.PatientB, link.Probability, link.Bits, stake, interest, p.Guard, unguarded.Probability),
        ];
    }

    /// <summary>The journal, newest first, with the records that went.</summary>
    /// <param name="patient">Only entries about this patient; null for all.</param>
    /// <param name="top">At most so many.</param>
    public async Task<IReadOnlyList<LinkEvent>> JournalAsync(long? patient, int top, CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Set<LinkEvent>().AsNoTracking().Include(e => e.Records)
            .Where(e => patient == null || e.FromPatientId == patient || e.IntoPatientId == patient)
            .OrderByDescending(e => e.Id).Take(top).AsSplitQuery().ToListAsync(cancellationToken);
    }

    private static async Task<Result<IReadOnlyList<LinkPage>>> PagesAsync(
        PdmpDbContext db, IReadOnlyList<(long A, long B)> pairs, CancellationToken cancellationToken)
    {
        if (await LinkReads.CurrentModelAsync(db, cancellationToken) is not { } model)
        {
            return new Refusal(RefusalReason.WrongState, "Nothing is linked yet: run pdmp link first.");
        }

        var ids = pairs.SelectMany(p => new[] { p.A, p.B }).Distinct().ToArray();
        var records = await db.Set<PatientRecord>().AsNoTracking().Where(r => EF.Parameter(ids).Contains(r.Id)).OrderBy(r => r.Id).ToListAsync(cancellationToken);

        // Whether equal keys join two records depends on the middle names of others with their name and birth date.
        var baseKeys = records.ConvertAll(r => r.BaseKey);
        var namesakes = await db.Set<PatientRecord>().AsNoTracking().Where(r => EF.Parameter(baseKeys).Contains(r.BaseKey)).OrderBy(r => r.Id).ToListAsync(cancellationToken);
        if (ids.Except(records.Select(r => r.Id)).ToList() is [var missing, ..])
        {
            return new Refusal(RefusalReason.NotFound, $"There is no patient record {missing}.");
        }

        var bench = new LinkBench(model);
        records.ForEach(bench.Add);
        namesakes.ForEach(bench.Add);
        var decisions = await db.Set<LinkDecision>().AsNoTracking().Include(d => d.Records)
            .Where(d => d.WithdrawnAt == null).OrderBy(d => d.Id).ToListAsync(cancellationToken);
        var writer = new LinkPages(bench, model, decisions);
        return pairs.Select(p => writer.Page(p.A, p.B)).ToList();
    }
}

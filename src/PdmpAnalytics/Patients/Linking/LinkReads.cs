using Microsoft.EntityFrameworkCore;
using PdmpAnalytics.Storage;

namespace PdmpAnalytics.Patients.Linking;

/// <summary>What the shells of linkage ask of the store.</summary>
internal static class LinkReads
{
    /// <summary>The model in force; null before the first linking.</summary>
    public static Task<LinkModel?> CurrentModelAsync(PdmpDbContext db, CancellationToken cancellationToken) =>
        db.Set<LinkModel>().AsNoTracking().OrderByDescending(m => m.Id).FirstOrDefaultAsync(cancellationToken);

    /// <summary>Records up to this id have been compared; 0 before the first linking.</summary>
    public static async Task<long> LastLinkedAsync(PdmpDbContext db, CancellationToken cancellationToken) =>
        await db.Set<LinkRun>().OrderByDescending(r => r.Id).Select(r => (long?)r.LastRecordId).FirstOrDefaultAsync(cancellationToken) ?? 0;

    /// <summary>
    /// How many records there are: the highest id, since ids are given one after another and records are never removed. Counting a
    /// million rows of a busy store takes a second of the night's five.
    /// </summary>
    public static async Task<long> RecordsAsync(PdmpDbContext db, CancellationToken cancellationToken) =>
        await db.Set<PatientRecord>().MaxAsync(r => (long?)r.Id, cancellationToken) ?? 0;

    public static async Task<StandingDecisions> DecisionsAsync(PdmpDbContext db, CancellationToken cancellationToken) => new(
        await db.Set<LinkDecision>().AsNoTracking().Include(d => d.Records)
            .Where(d => d.WithdrawnAt == null).OrderBy(d => d.Id).ToListAsync(cancellationToken));

    /// <summary>Pairs of patients that a decision keeps apart.</summary>
    public static async Task<IReadOnlyCollection<(long A, long B)>> KeptApartAsync(PdmpDbContext db, CancellationToken cancellationToken)
    {
        var sides = await (
            from decision in db.Set<LinkDecision>()
            where decision.WithdrawnAt == null && decision.Verdict == LinkVerdict.Different
            from decided in decision.Records
            join record in db.Set<PatientRecord>() on decided.RecordId equals record.Id
            select new { decision.Id, decided.SecondSide, record.PatientId }).Distinct().ToListAsync(cancellationToken);
        return
        [
            .. from one in sides
               where !one.SecondSide
               join other in sides.Where(s => s.SecondSide) on one.Id equals other.Id
               select (one.PatientId, other.PatientId),
        ];
    }

    /// <summary>
    /// Some records with all that may be decided together with them: records of the same patients, of equal base keys, linked
    /// strongly enough to merge, or named by the same decision, and so on until nothing is added. In order of their ids.
    /// </summary>
    /// <param name="known">Records that are read already.</param>
    public static async Task<LinkNeighbourhood> AroundAsync(
        PdmpDbContext db, IEnumerable<long> seeds, int mergeWeight, StandingDecisions decisions,
        IReadOnlyDictionary<long, PatientRecord> known, CancellationToken cancellationToken)
    {
        var records = new Dictionary<long, PatientRecord>();
        var links = new Dictionary<(long, long), StoredLink>();
        var frontier = seeds.ToHashSet();
        while (frontier.Count > 0)
        {
            var missing = frontier.Where(id => !known.ContainsKey(id)).ToArray();
            var found = missing.Length == 0 ? [] : await db.Set<PatientRecord>().AsNoTracking()
                .Where(r => EF.Parameter(missing).Contains(r.Id)).ToListAsync(cancellationToken);
            found.AddRange(frontier.Where(known.ContainsKey).Select(id => known[id]));
            found.ForEach(r => records.Add(r.Id, r));

            var ids = frontier.ToArray();
            var patients = found.Select(r => r.PatientId).Distinct().ToArray();
            var keys = found.ConvertAll(r => r.BaseKey);
            var next = new HashSet<long>();
            next.UnionWith(await db.Set<PatientRecord>().Where(r => EF.Parameter(patients).Contains(r.PatientId)).Select(r => r.Id).ToListAsync(cancellationToken));
            next.UnionWith(await db.Set<PatientRecord>().Where(r => EF.Parameter(keys).Contains(r.BaseKey)).Select(r => r.Id).ToListAsync(cancellationToken));
            foreach (var link in await db.Set<StoredLink>().AsNoTracking().Where(l => EF.Parameter(ids).Contains(l.RecordA) && l.Weight >= mergeWeight).ToListAsync(cancellationToken))
            {
                links[(link.RecordA, link.RecordB)] = link;
                next.Add(link.RecordB);
            }

            foreach (var link in await db.Set<StoredLink>().AsNoTracking().Where(l => EF.Parameter(ids).Contains(l.RecordB) && l.Weight >= mergeWeight).ToListAsync(cancellationToken))
            {
                links[(link.RecordA, link.RecordB)] = link;
                next.Add(link.RecordA);
            }

            next.UnionWith(ids.Where(decisions.Records.Contains).SelectMany(decisions.TogetherWith));
            next.ExceptWith(records.Keys);
            frontier = next;
        }

        return new LinkNeighbourhood([.. records.Values.OrderBy(r => r.Id)], [.. links.Values]);
    }
}

/// <summary>Records that are decided together, in order of their ids, and the links among them that may merge.</summary>
internal sealed record LinkNeighbourhood(IReadOnlyList<PatientRecord> Records, IReadOnlyList<StoredLink> Links)
{
    public override string ToString() => $"{Records.Count} patient records";
}

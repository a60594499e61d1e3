using Microsoft.EntityFrameworkCore;
using PdmpAnalytics.Dispensing;
using PdmpAnalytics.Patients;
using PdmpAnalytics.Patients.Linking;
using PdmpAnalytics.Patients.Matching;
using PdmpAnalytics.Storage;

namespace PdmpAnalytics.Detection.Population;

/// <summary>Reads the pairs that linkage proposes and did not merge, with nobody's histories but theirs, and has ID-04 look at each.</summary>
public sealed class IdentityCandidateService(IDbContextFactory<PdmpDbContext> contexts)
{
    private const int PairsAtATime = 2000;

    /// <summary>Adds what ID-04 finds on any day of the horizon; nothing before the first linking.</summary>
    /// <param name="histories">The rules that run over one history.</param>
    public async Task LookAsync(
        PopulationRuleSet rules, IEnumerable<IDetectionRule> histories, DispensingReference reference, DateOnly asOf, SubjectFindings findings,
        CancellationToken cancellationToken)
    {
        var rule = rules.SeveralIdentities;
        var judge = new CombinedJudge(histories, reference);
        var found = new OneFindingEach();
        foreach (var some in (await CandidatesAsync(rule.LeastBits, cancellationToken)).Chunk(PairsAtATime))
        {
            var rows = await RowsAsync([.. some.SelectMany(p => new[] { p.PatientA, p.PatientB }).Distinct()], cancellationToken);
            foreach (var pair in some)
            {
                rule.Evaluate(pair, rows.GetValueOrDefault(pair.PatientA, []), rows.GetValueOrDefault(pair.PatientB, []), judge, asOf, found);
            }
        }

        found.AddTo(findings);
    }

    /// <summary>
    /// Pairs of patients by id: the strongest proposal between them, where it is too weak to merge, no decision parts them and no
    /// pair of their records is guarded (twins, generations).
    /// </summary>
    private async Task<List<IdentityCandidate>> CandidatesAsync(double leastBits, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await LinkReads.CurrentModelAsync(db, cancellationToken) is not { } model)
        {
            return [];
        }

        var bench = new LinkBench(model);
        var least = PatientLink.WeightOf(leastBits);
        var proposals = await (
            from link in db.Set<StoredLink>()
            where link.Weight >= least
            join a in db.Set<PatientRecord>() on link.RecordA equals a.Id
            join b in db.Set<PatientRecord>() on link.RecordB equals b.Id
            where a.PatientId != b.PatientId
            select new { link.RecordA, link.RecordB, link.Weight, PatientA = a.PatientId, PatientB = b.PatientId }).ToListAsync(cancellationToken);
        var apart = (await LinkReads.KeptApartAsync(db, cancellationToken)).Select(p => Ordered(p.A, p.B)).ToHashSet();
        var candidates = proposals.GroupBy(p => Ordered(p.PatientA, p.PatientB))
            .Where(pair => !apart.Contains(pair.Key))
            .Select(pair => pair.OrderByDescending(p => p.Weight).ThenBy(p => p.RecordA).ThenBy(p => p.RecordB).First())
            .Where(strongest => strongest.Weight < bench.MergeWeight)
            .Select(p => p.PatientA < p.PatientB
                ? new IdentityCandidate(p.PatientA, p.PatientB, p.RecordA, p.RecordB, new PatientLink(0, 0, p.Weight, LinkGuard.None).Bits)
                : new IdentityCandidate(p.PatientB, p.PatientA, p.RecordB, p.RecordA, new PatientLink(0, 0, p.Weight, LinkGuard.None).Bits))
            .OrderBy(c => c.PatientA).ThenBy(c => c.PatientB).ToList();
        return await WithoutGuardedAsync(db, bench, candidates, cancellationToken);
    }

    private static async Task<List<IdentityCandidate>> WithoutGuardedAsync(
        PdmpDbContext db, LinkBench bench, List<IdentityCandidate> candidates, CancellationToken cancellationToken)
    {
        if (candidates.Count == 0)
        {
            return candidates;
        }

        var numbers = new Dictionary<long, List<int>>();
        foreach (var some in candidates.SelectMany(c => new[] { c.PatientA, c.PatientB }).Distinct().Order().Chunk(PairsAtATime))
        {
            var records = await db.Set<PatientRecord>().AsNoTracking()
                .Where(r => EF.Parameter(some).Contains(r.PatientId)).OrderBy(r => r.Id).ToListAsync(cancellationToken);
            foreach (var record in records)
            {
                bench.Add(record);
                if (!numbers.TryGetValue(record.PatientId, out var own))
                {
                    numbers.Add(record.PatientId, own = []);
                }

                own.Add(bench.NumberOf(record.Id)!.Value);
            }
        }

        var matcher = bench.Matcher();
        return candidates.FindAll(c => !numbers[c.PatientA].Exists(a => numbers[c.PatientB].Exists(b => LinkGuards.KeepsApart(matcher.Weigh(a, b).Guard))));
    }

    private async Task<Dictionary<long, DispensationRow[]>> RowsAsync(long[] patients, CancellationToken cancellationToken)
    {
        var rows = new Dictionary<long, DispensationRow[]>();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var reader = await HistoryReader.OpenAsync(db, new HistorySelection { Patients = patients }, cancellationToken);
        var own = new List<DispensationRow>();
        var row = default(DispensationRow);
        while (reader.TryRead(ref row))
        {
            if (own.Count > 0 && own[0].PatientId != row.PatientId)
            {
                rows.Add(own[0].PatientId, [.. own]);
                own.Clear();
            }

            own.Add(row);
        }

        if (own.Count > 0)
        {
            rows.Add(own[0].PatientId, [.. own]);
        }

        return rows;
    }

    private static (long, long) Ordered(long a, long b) => (Math.Min(a, b), Math.Max(a, b));
}

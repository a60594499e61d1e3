using Microsoft.EntityFrameworkCore;
using PdmpAnalytics.Patients.Matching;
using PdmpAnalytics.Storage;

namespace PdmpAnalytics.Patients.Linking;

/// <summary>Decides who is who among some records and carries it out, inside the caller's transaction and under its load lock.</summary>
internal sealed class LinkResolution(PatientChangesWriter writer, IBulkWriter bulk)
{
    private static readonly Dictionary<long, PatientRecord> NothingKnown = [];

    /// <summary>Decides again about some records and all that hang together with them.</summary>
    /// <param name="known">Records that are read already.</param>
    /// <returns>What changed; refused when decisions contradict each other.</returns>
    public async Task<Result<PatientChanges>> AroundAsync(
        PdmpDbContext db, IReadOnlyCollection<long> seeds, LinkModel model, LinkOccasion occasion,
        IReadOnlyDictionary<long, PatientRecord>? known = null, CancellationToken cancellationToken = default)
    {
        var decisions = await LinkReads.DecisionsAsync(db, cancellationToken);
        var bench = new LinkBench(model);
        var around = await LinkReads.AroundAsync(db, seeds, bench.MergeWeight, decisions, known ?? NothingKnown, cancellationToken);
        foreach (var record in around.Records)
        {
            bench.Add(record);
        }

        var constraints = decisions.Constraints(bench.NumberOf, bench.Exact().Pairs);
        if (constraints.Refusal is { } refusal)
        {
            return refusal;
        }

        var links = around.Links.Select(l => new PatientLink(bench.NumberOf(l.RecordA)!.Value, bench.NumberOf(l.RecordB)!.Value, l.Weight, LinkGuard.None)).ToList();
        var records = around.Records.Select(r => new HousedRecord(r.Id, r.PatientId, r.HomePatientId)).ToList();
        var persons = bench.Persons(links, constraints.Value);
        var changes = PatientChanges.Of(
            records, persons, (await TakenAsync(db, records, cancellationToken)).Contains, await LastPatientAsync(db, cancellationToken));
        await writer.WriteAsync(db, changes, occasion, cancellationToken);
        var ids = records.ConvertAll(r => r.Id);
        await db.Set<RecordConfidence>().Where(c => EF.Parameter(ids).Contains(c.RecordId)).ExecuteDeleteAsync(cancellationToken);
        await WriteConfidencesAsync(db, records, PersonLinks.Uncertain(persons, constraints.Value.Together, links), cancellationToken);
        return changes;
    }

    public Task WriteConfidencesAsync(
        PdmpDbContext db, IReadOnlyList<HousedRecord> records, IReadOnlyList<(int Record, PatientLink Weakest)> uncertain, CancellationToken cancellationToken) =>
        bulk.InsertAsync(
            db,
            uncertain.Select(u => new RecordConfidence
            {
                RecordId = records[u.Record].Id,
                Probability = u.Weakest.Probability,
                LinkA = records[u.Weakest.A].Id,
                LinkB = records[u.Weakest.B].Id,
            }),
            cancellationToken);

    public static async Task<long> LastPatientAsync(PdmpDbContext db, CancellationToken cancellationToken) =>
        await db.Set<Patient>().MaxAsync(p => (long?)p.Id, cancellationToken) ?? 0;

    /// <summary>Homes of the records that are some other record's patient.</summary>
    private static async Task<HashSet<long>> TakenAsync(PdmpDbContext db, List<HousedRecord> records, CancellationToken cancellationToken)
    {
        var homes = records.Select(r => r.Home).Except(records.Select(r => r.Patient)).ToArray();
        return homes.Length == 0 ? [] : await db.Set<PatientRecord>()
            .Where(r => EF.Parameter(homes).Contains(r.PatientId)).Select(r => r.PatientId).ToHashSetAsync(cancellationToken);
    }
}

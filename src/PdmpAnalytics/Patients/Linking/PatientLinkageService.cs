using Microsoft.EntityFrameworkCore;
using PdmpAnalytics.Patients.Comparing;
using PdmpAnalytics.Patients.Matching;
using PdmpAnalytics.Storage;

namespace PdmpAnalytics.Patients.Linking;

/// <summary>
/// Finds which patients are one person by the weight of their records. Each run is one transaction under the lock of loading:
/// wholly done or not at all, whatever happens meanwhile.
/// </summary>
public sealed class PatientLinkageService
{
    /// <summary>Fewer records are weighed with the shipped figures. Our choice, 2026-11-22.</summary>
    private const int FewestRecordsToEstimate = 1000;

    /// <summary>Growth of the number of records after which a model is estimated anew, and everything compared again. Our choice, 2026-11-22.</summary>
    private const int GrowthOfAModel = 2;

    private readonly IDbContextFactory<PdmpDbContext> _contexts;
    private readonly IDispensationWriter _dispensations;
    private readonly ILinkageWriter _writer;
    private readonly PatientChangesWriter _changes;
    private readonly LinkResolution _resolution;
    private readonly TimeProvider _clock;

    internal PatientLinkageService(
        IDbContextFactory<PdmpDbContext> contexts, IDispensationWriter dispensations, ILinkageWriter writer, PatientChangesWriter changes,
        LinkResolution resolution, TimeProvider clock) =>
        (_contexts, _dispensations, _writer, _changes, _resolution, _clock) = (contexts, dispensations, writer, changes, resolution, clock);

    /// <summary>
    /// Compares records that were not compared yet with all others, or everything with everything, and merges and splits
    /// patients accordingly. Ids are kept (<see cref="PatientChanges.Of"/>), decisions always hold, touched patients are
    /// marked for judging. Again changes nothing.
    /// </summary>
    /// <returns>Refused when decisions contradict each other.</returns>
    public async Task<Result<LinkCounts>> LinkAsync(LinkRequest request, CancellationToken cancellationToken = default)
    {
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await _dispensations.BeginAsync(db, cancellationToken);
        var model = await LinkReads.CurrentModelAsync(db, cancellationToken);
        var last = await LinkReads.LastLinkedAsync(db, cancellationToken);
        var records = await LinkReads.RecordsAsync(db, cancellationToken);
        var all = request.All || model is null || (!request.KeepModel && records >= GrowthOfAModel * model.Records);
        var occasion = new LinkOccasion(_clock.GetUtcNow(), request.By, LinkCause.Model, model?.Id);
        var outcome = all
            ? await LinkAllAsync(db, request.KeepModel ? model : null, occasion, cancellationToken)
            : await LinkNewAsync(db, model!, last, occasion, cancellationToken);
        if (outcome.Refusal is { } refusal)
        {
            return refusal;
        }

        await NoteRunAsync(db, outcome.Value, occasion, cancellationToken);
        var moves = outcome.Value.Changes.Moves;
        var counts = new LinkCounts(
            records,
            await db.Set<Patient>().LongCountAsync(p => p.MergedInto == null, cancellationToken),
            outcome.Value.Compared,
            moves.Count(m => m.Kind == LinkEventKind.Merge),
            moves.Count(m => m.Kind == LinkEventKind.Split),
            moves.Count(m => m.Kind == LinkEventKind.Move),
            outcome.Value.Model.Version,
            outcome.Value.BlocksLeftOut);
        await transaction.CommitAsync(cancellationToken);
        return counts;
    }

    private async Task<Result<Outcome>> LinkNewAsync(
        PdmpDbContext db, LinkModel model, long last, LinkOccasion occasion, CancellationToken cancellationToken)
    {
        var added = await db.Set<PatientRecord>().AsNoTracking().Where(r => r.Id > last).OrderBy(r => r.Id).ToListAsync(cancellationToken);
        if (added.Count == 0)
        {
            return new Outcome(model, PatientChanges.None, 0, 0);
        }

        var bench = new LinkBench(model);
        added.ForEach(bench.Add);
        var blocks = bench.Blocks();
        await _writer.AddBlocksAsync(db, blocks, cancellationToken);
        var keys = blocks.Select(b => b.Key).Distinct().ToList();
        var found = (await _writer.FindBlocksAsync(db, keys, CandidatePairs.LargestBlock + 1, cancellationToken)).GroupBy(b => b.Key, b => b.RecordId).ToList();
        var met = found.Where(block => block.Count() <= CandidatePairs.LargestBlock).ToList();
        var others = met.SelectMany(block => block).Where(id => bench.NumberOf(id) is null).Distinct().ToArray();
        foreach (var record in await ReadAsync(db, others, cancellationToken))
        {
            bench.Add(record);
        }

        var links = bench.Weigh(bench.Pairs(met, newBelow: added.Count));
        await _writer.AddLinksAsync(db, [.. links.Select(bench.Stored)], cancellationToken);
        var known = Enumerable.Range(0, bench.Count).ToDictionary(i => bench[i].Id, i => bench[i]);
        var changes = await _resolution.AroundAsync(db, [.. added.Select(r => r.Id)], model, occasion, known, cancellationToken);
        return changes.Refusal is { } refusal ? refusal : new Outcome(model, changes.Value, added.Count, found.Count - met.Count);
    }

    private static async Task<List<PatientRecord>> ReadAsync(PdmpDbContext db, long[] ids, CancellationToken cancellationToken) =>
        await db.Set<PatientRecord>().AsNoTracking().Where(r => EF.Parameter(ids).Contains(r.Id)).ToListAsync(cancellationToken);

    private async Task<Result<Outcome>> LinkAllAsync(PdmpDbContext db, LinkModel? model, LinkOccasion occasion, CancellationToken cancellationToken)
    {
        var collection = await LinkCollection.ReadAsync(db, cancellationToken);
        var decisions = await LinkReads.DecisionsAsync(db, cancellationToken);
        var constraints = decisions.Constraints(collection.NumberOf, collection.Exact.Pairs);
        if (constraints.Refusal is { } refusal)
        {
            return refusal;
        }

        var records = collection.Linker.Records;
        var figures = model?.Model() ?? (records.Count < FewestRecordsToEstimate ? ShippedModel.For(records.Count) : null);
        var terms = model is null ? TermFrequencies.Of(records) : TermSnapshot.Read(model.Terms).For(records);
        var linked = collection.Linker.Link(figures, constraints.Value, terms);
        model ??= await KeepAsync(db, linked.Model, collection, terms, occasion, cancellationToken);
        await _writer.ClearAsync(db, cancellationToken);
        await _writer.AddBlocksAsync(db, collection.Blocks(), cancellationToken);
        await _writer.AddLinksAsync(db, [.. linked.Links.Select(l => collection.Stored(l, model.Id))], cancellationToken);
        var changes = PatientChanges.Of(
            collection.Records, linked.Persons, _ => false, await LinkResolution.LastPatientAsync(db, cancellationToken));
        await _changes.WriteAsync(db, changes, occasion with { ModelId = model.Id }, cancellationToken);
        var merging = linked.Links.Where(l => l.Weight >= PatientLink.WeightOf(MatchScales.BitsOf(linked.Model.MergeProbability)));
        await _resolution.WriteConfidencesAsync(
            db, collection.Records, PersonLinks.Uncertain(linked.Persons, constraints.Value.Together, merging), cancellationToken);
        return new Outcome(model, changes, records.Count, linked.BlocksLeftOut);
    }

    /// <summary>Stores a model unless it is the one in force.</summary>
    private static async Task<LinkModel> KeepAsync(
        PdmpDbContext db, MatchModel figures, LinkCollection collection, TermFrequencies terms, LinkOccasion occasion, CancellationToken cancellationToken)
    {
        var current = await LinkReads.CurrentModelAsync(db, cancellationToken);
        var model = LinkModel.Of((current?.Id ?? 0) + 1, figures, TermSnapshot.Of(collection.Linker.Records, terms), collection.Records.Count, occasion.At);
        if (model.Version == current?.Version && current.IsSound)
        {
            return current;
        }

        db.Add(model);
        await db.SaveChangesAsync(cancellationToken);
        db.ChangeTracker.Clear();
        return model;
    }

    /// <summary>Notes how far records are compared, unless that is what the last run noted.</summary>
    private static async Task NoteRunAsync(PdmpDbContext db, Outcome outcome, LinkOccasion occasion, CancellationToken cancellationToken)
    {
        var model = outcome.Model;
        var before = await db.Set<LinkRun>().AsNoTracking().OrderByDescending(r => r.Id).FirstOrDefaultAsync(cancellationToken);
        var last = await LinkReads.RecordsAsync(db, cancellationToken);
        if (before?.ModelId == model.Id && before.LastRecordId == last)
        {
            return;
        }

        db.Add(new LinkRun { Id = (before?.Id ?? 0) + 1, At = occasion.At, By = occasion.By, ModelId = model.Id, LastRecordId = last, BlocksLeftOut = outcome.BlocksLeftOut });
        await db.SaveChangesAsync(cancellationToken);
        db.ChangeTracker.Clear();
    }

    private sealed record Outcome(LinkModel Model, PatientChanges Changes, long Compared, int BlocksLeftOut);
}

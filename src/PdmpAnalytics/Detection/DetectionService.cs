using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using PdmpAnalytics.Detection.Exemptions;
using PdmpAnalytics.Detection.RuleSets;
using PdmpAnalytics.Detection.Scoring.Learning;
using PdmpAnalytics.Practices;
using PdmpAnalytics.Storage;

namespace PdmpAnalytics.Detection;

/// <summary>
/// Streams patients' histories out of the store and judges them: one thread reads ahead, the others judge. Returns
/// judgements and writes nothing but the population table; what becomes of findings is Review's.
/// </summary>
public sealed class DetectionService(
    IDbContextFactory<PdmpDbContext> contexts,
    RulesInForceService rulesInForce,
    DispensingReferenceService references,
    PopulationService populations,
    RiskModelsService models,
    BlindSample sample)
{
    /// <summary>Patients asked for in one query.</summary>
    private const int PatientsPerQuery = 5000;

    private bool _everyRule;

    /// <summary>The same service with the rules that are off switched on: what they would say, for an evaluation that publishes nothing.</summary>
    public DetectionService WithEveryRuleOn() => new(contexts, rulesInForce, references, populations, models, BlindSample.None) { _everyRule = true };

    /// <summary>
    /// Judges in patient order. Without <see cref="DetectionRequest.All"/> the patients marked as changed and those due by the day are
    /// judged, or those named; whoever publishes the result takes the claimed marks away in the same transaction.
    /// </summary>
    public async IAsyncEnumerable<JudgedPatients> DetectAsync(
        DetectionRequest request,
        IProgress<DetectionProgress>? progress = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var rules = await RulesAsync(request, cancellationToken);
        var shadows = _everyRule || request.Patients is not null
            ? []
            : await rulesInForce.ShadowsAsync(request.AsOf, request.All, cancellationToken);
        // Claimed before anything is read: what changes from here on makes marks of its own.
        var marked = await MarkedAsync(db, request, cancellationToken);
        var tables = request.Tables ?? await TablesAsync(request, cancellationToken);
        var doubts = await IdentityDoubts.ReadAsync(db, request is { All: true, Patients: null } ? null : marked, cancellationToken);
        var judges = new ConcurrentBag<PatientJudge>();
        var done = new DetectionProgress(0, 0, null);
        var selections = request is { All: true, Patients: null }
            ? [HistorySelection.Everyone]
            : marked.Order().Chunk(PatientsPerQuery).Select(ids => new HistorySelection { Patients = ids });
        foreach (var selection in selections)
        {
            await using var reader = await HistoryReader.OpenAsync(db, selection, cancellationToken);
            await foreach (var judged in HistoryPipeline.RunAsync(reader, Judge, cancellationToken))
            {
                marked.ExceptWith(judged.Judgements.Select(j => j.PatientId));
                done = new(done.Fills + judged.Fills, done.Patients + judged.Judgements.Count, null);
                progress?.Report(done);
                yield return judged;
            }
        }

        // Marked and without a live record: everything was voided or moved to another patient.
        yield return new JudgedPatients
        {
            Fills = 0,
            Judgements = [.. marked.Order().Select(id => new PatientJudgement { PatientId = id, AsOf = request.AsOf, Findings = [] })],
            Due = [],
        };

        JudgedPatients Judge(HistoryBlock block)
        {
            var judge = judges.TryTake(out var free) ? free : NewJudge();
            var judged = judge.Judge(block, request.AsOf);
            judges.Add(judge);
            return judged;
        }

        PatientJudge NewJudge() => new(rules, tables.Reference, tables.Population, request.Joined, doubts, tables.Exemptions)
        {
            Models = tables.Models,
            Sample = sample,
            Shadows = [.. shadows.Select(s => new ShadowCount(s.RuleSetId, s.Catalog))],
        };
    }

    /// <summary>What to judge by as it stands now, for the requests of one day that share it. To be read after the marks were claimed.</summary>
    internal async Task<JudgingTables> TablesAsync(DetectionRequest request, CancellationToken cancellationToken)
    {
        var reference = await references.LoadAsync(cancellationToken);
        var population = await populations.CurrentAsync(request.AsOf, reference, cancellationToken);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var exemptions = await ExemptionReads.InForceAsync(db, cancellationToken);
        return new JudgingTables(reference, population, exemptions, await models.PinnedAsync(request.Models, cancellationToken));
    }

    /// <summary>False when a record may name a pharmacy, site or product that the tables do not know: imports do not wait for nights.</summary>
    internal Task<bool> StillHoldsAsync(JudgingTables tables, CancellationToken cancellationToken) => references.HoldsAllAsync(tables.Reference, cancellationToken);

    /// <summary>An evaluation, and a second look at some patients of a run, change nothing about what everybody is judged by.</summary>
    private async Task<RuleCatalog> RulesAsync(DetectionRequest request, CancellationToken cancellationToken) =>
        _everyRule ? (await rulesInForce.OnAsync(request.AsOf, cancellationToken)).WithEveryRuleOn()
        : request.Patients is null ? await rulesInForce.BeginAsync(request.AsOf, cancellationToken)
        : await rulesInForce.OnAsync(request.AsOf, cancellationToken);

    private static async Task<HashSet<long>> MarkedAsync(PdmpDbContext db, DetectionRequest request, CancellationToken cancellationToken)
    {
        if (request.Patients is { } named)
        {
            return [.. named];
        }

        if (request.Tables is null)
        {
            await JudgingMarks.MarkWithdrawnLaterAsync(db, request.AsOf, cancellationToken);
        }

        var marked = request.Tables is null
            ? await JudgingMarks.ClaimAsync(db, cancellationToken)
            : await JudgingMarks.ClaimedAsync(db, cancellationToken);
        if (!request.All)
        {
            marked.UnionWith(await db.Set<DuePatient>().Where(p => p.DueOn <= request.AsOf).Select(p => p.PatientId).ToListAsync(cancellationToken));
        }

        if (request.Range is { } range)
        {
            marked.RemoveWhere(patient => !range.Holds(patient));
        }

        return marked;
    }
}

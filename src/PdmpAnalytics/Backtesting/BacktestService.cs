using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using PdmpAnalytics.Detection;
using PdmpAnalytics.Detection.Exemptions;
using PdmpAnalytics.Detection.RuleSets;
using PdmpAnalytics.Dispensing;
using PdmpAnalytics.Ingestion;
using PdmpAnalytics.Patients.Linking;
using PdmpAnalytics.Practices;
using PdmpAnalytics.Storage;

namespace PdmpAnalytics.Backtesting;

/// <summary>Replays nights of the past under other thresholds. Reads and writes nothing.</summary>
public sealed class BacktestService(
    IDbContextFactory<PdmpDbContext> contexts, RulesInForceService rulesInForce, DispensingReferenceService references)
{
    /// <summary>Replays every patient's nights and compares what they would have raised.</summary>
    public async Task<BacktestReport> RunAsync(
        BacktestRequest request, IProgress<BacktestProgress>? progress = null, CancellationToken cancellation = default)
    {
        var clock = Stopwatch.StartNew();
        var inForce = await rulesInForce.OnAsync(request.To, cancellation);
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var knownBy = request.KnownBy ?? await KnownByAsync(db, request.From, cancellation);
        var reference = await references.LoadAsync(cancellation);
        var tables = new PopulationTables(await TablesAsync(db, request.To, cancellation));
        var limits = await LimitsAsync(db, request, knownBy, tables, cancellation);
        List<RuleCatalog> catalogs = [inForce];
        var candidate = request.Candidate is { } asked && asked.Fingerprint != inForce.Fingerprint ? asked : null;
        if (candidate is not null)
        {
            catalogs.Add(candidate);
        }

        var compared = catalogs.Count;
        catalogs.AddRange(request.Sweep?.Catalogs(candidate ?? inForce).Value ?? []);
        var tallies = catalogs.Select((c, i) => new BacktestTally(c, request, keepPatients: i < compared)).ToList();
        var (done, judgements) = (new BacktestProgress(0, 0), 0L);
        var replays = new ConcurrentBag<PatientReplay>();
        var selection = HistorySelection.Everyone with { AllVersions = knownBy == KnownBy.Received };
        await using var reader = await HistoryReader.OpenAsync(db, selection, cancellation);
        await foreach (var block in HistoryPipeline.RunAsync(reader, Replay, cancellation))
        {
            foreach (var happened in block.Events)
            {
                tallies[happened.Catalog].Add(in happened);
            }

            judgements += block.Judgements;
            done = new(done.Fills + block.Fills, done.Patients + block.Patients);
            progress?.Report(done);
        }

        var outcomes = tallies.ConvertAll(t => t.Outcome());
        return new BacktestReport(
            request, knownBy, outcomes[0], candidate is null ? null : outcomes[1],
            candidate is null ? [] : tallies[1].NotIn(tallies[0]),
            candidate is null ? [] : tallies[0].NotIn(tallies[1]),
            Points(request.Sweep, outcomes[compared..]),
            new BacktestCost(done.Patients, done.Fills, judgements, clock.Elapsed), limits);

        ReplayedBlock Replay(HistoryBlock block)
        {
            var replay = replays.TryTake(out var free) ? free : new PatientReplay(catalogs, reference, tables.On);
            var (before, patients, events) = (replay.Nights, 0, new List<ReplayEvent>());
            for (int start = 0, end; start < block.Rows.Length; start = end)
            {
                end = block.EndOfPatient(start);
                replay.Replay(block.Rows[start..end], request, knownBy, events);
                patients++;
            }

            replays.Add(replay);
            return new ReplayedBlock(events, block.Rows.Length, patients, replay.Nights - before);
        }
    }

    private static List<SweepPoint> Points(ThresholdSweep? sweep, List<BacktestOutcome> outcomes) =>
    [
        .. (sweep?.Values ?? []).Zip(outcomes, (value, outcome) => new SweepPoint(
            value, outcome.AlertsPerNight, (double)outcome.PatientsByRule.GetValueOrDefault(sweep!.RuleId) / outcome.Nights)),
    ];

    /// <summary>A history that was loaded afterwards holds nothing that its nights received.</summary>
    private static async Task<KnownBy> KnownByAsync(PdmpDbContext db, DateOnly from, CancellationToken cancellation)
    {
        var first = await db.Set<Submission>().OrderBy(s => s.Id).Select(s => (DateTimeOffset?)s.ReceivedAt).FirstOrDefaultAsync(cancellation);
        return first is { } at && DateOnly.FromDateTime(at.UtcDateTime) <= from ? KnownBy.Received : KnownBy.Filled;
    }

    private static async Task<List<PopulationReference>> TablesAsync(PdmpDbContext db, DateOnly to, CancellationToken cancellation)
    {
        var tables = await db.Set<PopulationTable>().AsNoTracking()
            .Where(t => t.FeatureVersion == Detection.Scoring.PatientFeatures.Version).OrderBy(t => t.AsOf).ToListAsync(cancellation);
        var needed = tables.Where(t => t.AsOf <= to).DefaultIfEmpty(tables.FirstOrDefault()).OfType<PopulationTable>();
        return [.. needed.Select(t => t.Read())];
    }

    private static async Task<IReadOnlyList<string>> LimitsAsync(
        PdmpDbContext db, BacktestRequest request, KnownBy knownBy, PopulationTables tables, CancellationToken cancellation)
    {
        var from = new DateTimeOffset(request.From.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
        var links = await db.Set<LinkEvent>().CountAsync(e => e.At >= from, cancellation);
        return
        [
            .. knownBy == KnownBy.Filled
                ? ["Records are taken as known from the first day of their supply: late files, corrections and voids are not replayed."]
                : Array.Empty<string>(),
            .. links == 0
                ? []
                : new[] { string.Create(CultureInfo.InvariantCulture, $"Persons are those of today: linkage joined or parted records {links:N0} times since the first night.") },
            .. tables.First is null ? ["No figures of the population are stored: rules that compare with it keep to their absolute thresholds."]
                : tables.First > request.From ? [$"Figures of the population before {tables.First:yyyy-MM-dd} are not stored; those of that day stand in."]
                : Array.Empty<string>(),
            .. await db.Set<Exemption>().AnyAsync(cancellation)
                ? ["Exemptions that people stated are not replayed: patients who have one may wait here and did not in the queue."]
                : Array.Empty<string>(),
            .. await db.Set<Dispensation>().AnyAsync(d => d.ValidTo == null && d.FilledOn >= request.From && d.FilledOn <= request.To, cancellation)
                ? Array.Empty<string>()
                : [string.Create(CultureInfo.InvariantCulture, $"The store has no fills from {request.From:yyyy-MM-dd} to {request.To:yyyy-MM-dd}: the figures say nothing about these nights.")],
            "Practices, products and conversion factors are those of today.",
            "Rules over several patients, prescribers and pharmacies are not replayed.",
            "Nobody closes an alert: what a reviewer's conclusion would have kept quiet is not known.",
        ];
    }

    private sealed record ReplayedBlock(List<ReplayEvent> Events, int Fills, int Patients, long Judgements);
}

using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using PdmpAnalytics.Detection;
using PdmpAnalytics.Detection.Exemptions;
using PdmpAnalytics.Detection.RuleSets;
using PdmpAnalytics.Dispensing;
using PdmpAnalytics.Ingestion;
using PdmpAnalytics.Lookup.Reporting;
using PdmpAnalytics.Practices;
using PdmpAnalytics.Storage;

namespace PdmpAnalytics.Lookup;

/// <summary>
/// Keeps what answers are made with: reading it takes longer than an answer may. It is renewed in the background when it has aged, and
/// at once when a patient's file names a pharmacy, prescriber or product that it lacks.
/// </summary>
public sealed class LookupKnowledgeService(
    IDbContextFactory<PdmpDbContext> contexts, RulesInForceService rules, DispensingReferenceService references, PopulationService populations,
    DispenserCoverageService coverages, LookupOptions options, TimeProvider clock)
{
    /// <summary>Days kept at a time: today, and what somebody looks back at. Our choice, 2026-11-22.</summary>
    private const int MostDays = 4;

    private readonly ConcurrentDictionary<DateOnly, Kept> _byDay = new();

    /// <summary>What is known on a day, and enough of it for some rows.</summary>
    internal async Task<LookupKnowledge> OnAsync(DateOnly asOf, DispensationRow[] rows, CancellationToken cancellation)
    {
        var kept = _byDay.GetOrAdd(asOf, static _ => new Kept());
        var known = kept.Known;
        if (known is null || !known.Covers(rows))
        {
            known = await RenewAsync(kept, asOf, known, cancellation);
        }
        else if (clock.GetUtcNow() - known.ReadAt > options.KnowledgeServes && kept.Gate.Wait(0, CancellationToken.None))
        {
            // Nobody waits for it: an answer made with slightly older names is right, a late one is not.
            _ = RenewInBackgroundAsync(kept, asOf);
        }

        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        foreach (var old in _byDay.Keys.Where(day => day != asOf && day != today).OrderDescending().Skip(MostDays - 1))
        {
            _byDay.TryRemove(old, out _);
        }

        return known;
    }

    /// <param name="lacking">What was not enough; read again unless somebody else has meanwhile.</param>
    private async Task<LookupKnowledge> RenewAsync(Kept kept, DateOnly asOf, LookupKnowledge? lacking, CancellationToken cancellation)
    {
        await kept.Gate.WaitAsync(cancellation);
        try
        {
            if (kept.Known is { } known && !ReferenceEquals(known, lacking))
            {
                return known;
            }

            // Not given up with the one who asked first: the next would begin anew.
            return kept.Known = await ReadAsync(asOf, CancellationToken.None);
        }
        finally
        {
            kept.Gate.Release();
        }
    }

    private async Task RenewInBackgroundAsync(Kept kept, DateOnly asOf)
    {
        try
        {
            kept.Known = await ReadAsync(asOf, CancellationToken.None);
        }
        catch (Exception failure) when (failure is System.Data.Common.DbException or InvalidOperationException or RuleSetException)
        {
            // The next request tries again; answers need the database too, and say so when it is gone.
            kept.LastFailure = failure.GetType().Name;
        }
        finally
        {
            kept.Gate.Release();
        }
    }

    private async Task<LookupKnowledge> ReadAsync(DateOnly asOf, CancellationToken cancellation)
    {
        var readAt = clock.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var coverage = await coverages.ListAsync(asOf, options.LateAfterDays, cancellation);
        return new LookupKnowledge
        {
            AsOf = asOf,
            ReadAt = readAt,
            Rules = await rules.OnAsync(asOf, cancellation),
            Reference = WithOneUnseen(await references.LoadAsync(cancellation)),
            Population = await populations.StoredAsync(asOf, cancellation),
            Exemptions = await ExemptionReads.InForceAsync(db, cancellation),
            Coverage = coverage.ToDictionary(c => c.Dispenser.Id),
            DataThrough = coverage.Max(c => c.DataThrough),
            Index = (await db.Set<StoredProjectIndex>().AsNoTracking().Where(t => t.AsOf <= asOf)
                .OrderByDescending(t => t.Id).FirstOrDefaultAsync(cancellation))?.Read(),
        };
    }

    /// <summary>Names for id 0, which stands for a pharmacy that only a proposed fill names.</summary>
    private static DispensingReference WithOneUnseen(DispensingReference stored) => stored with
    {
        DispenserNames = ["the pharmacy asking", .. stored.DispenserNames.Skip(1)],
        DispenserCities = ["", .. stored.DispenserCities.Skip(1)],
    };

    private sealed class Kept
    {
        public SemaphoreSlim Gate { get; } = new(1);

        public volatile LookupKnowledge? Known;

        public volatile string? LastFailure;
    }
}

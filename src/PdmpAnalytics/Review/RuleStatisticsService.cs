using Microsoft.EntityFrameworkCore;
using PdmpAnalytics.Storage;

namespace PdmpAnalytics.Review;

/// <summary>Reads how the rules fared from what they raised and what reviewers concluded.</summary>
public sealed class RuleStatisticsService(IDbContextFactory<PdmpDbContext> contexts, TimeProvider clock)
{
    /// <param name="from">Null for the first hit or conclusion there is.</param>
    /// <param name="to">Last day, included; null for the last hit or conclusion there is.</param>
    public Task<RuleStatisticsReport> OfAsync(DateOnly? from, DateOnly? to, CancellationToken cancellation = default) =>
        OfAsync(from, to, withHits: true, cancellation);

    /// <summary>By everything that was ever concluded, without what rules raised: that is a row a rule and alert, and a page of precision does not wait for it.</summary>
    public Task<RuleStatisticsReport> ConcludedAsync(CancellationToken cancellation = default) => OfAsync(null, null, withHits: false, cancellation);

    private async Task<RuleStatisticsReport> OfAsync(DateOnly? from, DateOnly? to, bool withHits, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        List<RuleHit> hits = withHits ? await db.Set<RuleHit>().AsNoTracking().ToListAsync(cancellation) : [];
        var decisions = await db.Set<ReviewDecision>().AsNoTracking().ToListAsync(cancellation);
        var verdicts = await db.Set<FindingVerdict>().AsNoTracking().ToListAsync(cancellation);
        // The last word about an alert counts: a conclusion that was taken back is none.
        var standing = decisions.GroupBy(d => d.AlertId).Select(g => g.MaxBy(d => d.AlertVersion)!)
            .Where(d => d is { To: AlertState.Closed, Disposition: not null }).ToList();
        var days = hits.Select(h => h.AsOf).Concat(standing.Select(Day)).DefaultIfEmpty(DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime)).ToList();
        var (first, last) = (from ?? days.Min(), to ?? days.Max());
        var byRule = verdicts.ToDictionary(v => (v.AlertId, v.AlertVersion, v.RuleId), v => v.Disposition);
        return RuleStatisticsReport.Of(
            first, last,
            hits.Where(h => h.AsOf >= first && h.AsOf <= last),
            from decision in standing
            where Day(decision) >= first && Day(decision) <= last
            from rule in decision.Rules.Split(';')
            select new RuleVerdict(rule, byRule.GetValueOrDefault((decision.AlertId, decision.AlertVersion, rule), decision.Disposition!.Value)));
    }

    private static DateOnly Day(ReviewDecision decision) => DateOnly.FromDateTime(decision.DecidedAt.UtcDateTime);
}

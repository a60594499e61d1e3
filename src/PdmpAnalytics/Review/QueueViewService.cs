using Microsoft.EntityFrameworkCore;
using PdmpAnalytics.Detection;
using PdmpAnalytics.Storage;

namespace PdmpAnalytics.Review;

/// <summary>An alert as a list shows it.</summary>
/// <param name="Alert">Without findings.</param>
/// <param name="Reason">What its most severe finding says; empty for an alert without findings.</param>
/// <param name="More">Findings besides that one.</param>
public sealed record QueueRow(Alert Alert, string Reason, int More);

/// <summary>A page of a list.</summary>
/// <param name="Total">Alerts that match, on all pages.</param>
/// <param name="IsMore">More match than were counted.</param>
public sealed record QueueRows(int Total, IReadOnlyList<QueueRow> Rows, bool IsMore = false);

/// <summary>The alerts before and after one in the order of a list; null at its ends.</summary>
/// <param name="Place">From 1; null when the alert is not in the list, or not among its first.</param>
public sealed record AlertNeighbours(long? Previous, long? Next, int? Place);

/// <summary>What queue pages show besides <see cref="ReviewQueue"/>: the reason in one sentence, counts, and who comes next. Changes nothing.</summary>
public sealed class QueueViewService(IDbContextFactory<PdmpDbContext> contexts, ReviewQueue queue, TimeProvider clock)
{
    /// <summary>How far down a list its neighbours are known (our choice, 2026-11-22: nobody works further in a day).</summary>
    private const int KnownOrder = 500;

    /// <summary>By where patients live alerts are counted this far: each is looked up in its patient's records (our choice, 2026-11-22).</summary>
    private const int CountedByPlace = 1000;

    /// <summary>One page, in the order asked for.</summary>
    public async Task<QueueRows> PageAsync(AlertFilter filter, CancellationToken cancellation = default)
    {
        var byPlace = filter.PatientState is not null || filter.Zip3 is not null;
        var page = await queue.PageAsync(byPlace ? filter with { CountUpTo = CountedByPlace } : filter, cancellation);
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var ids = page.Alerts.Select(a => a.Id).ToList();
        var texts = await db.Set<AlertFinding>().AsNoTracking()
            .Where(f => EF.Parameter(ids).Contains(f.AlertId))
            .Select(f => new { f.AlertId, f.Severity, f.Position, f.Text })
            .ToListAsync(cancellation);
        var byAlert = texts.ToLookup(t => t.AlertId);
        return new QueueRows(
            page.Total,
            [
                .. from alert in page.Alerts
                   let worst = byAlert[alert.Id].OrderByDescending(t => t.Severity).ThenBy(t => t.Position).FirstOrDefault()
                   select new QueueRow(alert, worst?.Text ?? "", Math.Max(0, byAlert[alert.Id].Count() - 1)),
            ],
            page.IsMore);
    }

    /// <summary>Alerts that wait now, snoozed ones left out, by queue; a queue without any is missing.</summary>
    public async Task<IReadOnlyDictionary<ReviewQueueKind, int>> CountsAsync(CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await AlertMatching.Of(db, AlertFilter.Queued with { Snoozed = false }, clock.GetUtcNow())
            .GroupBy(a => a.Queue).Select(g => new { g.Key, Count = g.Count() })
            .ToDictionaryAsync(g => g.Key, g => g.Count, cancellation);
    }

    /// <summary>Who comes before and after an alert. For an alert that is not in the list the next is its first.</summary>
    public async Task<AlertNeighbours> NeighboursAsync(AlertFilter filter, long alertId, CancellationToken cancellation = default)
    {
        var ids = await queue.IdsAsync(filter, KnownOrder, cancellation);
        var place = Array.IndexOf(ids, alertId);
        long? next = place + 1 < ids.Length ? ids[place + 1] : null;
        return new AlertNeighbours(place > 0 ? ids[place - 1] : null, next, place >= 0 ? place + 1 : null);
    }
}

using Microsoft.EntityFrameworkCore;
using PdmpAnalytics.Storage;

namespace PdmpAnalytics.Review.Overview;

/// <summary>Reads what <see cref="ReviewOverview"/> is made of.</summary>
public sealed class ReviewOverviewService(IDbContextFactory<PdmpDbContext> contexts, TimeProvider clock)
{
    public async Task<ReviewOverview> TodayAsync(CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var now = clock.GetUtcNow();
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        var first = ReviewOverview.FirstDay(today);
        var since = new DateTimeOffset(first.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
        var queued = db.Set<Alert>().AsNoTracking().Where(a => a.Hold == QueueHold.None);
        var waiting = await queued.Where(a => a.State != AlertState.Closed && a.State != AlertState.Withdrawn)
            .GroupBy(a => new { a.Severity, a.OpenedOn, a.DueOn, a.SnoozedUntil, a.Assignee, Holder = a.ClaimedUntil > now ? a.ClaimedBy : null })
            .Select(g => new { g.Key, Count = g.Count() })
            .ToListAsync(cancellation);
        var opened = await queued.Where(a => a.OpenedOn >= first).GroupBy(a => a.OpenedOn!.Value).Select(g => new { Day = g.Key, Count = g.Count() }).ToListAsync(cancellation);
        // The last word about an alert counts: a conclusion that was taken back closed nothing.
        var decided = await (
            from decision in db.Set<ReviewDecision>().AsNoTracking()
            where decision.DecidedAt >= since && decision.To == AlertState.Closed
            join alert in db.Set<Alert>() on decision.AlertId equals alert.Id
            select new { decision.AlertId, decision.AlertVersion, decision.DecidedAt, decision.DecidedBy, alert.State, alert.DueOn })
            .ToListAsync(cancellation);
        var closed = decided.Where(d => d.State == AlertState.Closed).GroupBy(d => d.AlertId).Select(g => g.MaxBy(d => d.AlertVersion)!)
            .Select(d => new ClosedAlert(DateOnly.FromDateTime(d.DecidedAt.UtcDateTime), d.DecidedBy, d.DueOn)).ToList();
        return ReviewOverview.Of(
            today,
            [
                .. waiting.SelectMany(w => Enumerable.Repeat(
                    new WaitingAlert(w.Key.Severity, w.Key.OpenedOn, w.Key.DueOn, w.Key.SnoozedUntil, w.Key.Assignee, w.Key.Holder), w.Count)),
            ],
            closed,
            [.. opened.SelectMany(o => Enumerable.Repeat(o.Day, o.Count))]);
    }
}

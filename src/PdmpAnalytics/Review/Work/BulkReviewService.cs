using Microsoft.EntityFrameworkCore;
using PdmpAnalytics.Storage;

namespace PdmpAnalytics.Review.Work;

/// <summary>
/// One step about every alert of a filter: tried out first, then taken about as many as were counted. Each alert is a step of
/// its own, so that one that somebody holds stops none of the others.
/// </summary>
public sealed class BulkReviewService(
    IDbContextFactory<PdmpDbContext> contexts, ReviewQueue queue, ReviewWorkService work, TimeProvider clock, ReviewOptions options)
{
    /// <summary>What the step would do; changes nothing. NotAllowed for a step that is about one alert, or about more than the limit.</summary>
    public async Task<Result<BulkReview>> TryAsync(
        AlertFilter filter, ReviewStep step, Reviewer by, CancellationToken cancellation = default)
    {
        var found = await FindAsync(filter, step, cancellation);
        if (found.Refusal is { } refusal)
        {
            return refusal;
        }

        var ids = found.Value;
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var alerts = await db.Set<Alert>().AsNoTracking().Where(a => EF.Parameter(ids).Contains(a.Id)).ToListAsync(cancellation);
        var now = clock.GetUtcNow();
        return Count(ids.Length, alerts.Select(alert => Would(alert, step, by, now)));
    }

    /// <summary>Takes the step about every alert of the filter.</summary>
    /// <param name="counted"><see cref="BulkReview.Matching"/> of the trial; Stale when the filter finds another number now.</param>
    public async Task<Result<BulkReview>> TakeAsync(
        AlertFilter filter, ReviewStep step, Reviewer by, int counted, CancellationToken cancellation = default)
    {
        var found = await FindAsync(filter, step, cancellation);
        if (found.Refusal is { } refusal)
        {
            return refusal;
        }

        if (found.Value.Length != counted)
        {
            return new Refusal(RefusalReason.Stale, $"The filter finds {found.Value.Length} alerts now, not {counted}. Count again, then decide.");
        }

        var outcomes = new List<Refusal?>();
        foreach (var id in found.Value)
        {
            outcomes.Add((await work.TakeAsync(id, step, by, expectedVersion: null, cancellation)).Refusal);
        }

        return Count(counted, outcomes);
    }

    private async Task<Result<long[]>> FindAsync(AlertFilter filter, ReviewStep step, CancellationToken cancellation)
    {
        if (!step.InBulk)
        {
            return new Refusal(RefusalReason.NotAllowed, "This step is about one alert at a time.");
        }

        var ids = await queue.IdsAsync(filter, options.BulkLimit + 1, cancellation);
        return ids.Length > options.BulkLimit
            ? new Refusal(RefusalReason.NotAllowed, $"The filter finds more than {options.BulkLimit} alerts; narrow it.")
            : ids;
    }

    private Refusal? Would(Alert alert, ReviewStep step, Reviewer by, DateTimeOffset now)
    {
        var context = StepWriter.Around(alert, by, now, options);
        return (step.RespectsClaim ? alert.Work.HeldByOther(context) : null) ?? step.Take(alert.Work, context).Refusal;
    }

    private static BulkReview Count(int matching, IEnumerable<Refusal?> outcomes)
    {
        var all = outcomes.ToList();
        return new(matching, all.Count(o => o is null), all.OfType<Refusal>().GroupBy(o => o.Reason).ToDictionary(g => g.Key, g => g.Count()));
    }
}

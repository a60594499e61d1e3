using Microsoft.EntityFrameworkCore;
using PdmpAnalytics.Detection.Scoring.Learning;
using PdmpAnalytics.Review;
using PdmpAnalytics.Storage;

namespace PdmpAnalytics.Learning;

/// <summary>Reads champion, or the priority without one, and challenger side by side off the waiting alerts; writes nothing.</summary>
public sealed class ChallengerService(IDbContextFactory<PdmpDbContext> contexts, RiskModelsService models)
{
    /// <summary>Null without a challenger, or while no waiting alert was judged by both.</summary>
    /// <param name="pinned">A night's models; null for those in force.</param>
    public async Task<ChallengerComparison?> CompareAsync(PinnedModels? pinned = null, CancellationToken cancellation = default)
    {
        var current = await models.PinnedAsync(pinned, cancellation);
        if (current.Challenger is not { Id: var challenger })
        {
            return null;
        }

        var champion = current.Champion?.Id;

        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var chances = await db.Set<Alert>().AsNoTracking()
            .Where(a => a.Hold == QueueHold.None && a.State != AlertState.Closed && a.State != AlertState.Withdrawn
                && a.SubjectKind == AlertSubjectKind.Patient && a.RiskModelId == champion && a.ChallengerId == challenger && a.ChallengerProbability != null)
            .Select(a => new { a.Id, Champion = a.RiskProbability ?? a.Priority, Challenger = a.ChallengerProbability!.Value }).ToListAsync(cancellation);
        return chances.Count == 0 ? null : ChallengerComparison.Of(champion, challenger, chances.ConvertAll(c => (c.Id, c.Champion, c.Challenger)));
    }
}

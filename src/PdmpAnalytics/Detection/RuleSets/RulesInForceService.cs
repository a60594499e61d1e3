using Microsoft.EntityFrameworkCore;
using PdmpAnalytics.Storage;

namespace PdmpAnalytics.Detection.RuleSets;

/// <summary>A stored set that this edition of the rules cannot read any more; the message lists every complaint, one a line.</summary>
public sealed class RuleSetException(string message) : Exception(message);

/// <summary>A set that is measured beside the one in force.</summary>
internal sealed record ShadowRules(int RuleSetId, RuleCatalog Catalog);

/// <summary>Tells by which thresholds a day is judged: the stored set that is active on it, else the installation's settings.</summary>
/// <param name="settings">The shipped defaults as the installation changed them.</param>
public sealed class RulesInForceService(IDbContextFactory<PdmpDbContext> contexts, RuleCatalog settings)
{
    /// <summary>The rules in force on the day. Throws <see cref="RuleSetException"/> when the stored set no longer fits the rules.</summary>
    public async Task<RuleCatalog> OnAsync(DateOnly day, CancellationToken cancellation = default) =>
        (await TimelineAsync(cancellation)).ActiveOn(day) is { } set ? Read(set).Catalog : settings;

    /// <summary>
    /// The rules in force on the day, for a run that publishes what it finds. When everybody's findings are by other thresholds,
    /// all patients are marked as to be judged, in the transaction that notes the change.
    /// </summary>
    internal async Task<RuleCatalog> BeginAsync(DateOnly day, CancellationToken cancellation)
    {
        var rules = await OnAsync(day, cancellation);
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var last = await db.Set<RulesInUse>().AsNoTracking().OrderByDescending(u => u.Id).FirstOrDefaultAsync(cancellation);
        if (last?.Fingerprint == rules.Fingerprint)
        {
            return rules;
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        db.Add(RulesInUse.Of(rules, day));
        await db.SaveChangesAsync(cancellation);
        // Before there was a first entry, everybody was judged by the settings.
        if ((last?.Fingerprint ?? settings.Fingerprint) != rules.Fingerprint)
        {
            await JudgingMarks.MarkEveryoneAsync(db, cancellation);
        }

        await transaction.CommitAsync(cancellation);
        return rules;
    }

    /// <summary>Sets that are measured on the day; whoever judges everyone anew begins them at zero.</summary>
    internal async Task<IReadOnlyList<ShadowRules>> ShadowsAsync(DateOnly day, bool anew, CancellationToken cancellation)
    {
        var shadows = (await TimelineAsync(cancellation)).ShadowsOn(day).Select(s => new ShadowRules(s.Id, Read(s).Catalog)).ToList();
        if (anew && shadows.Count > 0)
        {
            await using var db = await contexts.CreateDbContextAsync(cancellation);
            await db.Set<ShadowMeasure>().Where(m => m.AsOf == day).ExecuteDeleteAsync(cancellation);
        }

        return shadows;
    }

    private async Task<RuleSetTimeline> TimelineAsync(CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return new RuleSetTimeline(await db.Set<RuleSet>().AsNoTracking().Include(s => s.Periods).Where(s => s.Periods.Any()).ToListAsync(cancellation));
    }

    private static RuleSetFile Read(RuleSet set)
    {
        var file = RuleSetFile.Read(set.Content);
        return file.Refusal is { } refusal ? throw new RuleSetException($"The stored rule set {set.Label} cannot be used:\n{refusal.Message}") : file.Value;
    }
}

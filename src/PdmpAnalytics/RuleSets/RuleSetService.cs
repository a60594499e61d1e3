using Microsoft.EntityFrameworkCore;
using PdmpAnalytics.Auditing;
using PdmpAnalytics.Detection.RuleSets;
using PdmpAnalytics.Storage;

namespace PdmpAnalytics.RuleSets;

/// <summary>A set with what it found while it was measured.</summary>
/// <param name="Measures">By day, rule and severity.</param>
public sealed record RuleSetDetail(RuleSet Set, IReadOnlyList<ShadowMeasure> Measures);

/// <summary>What people do with sets of thresholds; each step is saved with its audit event in one transaction.</summary>
public sealed class RuleSetService(IDbContextFactory<PdmpDbContext> contexts, AuditLog audit, TimeProvider clock)
{
    /// <summary>Stores a checked file as a draft.</summary>
    /// <returns>Refused with WrongState when the version exists with other content; the same file again changes nothing.</returns>
    public async Task<Result<RuleSet>> AddAsync(RuleSetFile file, string user, CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        if (await FindAsync(db, file.Name, file.Version, cancellation) is { } present)
        {
            return present.Content == file.Content
                ? present
                : new Refusal(RefusalReason.WrongState, $"{present.Label} exists with other content; give the file a new version.");
        }

        var set = RuleSet.Of(file, user, clock.GetUtcNow());
        db.Add(set);
        await db.SaveChangesAsync(cancellation);
        await audit.AppendAsync(db, [new AuditEntry(user, "rule_set.added", Subject(set), set.Fingerprint)], cancellation);
        await transaction.CommitAsync(cancellation);
        return set;
    }

    /// <summary>Every version, by name and version.</summary>
    public async Task<IReadOnlyList<RuleSet>> ListAsync(CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.Set<RuleSet>().AsNoTracking().Include(s => s.Periods).OrderBy(s => s.Name).ThenBy(s => s.Version).ToListAsync(cancellation);
    }

    /// <returns>Refused with NotFound for an unknown label.</returns>
    public async Task<Result<RuleSetDetail>> ShowAsync(string label, CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        if (!RuleSetNames.TryParse(label, out var name, out var version) || await FindAsync(db, name, version, cancellation) is not { } set)
        {
            return Unknown(label);
        }

        var measures = await db.Set<ShadowMeasure>().AsNoTracking().Where(m => m.RuleSetId == set.Id)
            .OrderBy(m => m.AsOf).ThenBy(m => m.RuleId).ThenBy(m => m.Severity).ToListAsync(cancellation);
        return new RuleSetDetail(set, measures);
    }

    /// <summary>Puts a set in force from a day on; the night of that day judges everyone.</summary>
    /// <returns>Null when done; otherwise why not, and nothing changed.</returns>
    public Task<Refusal?> ActivateAsync(string label, DateOnly from, string user, string reason, CancellationToken cancellation = default) =>
        ChangeAsync(label, "rule_set.activated", from, new(user, reason, clock.GetUtcNow()), (timeline, set, by) => timeline.Activate(set, from, by), cancellation);

    /// <summary>Measures a set from a day on, beside the one in force and without alerts.</summary>
    /// <inheritdoc cref="ActivateAsync"/>
    public Task<Refusal?> ShadowAsync(string label, DateOnly from, string user, string reason, CancellationToken cancellation = default) =>
        ChangeAsync(label, "rule_set.shadowed", from, new(user, reason, clock.GetUtcNow()), (_, set, author) => RuleSetTimeline.Shadow(set, from, author), cancellation);

    /// <summary>Takes a set out of use for good.</summary>
    /// <inheritdoc cref="ActivateAsync"/>
    public Task<Refusal?> RetireAsync(string label, DateOnly from, string user, string reason, CancellationToken cancellation = default) =>
        ChangeAsync(label, "rule_set.retired", from, new(user, reason, clock.GetUtcNow()), (timeline, set, by) => timeline.Retire(set, from, by), cancellation);

    private async Task<Refusal?> ChangeAsync(
        string label, string action, DateOnly from, RuleSetAuthor author,
        Func<RuleSetTimeline, RuleSet, RuleSetAuthor, Refusal?> change, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        // One decision at a time: two sets activated at once must not both be in force.
        await db.Set<RuleSet>().ExecuteUpdateAsync(set => set.SetProperty(s => s.Version, s => s.Version), cancellation);
        var sets = await db.Set<RuleSet>().Include(s => s.Periods).ToListAsync(cancellation);
        if (sets.Find(s => s.Label == label) is not { } found)
        {
            return Unknown(label);
        }

        var tomorrow = DateOnly.FromDateTime(author.At.UtcDateTime).AddDays(1);
        if (change(new RuleSetTimeline(sets, await JudgedDays.LastAsync(db, tomorrow, cancellation)), found, author) is { } refusal)
        {
            return refusal;
        }

        await db.SaveChangesAsync(cancellation);
        await audit.AppendAsync(db, [new AuditEntry(author.User, action, Subject(found), $"from {from:yyyy-MM-dd}")], cancellation);
        await transaction.CommitAsync(cancellation);
        return null;
    }

    private static Task<RuleSet?> FindAsync(PdmpDbContext db, string name, int version, CancellationToken cancellation) =>
        db.Set<RuleSet>().AsNoTracking().Include(s => s.Periods).SingleOrDefaultAsync(s => s.Name == name && s.Version == version, cancellation);

    private static Refusal Unknown(string label) =>
        new(RefusalReason.NotFound, $"There is no rule set {label}; pdmp rules set list shows all, as name@version.");

    private static string Subject(RuleSet set) => $"rule_set:{set.Label}";
}

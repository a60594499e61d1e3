namespace PdmpAnalytics.Detection.RuleSets;

/// <summary>
/// All sets of thresholds over time: at most one is in force on a day, on any other day the installation's settings are. What
/// was in force on past days is never rewritten, so that a finding's set can always be told.
/// </summary>
/// <param name="judgedThrough">The last day judged from; null before the first. A decision changes later days only.</param>
public sealed class RuleSetTimeline(IReadOnlyList<RuleSet> sets, DateOnly? judgedThrough = null)
{
    /// <summary>The set in force; null for the settings.</summary>
    public RuleSet? ActiveOn(DateOnly day) => sets.FirstOrDefault(s => s.Covers(RuleSetUse.Active, day));

    /// <summary>Sets that are measured beside it, in the order they were added.</summary>
    public IReadOnlyList<RuleSet> ShadowsOn(DateOnly day) =>
        [.. sets.Where(s => s.StateOn(day) == RuleSetState.Shadow).OrderBy(s => s.Id)];

    /// <summary>Puts a set in force from a day on, in place of the one that is; no longer a shadow then.</summary>
    /// <returns>Null when done; otherwise why not, and nothing changed.</returns>
    public Refusal? Activate(RuleSet set, DateOnly from, RuleSetAuthor author)
    {
        if ((Unusable(set, author) ?? Judged(from)) is { } refusal)
        {
            return refusal;
        }

        var later = sets.SelectMany(s => s.Periods, (s, p) => (Set: s, Period: p))
            .FirstOrDefault(x => x.Period.Use == RuleSetUse.Active && x.Period.From >= from);
        if (later.Set is { } other)
        {
            return new Refusal(
                RefusalReason.WrongState, $"{other.Label} is in force from {later.Period.From:yyyy-MM-dd}; a set takes over on a later day only.");
        }

        if (ActiveOn(from) is { } present)
        {
            if (present == set)
            {
                return new Refusal(RefusalReason.WrongState, $"{set.Label} is in force already.");
            }

            present.EndOn(RuleSetUse.Active, from);
        }

        set.EndOn(RuleSetUse.Shadow, from);
        set.Begin(RuleSetPeriod.Of(RuleSetUse.Active, from, author));
        return null;
    }

    /// <summary>Measures a set from a day on.</summary>
    /// <inheritdoc cref="Activate"/>
    public static Refusal? Shadow(RuleSet set, DateOnly from, RuleSetAuthor author)
    {
        if (Unusable(set, author) is { } refusal)
        {
            return refusal;
        }

        if (set.StateOn(from) is RuleSetState.Active or RuleSetState.Shadow)
        {
            return new Refusal(RefusalReason.WrongState, $"{set.Label} is {set.StateOn(from).ToString().ToLowerInvariant()} on that day.");
        }

        set.Begin(RuleSetPeriod.Of(RuleSetUse.Shadow, from, author));
        return null;
    }

    /// <summary>
    /// Takes a set out of use for good: from that day on the settings are in force, if it was. Where it had not begun, the set
    /// before it keeps the days.
    /// </summary>
    /// <inheritdoc cref="Activate"/>
    public Refusal? Retire(RuleSet set, DateOnly from, RuleSetAuthor author)
    {
        if ((Unusable(set, author) ?? Judged(from)) is { } refusal)
        {
            return refusal;
        }

        foreach (var dropped in set.Periods.Where(p => p.Use == RuleSetUse.Active && p.From >= from))
        {
            foreach (var before in sets.Where(s => s != set))
            {
                before.Continue(dropped);
            }
        }

        set.Retire(from);
        return null;
    }

    private Refusal? Judged(DateOnly from) => from <= judgedThrough
        ? new Refusal(RefusalReason.WrongState, $"Days up to {judgedThrough:yyyy-MM-dd} are judged, and what was in force on them stays; name a later day.")
        : null;

    private static Refusal? Unusable(RuleSet set, RuleSetAuthor author) =>
        string.IsNullOrWhiteSpace(author.Reason) ? new Refusal(RefusalReason.Incomplete, "A decision about a rule set needs a reason.")
        : set.RetiredFrom is { } from ? new Refusal(RefusalReason.WrongState, $"{set.Label} is retired from {from:yyyy-MM-dd}; add a new version.")
        : null;
}

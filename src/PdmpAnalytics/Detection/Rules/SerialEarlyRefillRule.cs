using PdmpAnalytics.Detection.Episodes;
using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Detection.Rules;

/// <summary>Thresholds of ER-02.</summary>
[Ascending(nameof(Events), nameof(HighEvents))]
internal sealed record SerialEarlyRefillThresholds
{
    [Threshold("Days of the window.", "White 2009; domain reference 6.2", Min = 30, Max = 548)]
    public int WindowDays { get; init; } = 183;

    [Threshold("Early fills from which it is Medium.", "White 2009; number our choice, 2026-11-22", Min = 1, Max = 50)]
    public int Events { get; init; } = 3;

    [Threshold("Early fills from which it is High.", "domain reference 6.2, our choice, 2026-11-22", Min = 1, Max = 50)]
    public int HighEvents { get; init; } = 5;

    [Threshold("Days early, all together, from which it is Medium whatever the number of fills.", "domain reference 6.2, our choice, 2026-11-22", Min = 1, Max = 500)]
    public int CumulativeDays { get; init; } = 21;
}

/// <summary>ER-02: early refills again and again.</summary>
internal sealed class SerialEarlyRefillRule(SerialEarlyRefillThresholds limits, EarlyRefillTerms terms)
    : ScopedRule<SerialEarlyRefillThresholds>(About, limits)
{
    /// <summary>Fills named one by one in the sentence; the rest is a number.</summary>
    private const int Named = 3;

    public static readonly RuleDefinition About = new()
    {
        Id = "ER-02",
        Name = "serial-early-refills",
        Title = "Serial early refills",
        Family = RuleFamily.Timing,
        Queue = ReviewQueueKind.Review,
        Counts = "Early fills as ER-01 counts them that start in the window, and the days they were early, added up.",
        Template = "{n} early fills in {W} days, together {d} days early.",
        Citation = "White 2009",
        LegitimateReasons = "The two-day habit on 28 and 30 day cycles is left out by ER-01; wrong days supply repeated on each refill; holidays.",
        ReviewerCheck = "Whether quantity and days supply agree with the directions, and whether one prescriber knows.",
    };

    protected override bool MayFire(DispensingHistory history, PopulationReference population, FindingCollector findings) =>
        !history.EarlyRefills(terms).Events.IsEmpty;

    protected override Episode Look(DispensingHistory history, PopulationReference population, DrugScope scope, FindingCollector findings)
    {
        var episode = new Episode(history);
        var selection = findings.Scratch.Fills;
        selection.Clear();
        var events = history.EarlyRefills(terms).Events;
        for (var i = 0; i < events.Length; i++)
        {
            if (EarlyEvents.InScope(history, in events[i], scope))
            {
                selection.Add(i, events[i].Day);
            }
        }

        var sweep = new WindowSweep(selection.Days, Limits.WindowDays, history.HorizonDay, history.LastDayAhead);
        while (sweep.Next())
        {
            var count = sweep.High - sweep.Low;
            var days = 0;
            for (var i = sweep.Low; i < sweep.High; i++)
            {
                days += events[selection.Positions[i]].DaysEarly;
            }

            if (count >= Limits.Events || days >= Limits.CumulativeDays)
            {
                episode.Hold(sweep.FromDay, sweep.ToDay, new Outcome(count >= Limits.HighEvents ? Severity.High : Severity.Medium, count, days));
            }
        }

        return episode;
    }

    protected override Account Describe(
        DispensingHistory history, PopulationReference population, DrugScope scope, in Episode episode, FindingCollector findings)
    {
        var events = EarlyEvents.InWindow(history, terms, scope, episode.PeakDay, Limits.WindowDays);
        FindingValue[] values = [new("n", events.Count), new("d", events.Sum(e => e.DaysEarly)), new("W", Limits.WindowDays)];
        return new Account
        {
            LookBackDays = Limits.WindowDays,
            Values = values,
            Text = FindingText.Fill(Definition.Template, values),
            SilentIf = SilentIf(history, events),
            Fills = EarlyEvents.Fills(events),
        };
    }

    private string SilentIf(DispensingHistory history, List<EarlyRefill> events)
    {
        // Leave out the earliest-by-most fills first, until both limits are missed.
        var left = events.OrderBy(e => e.DaysEarly).ThenBy(e => e.Day).ToList();
        var leaving = new List<EarlyRefill>();
        while (left.Count >= Limits.Events || left.Sum(e => e.DaysEarly) >= Limits.CumulativeDays)
        {
            leaving.Add(left[^1]);
            left.RemoveAt(left.Count - 1);
        }

        var named = leaving.Take(Named).OrderBy(e => e.Day).Select(e => FindingText.TheFill(history, in history.Fills[e.Fill])).ToList();
        if (leaving.Count > Named)
        {
            named.Add($"{leaving.Count - Named} more");
        }

        return $"Not early: {FindingText.List(named)}; that leaves {FindingText.Many(left.Count, "early fill")} with {FindingText.Many(left.Sum(e => e.DaysEarly), "day")} in {Limits.WindowDays} days.";
    }
}

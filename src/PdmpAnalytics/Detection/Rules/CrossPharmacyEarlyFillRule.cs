using PdmpAnalytics.Detection.Episodes;
using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Detection.Rules;

/// <summary>Thresholds of ER-03.</summary>
internal sealed record CrossPharmacyEarlyFillThresholds
{
    [Threshold("Days an event stays in view.", "domain reference 6.2, our choice, 2026-11-22", Min = 30, Max = 548)]
    public int WindowDays { get; init; } = 183;

    [Threshold("Events in the window from which it is High.", "domain reference 6.2, our choice, 2026-11-22", Min = 2, Max = 50)]
    public int HighEvents { get; init; } = 2;
}

/// <summary>ER-03: a severely early fill from another practice at another pharmacy.</summary>
internal sealed class CrossPharmacyEarlyFillRule(CrossPharmacyEarlyFillThresholds limits, EarlyRefillTerms terms)
    : ScopedRule<CrossPharmacyEarlyFillThresholds>(About, limits)
{
    public static readonly RuleDefinition About = new()
    {
        Id = "ER-03",
        Name = "cross-pharmacy-early-fill",
        Title = "Cross-pharmacy early fill",
        Family = RuleFamily.Timing,
        Queue = ReviewQueueKind.Review,
        Counts = "Severely early fills as ER-01 counts them whose running supply came from another practice and another pharmacy.",
        Template = "Filled at {pharmacy2} {d} days before the supply from {pharmacy1} ended; different prescriber. {n} such fills in {W} days.",
        Citation = "Cepeda 2012; Maine PMP rule",
        LegitimateReasons = "A prescription transferred between pharmacies, branches of one chain, a change of doctor.",
        ReviewerCheck = "Whether the second prescriber could see the running supply.",
    };

    protected override bool MayFire(DispensingHistory history, PopulationReference population, FindingCollector findings) =>
        history.PracticeCount >= 2 && history.DispenserGroupCount >= 2 && !history.EarlyRefills(terms).Events.IsEmpty;

    protected override Episode Look(DispensingHistory history, PopulationReference population, DrugScope scope, FindingCollector findings)
    {
        var episode = new Episode(history);
        var selection = findings.Scratch.Fills;
        selection.Clear();
        var events = history.EarlyRefills(terms).Events;
        for (var i = 0; i < events.Length; i++)
        {
            if (Counts(history, in events[i]) && EarlyEvents.InScope(history, in events[i], scope))
            {
                selection.Add(i, events[i].Day);
            }
        }

        var sweep = new WindowSweep(selection.Days, Limits.WindowDays, history.HorizonDay, history.LastDayAhead);
        while (sweep.Next())
        {
            var count = sweep.High - sweep.Low;
            if (count > 0)
            {
                episode.Hold(sweep.FromDay, sweep.ToDay, new Outcome(count >= Limits.HighEvents ? Severity.High : Severity.Medium, count));
            }
        }

        return episode;
    }

    protected override Account Describe(
        DispensingHistory history, PopulationReference population, DrugScope scope, in Episode episode, FindingCollector findings)
    {
        var events = EarlyEvents.InWindow(history, terms, scope, episode.PeakDay, Limits.WindowDays);
        events.RemoveAll(e => !Counts(history, in e));
        var worst = events.OrderBy(e => e.DaysEarly).ThenBy(e => e.Day).Last();
        FindingValue[] values = [new("d", worst.DaysEarly), new("n", events.Count), new("W", Limits.WindowDays)];
        return new Account
        {
            LookBackDays = Limits.WindowDays,
            Values = values,
            Text = FindingText.Fill(
                Definition.Template, values,
                ("pharmacy1", FindingText.Dispenser(history, in history.Fills[worst.Predecessor])),
                ("pharmacy2", FindingText.Dispenser(history, in history.Fills[worst.Fill]))),
            SilentIf = EarlyEvents.Later(history, events),
            Fills = EarlyEvents.Fills(events),
        };
    }

    private static bool Counts(DispensingHistory history, in EarlyRefill early) =>
        early.Severe && early.OtherPractice && early.OtherDispenser
        && !history.Fills[early.Fill].Faulty(RecordQuality.Dispenser)
        && !history.Fills[early.Predecessor].Faulty(RecordQuality.Dispenser);
}

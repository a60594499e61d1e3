using PdmpAnalytics.Detection.Episodes;
using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Detection.Rules;

/// <summary>Thresholds of ER-01; ER-02 and ER-03 and the score look at the same events.</summary>
internal sealed record SingleEarlyRefillThresholds
{
    [Threshold("Days an event stays in view.", "domain reference 6.0.2, our choice, 2026-11-22", Min = 1, Max = 548)]
    public int WindowDays { get; init; } = 183;

    [Threshold("How far back the earlier supply may have started, in days.", "domain reference 6.2, our choice, 2026-11-22", Min = 30, Max = 180)]
    public int LookBackDays { get; init; } = 180;

    [Threshold("Days before the end of the supply from which a fill is early.", "White 2009; the two-day habit stays quiet", Min = 1, Max = 90)]
    public int MinDaysEarly { get; init; } = 3;

    [Threshold("Early only when less than this share of the supply was used.", "state refill rules of 85 % (S37)", Min = 0, Max = 1)]
    public double MaxShareUsed { get; init; } = 0.85;

    [Threshold("Days early from which it is severe.", "commercial refill rules, about 7 days on 30 (S37)", Min = 1, Max = 90)]
    public int SevereDaysEarly { get; init; } = 7;

    [Threshold("Severe when less than this share of the supply was used.", "commercial refill rules of 75 % (S37)", Min = 0, Max = 1)]
    public double SevereShareUsed { get; init; } = 0.75;

    [Threshold("Supplies of at most this many days are nobody's early refill.", "domain reference 6.2, our choice, 2026-11-22", Min = 0, Max = 30)]
    public int ShortSupplyDays { get; init; } = 7;

    [Threshold("A new prescription of the same practice at more than this many times the dose explains itself.", "domain reference 6.2, our choice, 2026-11-22", Min = 1, Max = 10)]
    public double RaisedDoseFactor { get; init; } = 1.2;

    public EarlyRefillTerms ToTerms() => new()
    {
        LookBackDays = LookBackDays,
        MinDaysEarly = MinDaysEarly,
        MaxShareUsed = MaxShareUsed,
        SevereDaysEarly = SevereDaysEarly,
        SevereShareUsed = SevereShareUsed,
        ShortSupplyDays = ShortSupplyDays,
        RaisedDoseFactor = RaisedDoseFactor,
    };
}

/// <summary>ER-01: a drug was filled while an earlier supply was still running.</summary>
internal sealed class SingleEarlyRefillRule(SingleEarlyRefillThresholds limits) : ScopedRule<SingleEarlyRefillThresholds>(About, limits)
{
    private readonly EarlyRefillTerms _terms = limits.ToTerms();

    public static readonly RuleDefinition About = new()
    {
        Id = "ER-01",
        Name = "early-refill",
        Title = "Single early refill",
        Family = RuleFamily.Timing,
        Queue = ReviewQueueKind.None,
        Counts = "Fills that start while an earlier supply of the ingredient still runs, compared with the running supply that ends last and without carry-forward; within one practice strengths are kept apart.",
        Template = "{drug} filled {d} days early ({pct} % of the previous supply used); {n} early fills in {W} days.",
        Citation = "Early refill rules of payers (S37); 21 CFR 1306.22",
        LegitimateReasons = "Holidays, lost medicine, a changed dose, a wrong days supply.",
        ReviewerCheck = "Whether the days supply is right and whether it happened again.",
    };

    protected override bool MayFire(DispensingHistory history, PopulationReference population, FindingCollector findings) =>
        !history.EarlyRefills(_terms).Events.IsEmpty;

    protected override Episode Look(DispensingHistory history, PopulationReference population, DrugScope scope, FindingCollector findings)
    {
        var episode = new Episode(history);
        var selection = findings.Scratch.Fills;
        selection.Clear();
        var events = history.EarlyRefills(_terms).Events;
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
            var worst = default(Outcome);
            for (var i = sweep.Low; i < sweep.High; i++)
            {
                ref readonly var early = ref events[selection.Positions[i]];
                var outcome = new Outcome(early.Severe ? Severity.Low : Severity.Info, early.DaysEarly, 1 - early.ShareUsed);
                worst = outcome.IsAbove(worst) ? outcome : worst;
            }

            if (worst.Severity != 0)
            {
                episode.Hold(sweep.FromDay, sweep.ToDay, worst);
            }
        }

        return episode;
    }

    protected override Account Describe(
        DispensingHistory history, PopulationReference population, DrugScope scope, in Episode episode, FindingCollector findings)
    {
        var events = EarlyEvents.InWindow(history, _terms, scope, episode.PeakDay, Limits.WindowDays);
        var worst = events.OrderBy(e => e.Severe).ThenBy(e => e.DaysEarly).ThenBy(e => 1 - e.ShareUsed).ThenBy(e => e.Day).Last();
        ref readonly var fill = ref history.Fills[worst.Fill];
        FindingValue[] values =
        [
            new("d", worst.DaysEarly),
            new("pct", Math.Round(100 * worst.ShareUsed)),
            new("n", events.Count),
            new("W", Limits.WindowDays),
        ];
        return new Account
        {
            LookBackDays = Limits.WindowDays,
            Values = values,
            Text = FindingText.Fill(Definition.Template, values, ("drug", FindingText.Drug(history, in fill))),
            SilentIf = EarlyEvents.Later(history, events),
            Fills = EarlyEvents.Fills(events),
        };
    }
}

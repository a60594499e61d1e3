using PdmpAnalytics.Detection.Episodes;
using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Detection.Rules;

/// <summary>Thresholds of GE-03.</summary>
internal sealed record ImpossibleTripThresholds
{
    [Threshold("Days a pair stays in view.", "domain reference 6.0.2, our choice, 2026-11-22", Min = 1, Max = 548)]
    public int WindowDays { get; init; } = 183;

    [Threshold("Miles between two pick-ups of one day above which it fires; times of day are not stored.", "domain reference 6.2, our choice, 2026-11-22", Min = 1, Max = 3000)]
    public double Miles { get; init; } = 250;
}

/// <summary>GE-03: two pick-ups on one day at pharmacies far from each other.</summary>
internal sealed class ImpossibleTripRule(ImpossibleTripThresholds limits) : PatientRule<ImpossibleTripThresholds>(About, limits)
{
    public static readonly RuleDefinition About = new()
    {
        Id = "GE-03",
        Name = "impossible-trip",
        Title = "Impossible trip",
        Family = RuleFamily.Geography,
        Queue = ReviewQueueKind.Review,
        Counts = "Fills with a reported date sold, mail order left out, for which another was sold on the same day at a pharmacy far away by the crow's flight.",
        Template = "Two pick-ups {d} miles apart on {date}; {n} such in {W} days.",
        Citation = "domain reference 6.2; Maine PMP rule on one day's pharmacies",
        LegitimateReasons = "Shipped by mail without saying so, a date sold copied from the date filled, another person picked it up.",
        ReviewerCheck = "How each was handed over, and to whom.",
    };

    public override void Evaluate(DispensingHistory history, PopulationReference population, FindingCollector findings)
    {
        if (history.Reference is not { } reference)
        {
            return;
        }

        var selection = findings.Scratch.Fills;
        selection.Clear();
        var inScope = history.InScope(DrugScope.All);
        for (var k = 1; k < inScope.Length; k++)
        {
            if (Farthest(history, reference, inScope, k, findings.Scratch, out _) > Limits.Miles)
            {
                selection.Add(k, history.Fills[inScope[k]].StartDay);
            }
        }

        if (selection.Count == 0)
        {
            return;
        }

        var episode = new Episode(history);
        var sweep = new WindowSweep(selection.Days, Limits.WindowDays, history.HorizonDay, history.LastDayAhead);
        while (sweep.Next())
        {
            if (sweep.High > sweep.Low)
            {
                episode.Hold(sweep.FromDay, sweep.ToDay, new Outcome(Severity.Medium, sweep.High - sweep.Low));
            }
        }

        findings.ExpectChange(episode.NextDay);
        if (episode.Held)
        {
            findings.Add(history, Finding(history, null, in episode, Describe(history, reference, in episode, findings.Scratch)));
        }
    }

    /// <summary>Miles to the farthest earlier fill of the same day; 0 without one.</summary>
    private static double Farthest(
        DispensingHistory history, DispensingReference reference, ReadOnlySpan<int> inScope, int k, RuleScratch scratch, out int partner)
    {
        partner = -1;
        var farthest = 0.0;
        ref readonly var fill = ref history.Fills[inScope[k]];
        for (var j = k - 1; j >= 0 && history.Fills[inScope[j]].StartDay == fill.StartDay; j--)
        {
            ref readonly var other = ref history.Fills[inScope[j]];
            if (other.DispenserId != fill.DispenserId && Counts(in fill, reference) && Counts(in other, reference)
                && scratch.Miles.Between(reference.Dispensers[fill.DispenserId].Zip, reference.Dispensers[other.DispenserId].Zip, reference.Zips) is { } miles
                && miles > farthest)
            {
                (farthest, partner) = (miles, inScope[j]);
            }
        }

        return farthest;
    }

    private static bool Counts(in Fill fill, DispensingReference reference) =>
        fill.SoldStated && !fill.Faulty(RecordQuality.Dispenser) && !reference.Dispensers[fill.DispenserId].MailOrder;

    private Account Describe(DispensingHistory history, DispensingReference reference, in Episode episode, RuleScratch scratch)
    {
        var inScope = history.InScope(DrugScope.All);
        var pairs = new List<(int First, int Second, double Miles)>();
        for (var i = 0; i < scratch.Fills.Count; i++)
        {
            if (scratch.Fills.Days[i] <= episode.PeakDay && scratch.Fills.Days[i] > episode.PeakDay - Limits.WindowDays)
            {
                var k = scratch.Fills.Positions[i];
                var miles = Farthest(history, reference, inScope, k, scratch, out var partner);
                pairs.Add((partner, inScope[k], miles));
            }
        }

        var worst = pairs.MaxBy(p => p.Miles);
        FindingValue[] values = [new("d", Math.Round(worst.Miles)), new("n", pairs.Count), new("W", Limits.WindowDays)];
        return new Account
        {
            LookBackDays = Limits.WindowDays,
            Values = values,
            Text = FindingText.Fill(Definition.Template, values, ("date", FindingText.Date(history.Fills[worst.Second].StartDay))),
            SilentIf = pairs.Count == 1
                ? $"Without {FindingText.TheFill(history, in history.Fills[worst.Second])}, or with it a day later."
                : $"Without one fill of each of the {pairs.Count} pairs.",
            Fills = [.. pairs.SelectMany(p => new[] { p.First, p.Second }).Distinct().Order()],
        };
    }
}

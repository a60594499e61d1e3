using PdmpAnalytics.Detection.Episodes;
using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Detection.Rules;

/// <summary>Thresholds of ER-04.</summary>
internal sealed record SameDayDuplicateThresholds
{
    [Threshold("Days a pair stays in view.", "domain reference 6.0.2, our choice, 2026-11-22", Min = 1, Max = 548)]
    public int WindowDays { get; init; } = 183;

    [Threshold("Days between the two starts at most.", "Maine PMP rule: same day; one day more is our choice, 2026-11-22", Min = 0, Max = 7)]
    public int MaxDaysApart { get; init; } = 1;
}

/// <summary>ER-04: two prescriptions of one class on the same day from different places.</summary>
internal sealed class SameDayDuplicateRule(SameDayDuplicateThresholds limits) : ScopedRule<SameDayDuplicateThresholds>(About, limits)
{
    public static readonly RuleDefinition About = new()
    {
        Id = "ER-04",
        Name = "same-day-duplicate-fills",
        Title = "Same-day duplicate fills",
        Family = RuleFamily.Timing,
        Queue = ReviewQueueKind.Review,
        Counts = "Fills of one drug class under different prescription numbers that start within one day of each other and differ in practice or pharmacy; two strengths from the same practice and pharmacy are one regimen.",
        Template = "Two {class} prescriptions on {date} at {pharmacies}; {n} such fills in {W} days.",
        Citation = "Maine PMP rule: more than one pharmacy on one day",
        LegitimateReasons = "Two strengths to make up one dose, split between branches because of stock.",
        ReviewerCheck = "Whether both were meant to be taken together.",
    };

    protected override bool MayFire(DispensingHistory history, PopulationReference population, FindingCollector findings) =>
        history.PracticeCount >= 2 || history.DispenserGroupCount >= 2;

    protected override Episode Look(DispensingHistory history, PopulationReference population, DrugScope scope, FindingCollector findings)
    {
        var episode = new Episode(history);
        var selection = findings.Scratch.Fills;
        selection.Clear();
        var inScope = history.InScope(scope);
        for (var k = 1; k < inScope.Length; k++)
        {
            if (Worst(history, inScope, k, out _) != 0)
            {
                selection.Add(k, history.Fills[inScope[k]].StartDay);
            }
        }

        var sweep = new WindowSweep(selection.Days, Limits.WindowDays, history.HorizonDay, history.LastDayAhead);
        while (sweep.Next())
        {
            var severity = default(Severity);
            for (var i = sweep.Low; i < sweep.High && severity != Severity.High; i++)
            {
                var one = Worst(history, inScope, selection.Positions[i], out _);
                severity = one > severity ? one : severity;
            }

            if (severity != 0)
            {
                episode.Hold(sweep.FromDay, sweep.ToDay, new Outcome(severity, sweep.High - sweep.Low));
            }
        }

        return episode;
    }

    protected override Account Describe(
        DispensingHistory history, PopulationReference population, DrugScope scope, in Episode episode, FindingCollector findings)
    {
        var inScope = history.InScope(scope);
        var pairs = new List<(int First, int Second, Severity Severity)>();
        for (var k = 1; k < inScope.Length; k++)
        {
            var day = history.Fills[inScope[k]].StartDay;
            if (day <= episode.PeakDay && day > episode.PeakDay - Limits.WindowDays
                && Worst(history, inScope, k, out var partner) is var severity && severity != 0)
            {
                pairs.Add((partner, inScope[k], severity));
            }
        }

        var worst = pairs.OrderBy(p => p.Severity).ThenBy(p => p.Second).Last();
        ref readonly var first = ref history.Fills[worst.First];
        ref readonly var second = ref history.Fills[worst.Second];
        string[] places = [FindingText.Dispenser(history, in first), FindingText.Dispenser(history, in second)];
        FindingValue[] values = [new("n", pairs.Count), new("W", Limits.WindowDays)];
        return new Account
        {
            LookBackDays = Limits.WindowDays,
            Values = values,
            Text = FindingText.Fill(
                Definition.Template, values,
                ("class", FindingText.Of(second.Class)),
                ("date", FindingText.Date(second.StartDay)),
                ("pharmacies", FindingText.List([.. places.Distinct()]))),
            SilentIf = pairs.Count == 1
                ? $"Without {FindingText.TheFill(history, in second)}, or with it {Limits.MaxDaysApart + 1} days apart."
                : $"Without one fill of each of the {pairs.Count} pairs.",
            Fills = [.. pairs.SelectMany(p => new[] { p.First, p.Second }).Distinct().Order()],
        };
    }

    /// <summary>Severity of the worst pair of fill <paramref name="k"/> with an earlier one; 0 without any.</summary>
    private Severity Worst(DispensingHistory history, ReadOnlySpan<int> inScope, int k, out int partner)
    {
        partner = -1;
        var worst = default(Severity);
        ref readonly var fill = ref history.Fills[inScope[k]];
        for (var j = k - 1; j >= 0 && fill.StartDay - history.Fills[inScope[j]].StartDay <= Limits.MaxDaysApart; j--)
        {
            ref readonly var other = ref history.Fills[inScope[j]];
            var practices = other.LocalPractice != fill.LocalPractice;
            var pharmacies = other.LocalDispenserGroup != fill.LocalDispenserGroup;
            if (other.Class != fill.Class || !(practices || pharmacies) || SamePrescription(in other, in fill)
                || other.Faulty(RecordQuality.Dispenser) || fill.Faulty(RecordQuality.Dispenser))
            {
                continue;
            }

            var severity = practices && pharmacies ? Severity.High : Severity.Medium;
            if (severity > worst)
            {
                (worst, partner) = (severity, inScope[j]);
            }
        }

        return worst;
    }

    /// <summary>Prescription numbers are the dispenser's own: equal numbers elsewhere are another prescription.</summary>
    private static bool SamePrescription(in Fill a, in Fill b) => a.DispenserId == b.DispenserId && a.RxKey == b.RxKey;
}

using System.Numerics;
using PdmpAnalytics.Detection.Episodes;
using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Detection.Rules;

/// <summary>Thresholds of OV-02.</summary>
internal sealed record SeveralSedativesThresholds
{
    [Threshold("Days of the window.", "domain reference 6.2, our choice, 2026-11-22", Min = 30, Max = 365)]
    public int WindowDays { get; init; } = 90;

    [Threshold("Days with two different benzodiazepines from which it fires.", "FDA 2016 and 2020 warnings; number our choice, 2026-11-22", Min = 1, Max = 365)]
    public int DaysOfTwoBenzodiazepines { get; init; } = 30;

    [Threshold("Days with three different sedatives from which it fires.", "FDA 2016 and 2020 warnings; number our choice, 2026-11-22", Min = 1, Max = 365)]
    public int DaysOfThreeSedatives { get; init; } = 14;

    [Threshold("Practices from which it is High.", "domain reference 6.2, our choice, 2026-11-22", Min = 2, Max = 20)]
    public int HighPractices { get; init; } = 2;
}

/// <summary>OV-02: several different sedatives on the same days.</summary>
internal sealed class SeveralSedativesRule(SeveralSedativesThresholds limits) : PatientRule<SeveralSedativesThresholds>(About, limits)
{
    public static readonly RuleDefinition About = new()
    {
        Id = "OV-02",
        Name = "several-sedatives",
        Title = "Several sedatives at once",
        Family = RuleFamily.Overlap,
        Queue = ReviewQueueKind.Review,
        Counts = "Days of the window covered by two or more different benzodiazepines, and days covered by three or more different sedatives of any class; strengths of one ingredient are one.",
        Template = "{n} different sedatives active on the same days: {d2} days with two benzodiazepines and {d3} days with three sedatives in {W} ({drugs}).",
        Citation = "FDA 2016 and 2020 warnings on combined depressants",
        LegitimateReasons = "A sleeping medicine at night beside one for the day, a cross-taper from one drug to the next.",
        ReviewerCheck = "Whether one drug replaced the other, and whether one prescriber knows of all.",
    };

    public override void Evaluate(DispensingHistory history, PopulationReference population, FindingCollector findings)
    {
        if (!MayFire(history))
        {
            return;
        }

        var episode = Look(history, findings.Scratch);
        findings.ExpectChange(episode.NextDay);
        if (episode.Held)
        {
            findings.Add(history, Finding(history, null, in episode, Describe(history, in episode, findings.Scratch)));
        }
    }

    private static bool MayFire(DispensingHistory history)
    {
        var first = -1;
        foreach (var position in history.InScope(DrugScope.Sedatives))
        {
            var ingredient = history.Fills[position].IngredientId;
            if (first >= 0 && ingredient != first)
            {
                return true;
            }

            first = ingredient;
        }

        return false;
    }

    private Episode Look(DispensingHistory history, RuleScratch scratch)
    {
        var episode = new Episode(history);
        var supply = history.SupplyAhead;
        Days(supply, scratch, out var two, out var three);
        if (CoverageGrid.Count(two) < Limits.DaysOfTwoBenzodiazepines && CoverageGrid.Count(three) < Limits.DaysOfThreeSedatives)
        {
            return episode;
        }

        var first = Math.Max(0, supply.Position(history.HorizonDay));
        var twos = new MovingDayCount(two, Limits.WindowDays, first);
        var threes = new MovingDayCount(three, Limits.WindowDays, first);
        for (var d = first; d < supply.Days; d++)
        {
            var days2 = twos.Next();
            var days3 = threes.Next();
            if (days2 >= Limits.DaysOfTwoBenzodiazepines || days3 >= Limits.DaysOfThreeSedatives)
            {
                var day = supply.FirstDay + d;
                var severity = Practices(history, two, three, day) >= Limits.HighPractices ? Severity.High : Severity.Medium;
                episode.Hold(
                    day, day, new Outcome(severity, days2 + days3, days3),
                    unchanged: !CoverageGrid.Contains(two, d) && !CoverageGrid.Contains(three, d));
            }
        }

        return episode;
    }

    private Account Describe(DispensingHistory history, in Episode episode, RuleScratch scratch)
    {
        Days(history.SupplyAhead, scratch, out var two, out var three);
        var fills = Counted(history, two, three, episode.PeakDay);
        var drugs = fills.Select(p => FindingText.Drug(history, in history.Fills[p])).Distinct().ToList();
        var to = history.SupplyAhead.Position(episode.PeakDay);
        var days2 = CoverageGrid.Count(two, to - Limits.WindowDays + 1, to);
        var days3 = CoverageGrid.Count(three, to - Limits.WindowDays + 1, to);
        FindingValue[] values =
        [
            new("n", drugs.Count), new("d2", days2), new("d3", days3), new("W", Limits.WindowDays),
            new("p", FewerProviders.Count(history, fills, ProviderKind.Practice)),
        ];
        string?[] fewer =
        [
            days2 >= Limits.DaysOfTwoBenzodiazepines
                ? $"{Limits.DaysOfTwoBenzodiazepines - 1} days with two benzodiazepines instead of {days2}" : null,
            days3 >= Limits.DaysOfThreeSedatives
                ? $"{Limits.DaysOfThreeSedatives - 1} days with three sedatives instead of {days3}" : null,
        ];
        return new Account
        {
            LookBackDays = Limits.WindowDays,
            Values = values,
            Text = FindingText.Fill(Definition.Template, values, ("drugs", FindingText.List(drugs))),
            SilentIf = $"{string.Join(" and ", fewer.Where(f => f is not null))}, in {Limits.WindowDays} days.",
            Fills = fills,
        };
    }

    /// <summary>Days with two benzodiazepines and days with three sedatives, in sets of the scratch.</summary>
    private static void Days(DailySupply supply, RuleScratch scratch, out Span<ulong> two, out Span<ulong> three)
    {
        two = scratch.DaySet(1, supply);
        Layer(supply, DrugClass.Benzodiazepine, DrugClass.Benzodiazepine, scratch.DaySet(0, supply), two, scratch.DaySet(2, supply));
        three = scratch.DaySet(3, supply);
        Layer(supply, DrugClass.Benzodiazepine, DrugClass.OtherSedative, scratch.DaySet(0, supply), scratch.DaySet(2, supply), three);
    }

    /// <summary>Different ingredients of the classes on each day, told apart up to three.</summary>
    private static void Layer(
        DailySupply supply, DrugClass from, DrugClass to, Span<ulong> once, Span<ulong> twice, Span<ulong> threeTimes)
    {
        for (var i = 0; i < supply.IngredientCount; i++)
        {
            if (supply.IngredientClass(i) < from || supply.IngredientClass(i) > to)
            {
                continue;
            }

            var covered = supply.CoveredByIngredient(i);
            for (var w = 0; w < covered.Length; w++)
            {
                threeTimes[w] |= twice[w] & covered[w];
                twice[w] |= once[w] & covered[w];
                once[w] |= covered[w];
            }
        }
    }

    private int Practices(DispensingHistory history, ReadOnlySpan<ulong> two, ReadOnlySpan<ulong> three, int day)
    {
        if (history.PracticeCount < Limits.HighPractices)
        {
            return 1;
        }

        var seen = 0UL;
        foreach (var position in history.InScope(DrugScope.Sedatives))
        {
            ref readonly var fill = ref history.Fills[position];
            if (Counts(history, in fill, two, three, day))
            {
                // From the 64th practice on they share one bit: enough to tell a few apart.
                seen |= 1UL << Math.Min((int)fill.LocalPractice, 63);
            }
        }

        return BitOperations.PopCount(seen);
    }

    private List<int> Counted(DispensingHistory history, ReadOnlySpan<ulong> two, ReadOnlySpan<ulong> three, int day)
    {
        var counted = new List<int>();
        foreach (var position in history.InScope(DrugScope.Sedatives))
        {
            if (Counts(history, in history.Fills[position], two, three, day))
            {
                counted.Add(position);
            }
        }

        return counted;
    }

    /// <summary>A benzodiazepine counts on days of two; any sedative on days of three.</summary>
    private bool Counts(DispensingHistory history, in Fill fill, ReadOnlySpan<ulong> two, ReadOnlySpan<ulong> three, int day)
    {
        var from = history.SupplyAhead.Position(Math.Max(fill.StartDay, day - Limits.WindowDays + 1));
        var to = history.SupplyAhead.Position(Math.Min(fill.LastDay, day));
        return from <= to && (CoverageGrid.Count(three, from, to) > 0
            || (fill.Class == DrugClass.Benzodiazepine && CoverageGrid.Count(two, from, to) > 0));
    }
}

using System.Numerics;
using PdmpAnalytics.Detection.Episodes;
using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Detection.Rules;

/// <summary>Thresholds of CO-02.</summary>
internal sealed record OpioidBenzodiazepineCarisoprodolThresholds
{
    [Threshold("Days of the window.", "domain reference 6.2, our choice, 2026-11-22", Min = 30, Max = 365)]
    public int WindowDays { get; init; } = 90;

    [Threshold("Days with all three from which it fires.", "DEA decisions on the combination (S34); number our choice, 2026-11-22", Min = 1, Max = 365)]
    public int Days { get; init; } = 7;

    [Threshold("Practices from which it is Critical.", "domain reference 6.2, our choice, 2026-11-22", Min = 2, Max = 20)]
    public int CriticalPractices { get; init; } = 2;

    [Threshold("Pharmacies from which it is Critical.", "domain reference 6.2, our choice, 2026-11-22", Min = 2, Max = 20)]
    public int CriticalPharmacies { get; init; } = 2;
}

/// <summary>CO-02: opioid, benzodiazepine and carisoprodol on the same days.</summary>
internal sealed class OpioidBenzodiazepineCarisoprodolRule(OpioidBenzodiazepineCarisoprodolThresholds limits)
    : PatientRule<OpioidBenzodiazepineCarisoprodolThresholds>(About, limits)
{
    public static readonly RuleDefinition About = new()
    {
        Id = "CO-02",
        Name = "opioid-benzodiazepine-carisoprodol",
        Title = "Opioid, benzodiazepine and carisoprodol together",
        Family = RuleFamily.Combination,
        Queue = ReviewQueueKind.Review,
        SilencedBy = ExemptContexts.Combinations,
        Counts = "Days of the window covered by an opioid, a benzodiazepine and carisoprodol or meprobamate at once; practices and pharmacies of the fills that cover those days.",
        Template = "Opioid, benzodiazepine and carisoprodol active together on {d} days in {W}, from {p} practices and {h} pharmacies ({drugs}).",
        Citation = "DEA red flag decisions on the combination (S34)",
        LegitimateReasons = "Pain patients whose treatment goes back many years.",
        ReviewerCheck = "Who prescribes which of the three and whether they know of each other.",
    };

    public override void Evaluate(DispensingHistory history, PopulationReference population, FindingCollector findings)
    {
        if (history.InScope(DrugScope.Opioids).IsEmpty || history.InScope(DrugScope.Sedatives).Length < 2)
        {
            return;
        }

        var supply = history.SupplyAhead;
        var all = findings.Scratch.DaySet(0, supply);
        CoverageGrid.AddAll(all, supply.Covered(DrugClass.Opioid));
        CoverageGrid.KeepShared(all, supply.Covered(DrugClass.Benzodiazepine));
        CoverageGrid.KeepShared(all, supply.Covered(DrugClass.MuscleRelaxant));
        if (CoverageGrid.Count(all) < Limits.Days)
        {
            return;
        }

        var episode = Look(history, all);
        findings.ExpectChange(episode.NextDay);
        if (episode.Held)
        {
            findings.Add(history, Finding(history, null, in episode, Describe(history, all, in episode)));
        }
    }

    private Episode Look(DispensingHistory history, ReadOnlySpan<ulong> all)
    {
        var episode = new Episode(history);
        var supply = history.SupplyAhead;
        var first = Math.Max(supply.Position(history.HorizonDay), CoverageGrid.NextIn(all, 0));
        var window = new MovingDayCount(all, Limits.WindowDays, first);
        var end = Math.Min(supply.Days, CoverageGrid.LastIn(all) + Limits.WindowDays);
        for (var d = first; d < end; d++)
        {
            var days = window.Next();
            if (days < Limits.Days)
            {
                continue;
            }

            var day = supply.FirstDay + d;
            episode.Hold(
                day, day, new Outcome(IsCritical(history, all, d) ? Severity.Critical : Severity.High, days),
                unchanged: !CoverageGrid.Contains(all, d));
        }

        return episode;
    }

    private bool IsCritical(DispensingHistory history, ReadOnlySpan<ulong> all, int to)
    {
        if (history.PracticeCount < Limits.CriticalPractices && history.DispenserGroupCount < Limits.CriticalPharmacies)
        {
            return false;
        }

        var supply = history.SupplyAhead;
        var from = to - Limits.WindowDays + 1;
        var (practices, pharmacies) = (0UL, 0UL);
        foreach (var position in history.InScope(DrugScope.All))
        {
            ref readonly var fill = ref history.Fills[position];
            var (first, last) = (Math.Max(from, supply.Position(fill.StartDay)), Math.Min(to, supply.Position(fill.LastDay)));
            if (first <= last && (fill.Class is DrugClass.Opioid or DrugClass.Benzodiazepine or DrugClass.MuscleRelaxant)
                && CoverageGrid.Count(all, first, last) > 0)
            {
                // From the 64th on they share one bit: enough to tell a few apart.
                practices |= 1UL << Math.Min((int)fill.LocalPractice, 63);
                pharmacies |= 1UL << Math.Min((int)fill.LocalDispenserGroup, 63);
                if (BitOperations.PopCount(practices) >= Limits.CriticalPractices
                    || BitOperations.PopCount(pharmacies) >= Limits.CriticalPharmacies)
                {
                    return true;
                }
            }
        }

        return false;
    }

    private List<int> Fills(DispensingHistory history, ReadOnlySpan<ulong> all, int to) => TogetherFills.Of(
        history, all, to - Limits.WindowDays + 1, to, DrugClass.Opioid, DrugClass.Benzodiazepine, DrugClass.MuscleRelaxant);

    private Account Describe(DispensingHistory history, ReadOnlySpan<ulong> all, in Episode episode)
    {
        var fills = Fills(history, all, history.SupplyAhead.Position(episode.PeakDay));
        var drugs = fills.Select(p => FindingText.Drug(history, in history.Fills[p])).Distinct().ToList();
        FindingValue[] values =
        [
            new("d", episode.Peak.Measure), new("W", Limits.WindowDays),
            new("p", FewerProviders.Count(history, fills, ProviderKind.Practice)),
            new("h", FewerProviders.Count(history, fills, ProviderKind.Dispenser)),
        ];
        return new Account
        {
            LookBackDays = Limits.WindowDays,
            Values = values,
            Text = FindingText.Fill(Definition.Template, values, ("drugs", FindingText.List(drugs))),
            SilentIf = $"{FindingText.Many(Limits.Days - 1, "day")} with all three instead of {episode.Peak.Measure} in {Limits.WindowDays} days.",
            Fills = fills,
        };
    }
}

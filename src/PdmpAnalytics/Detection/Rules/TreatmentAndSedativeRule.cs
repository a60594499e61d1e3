using PdmpAnalytics.Detection.Episodes;
using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Detection.Rules;

/// <summary>Thresholds of CO-03.</summary>
internal sealed record TreatmentAndSedativeThresholds
{
    [Threshold("Days of the window.", "domain reference 6.2, our choice, 2026-11-22", Min = 30, Max = 365)]
    public int WindowDays { get; init; } = 90;

    [Threshold("Shared days from which it is Medium; High when as many came from different practices.", "FDA 2017 and 2020; number our choice, 2026-11-22", Min = 1, Max = 365)]
    public int Days { get; init; } = 14;
}

/// <summary>CO-03: treatment of opioid use disorder and a benzodiazepine or Z-drug on the same days.</summary>
internal sealed class TreatmentAndSedativeRule(TreatmentAndSedativeThresholds limits)
    : PatientRule<TreatmentAndSedativeThresholds>(About, limits)
{
    private const string Methadone = "methadone";

    public static readonly RuleDefinition About = new()
    {
        Id = "CO-03",
        Name = "treatment-and-sedative",
        Title = "Buprenorphine or methadone and a benzodiazepine",
        Family = RuleFamily.Safety,
        Queue = ReviewQueueKind.Safety,
        SilencedBy = FillContext.None,
        Counts = "Days of the window covered by buprenorphine or methadone and by a benzodiazepine or Z-drug. No conclusion about shopping is drawn from it.",
        Template = "{benzo} together with {moud} on {d} days in {W}; prescribers {same}. Treatment should not be withheld because of this.",
        Citation = "FDA 2017 on treatment of opioid use disorder and depressants; FDA 2020",
        LegitimateReasons = "Stable supervised care, a taper.",
        ReviewerCheck = "Whether the prescribers know of each other; a question of safety, and records of treatment programmes are not passed on.",
    };

    public override void Evaluate(DispensingHistory history, PopulationReference population, FindingCollector findings)
    {
        if (!(history.Has(DrugClass.Benzodiazepine) || history.Has(DrugClass.ZDrug))
            || !(history.Has(DrugClass.OpioidUseTreatment) || history.Has(DrugClass.Opioid)))
        {
            return;
        }

        if (Treatment(history) is not { } treatment)
        {
            return;
        }

        var supply = history.SupplyAhead;
        var both = findings.Scratch.DaySet(0, supply);
        var apart = findings.Scratch.DaySet(1, supply);
        AddSharedDays(history, treatment, both, apart);
        if (CoverageGrid.Count(both) < Limits.Days)
        {
            return;
        }

        var episode = Look(history, both, apart);
        findings.ExpectChange(episode.NextDay);
        if (episode.Held)
        {
            findings.Add(history, Finding(history, null, in episode, Describe(history, treatment, both, apart, in episode)));
        }
    }

    /// <summary>Fills of treatment medication; null for most patients.</summary>
    private static List<int>? Treatment(DispensingHistory history)
    {
        var methadone = history.Has(DrugClass.Opioid) && history.Reference is { } reference
            && reference.Catalog.TryGetIngredient(Methadone, out var ingredient) ? ingredient.Id : -1;
        List<int>? found = null;
        for (var i = 0; i < history.Fills.Length; i++)
        {
            ref readonly var fill = ref history.Fills[i];
            if (fill.Class == DrugClass.OpioidUseTreatment || (methadone >= 0 && fill.IngredientId == methadone))
            {
                (found ??= []).Add(i);
            }
        }

        return found;
    }

    private static void AddSharedDays(DispensingHistory history, List<int> treatment, Span<ulong> both, Span<ulong> apart)
    {
        var supply = history.SupplyAhead;
        foreach (var a in treatment)
        {
            ref readonly var opioid = ref history.Fills[a];
            foreach (var b in history.InScope(DrugScope.Sedatives))
            {
                ref readonly var sedative = ref history.Fills[b];
                if (sedative.StartDay > opioid.LastDay)
                {
                    break;
                }

                if (IsSedative(in sedative))
                {
                    var from = supply.Position(Math.Max(opioid.StartDay, sedative.StartDay));
                    var to = supply.Position(Math.Min(opioid.LastDay, sedative.LastDay));
                    CoverageGrid.Add(both, from, to, supply.Days);
                    CoverageGrid.Add(apart, from, sedative.LocalPractice != opioid.LocalPractice ? to : from - 1, supply.Days);
                }
            }
        }
    }

    private Episode Look(DispensingHistory history, ReadOnlySpan<ulong> both, ReadOnlySpan<ulong> apart)
    {
        var episode = new Episode(history);
        var supply = history.SupplyAhead;
        var first = Math.Max(supply.Position(history.HorizonDay), CoverageGrid.NextIn(both, 0));
        var shared = new MovingDayCount(both, Limits.WindowDays, first);
        var different = new MovingDayCount(apart, Limits.WindowDays, first);
        var end = Math.Min(supply.Days, CoverageGrid.LastIn(both) + Limits.WindowDays);
        for (var d = first; d < end; d++)
        {
            var days = shared.Next();
            var daysApart = different.Next();
            if (days >= Limits.Days)
            {
                var day = supply.FirstDay + d;
                episode.Hold(
                    day, day, new Outcome(daysApart >= Limits.Days ? Severity.High : Severity.Medium, days, daysApart),
                    unchanged: !CoverageGrid.Contains(both, d) && !CoverageGrid.Contains(both, d - Limits.WindowDays));
            }
        }

        return episode;
    }

    private Account Describe(
        DispensingHistory history, List<int> treatment, ReadOnlySpan<ulong> both, ReadOnlySpan<ulong> apart, in Episode episode)
    {
        var to = history.SupplyAhead.Position(episode.PeakDay);
        var from = to - Limits.WindowDays + 1;
        var opioids = new List<int>();
        var sedatives = new List<int>();
        for (var i = 0; i < history.Fills.Length; i++)
        {
            ref readonly var fill = ref history.Fills[i];
            var first = Math.Max(from, history.SupplyAhead.Position(fill.StartDay));
            if (CoverageGrid.Count(both, first, Math.Min(to, history.SupplyAhead.Position(fill.LastDay))) == 0)
            {
                continue;
            }

            if (treatment.Contains(i))
            {
                opioids.Add(i);
            }
            else if (IsSedative(in fill))
            {
                sedatives.Add(i);
            }
        }

        FindingValue[] values =
        [
            new("d", episode.Peak.Measure), new("W", Limits.WindowDays), new("apart", CoverageGrid.Count(apart, from, to)),
        ];
        return new Account
        {
            LookBackDays = Limits.WindowDays,
            Values = values,
            Text = FindingText.Fill(
                Definition.Template, values,
                ("benzo", Names(history, sedatives)), ("moud", Names(history, opioids)),
                ("same", CoverageGrid.Count(apart, from, to) > 0 ? "different" : "the same")),
            SilentIf = $"{FindingText.Many(Limits.Days - 1, "shared day")} instead of {FindingText.Number(episode.Peak.Measure)} in {Limits.WindowDays}.",
            Fills = [.. opioids.Concat(sedatives).Order()],
        };
    }

    private static bool IsSedative(in Fill fill) => fill.Class is DrugClass.Benzodiazepine or DrugClass.ZDrug;

    private static string Names(DispensingHistory history, List<int> fills) =>
        FindingText.List([.. fills.Select(p => FindingText.Drug(history, in history.Fills[p])).Distinct()]);
}

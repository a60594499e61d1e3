using PdmpAnalytics.Detection.Episodes;
using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Detection.Rules;

/// <summary>Thresholds of OV-01.</summary>
[Ascending(nameof(LowDays), nameof(MediumDays), nameof(HighDays))]
internal sealed record OverlapOfPracticesThresholds
{
    [Threshold("Days of the window.", "domain reference 6.2, our choice, 2026-11-22", Min = 30, Max = 548)]
    public int WindowDays { get; init; } = 183;

    [Threshold("Shared days from which it is Low.", "California geospatial study: 7 days", Min = 1, Max = 548)]
    public int LowDays { get; init; } = 7;

    [Threshold("Shared days from which it is Medium.", "domain reference 6.2, our choice, 2026-11-22", Min = 1, Max = 548)]
    public int MediumDays { get; init; } = 14;

    [Threshold("Shared days from which it is High.", "PQA uses 30 for opioid and benzodiazepine", Min = 1, Max = 548)]
    public int HighDays { get; init; } = 30;
}

/// <summary>OV-01: days on which two practices covered the patient with the same class.</summary>
internal sealed class OverlapOfPracticesRule(OverlapOfPracticesThresholds limits) : ScopedRule<OverlapOfPracticesThresholds>(About, limits)
{
    public static readonly RuleDefinition About = new()
    {
        Id = "OV-01",
        Name = "overlap-different-practices",
        Title = "Overlap of one class from different practices",
        Family = RuleFamily.Overlap,
        AsksOthers = true,
        Queue = ReviewQueueKind.Review,
        Counts = "Days of the window on which fills of one drug class from different practices were both active, up to the day judged; whatever day the supplies began on.",
        Template = "{d} days in {W} with {class} of one class from {practices} at the same time.",
        Citation = "Cepeda 2012; California geospatial study",
        LegitimateReasons = "A change of prescriber with a few days of both, practices that are not known as one.",
        ReviewerCheck = "Whether one supply was meant to replace the other.",
    };

    protected override bool MayFire(DispensingHistory history, PopulationReference population, FindingCollector findings) =>
        history.PracticeCount >= 2;

    protected override Episode Look(DispensingHistory history, PopulationReference population, DrugScope scope, FindingCollector findings)
    {
        var episode = new Episode(history);
        if (history.ProvidersIn(scope).Practices < 2)
        {
            return episode;
        }

        var supply = history.SupplyAhead;
        var days = findings.Scratch.DaySet(0, supply);
        if (!supply.TryGetCoveredByTwoPractices(scope, days) || CoverageGrid.Count(days) < Limits.LowDays)
        {
            return episode;
        }

        var first = Math.Max(CoverageGrid.NextIn(days, 0), supply.Position(history.HorizonDay));
        var window = new MovingDayCount(days, Limits.WindowDays, first);
        var end = Math.Min(supply.Days, CoverageGrid.LastIn(days) + Limits.WindowDays);
        for (var d = first; d < end; d++)
        {
            var count = window.Next();
            if (count >= Limits.LowDays)
            {
                var day = supply.FirstDay + d;
                var severity = count >= Limits.HighDays ? Severity.High : count >= Limits.MediumDays ? Severity.Medium : Severity.Low;
                episode.Hold(day, day, new Outcome(severity, count), unchanged: !CoverageGrid.Contains(days, d));
            }
        }

        return episode;
    }

    protected override Account Describe(
        DispensingHistory history, PopulationReference population, DrugScope scope, in Episode episode, FindingCollector findings)
    {
        var days = (int)episode.Peak.Measure;
        var fills = Pairs(history, scope, episode.PeakDay - Limits.WindowDays + 1, episode.PeakDay);
        var practices = fills.Select(p => FindingText.Practice(history, in history.Fills[p])).Distinct().ToList();
        FindingValue[] values = [new("d", days), new("W", Limits.WindowDays), new("p", practices.Count)];
        return new Account
        {
            LookBackDays = Limits.WindowDays,
            Values = values,
            Text = FindingText.Fill(
                Definition.Template, values, ("class", FindingText.Of(scope)), ("practices", FindingText.List(practices))),
            SilentIf = $"{FindingText.Many(Limits.LowDays - 1, "shared day")} instead of {days} in {Limits.WindowDays} days.",
            Fills = fills,
            Notes = findings.Has(OverlapEventRule.About.Id, scope) ? ["merged with PS-07: the same overlaps"] : [],
        };
    }

    private static List<int> Pairs(DispensingHistory history, DrugScope scope, int from, int to)
    {
        var inScope = history.InScope(scope);
        var counted = new SortedSet<int>();
        foreach (var a in inScope)
        {
            foreach (var b in inScope)
            {
                ref readonly var one = ref history.Fills[a];
                ref readonly var other = ref history.Fills[b];
                if (one.Class == other.Class && one.LocalPractice != other.LocalPractice
                    && Math.Max(one.StartDay, Math.Max(other.StartDay, from)) <= Math.Min(one.LastDay, Math.Min(other.LastDay, to)))
                {
                    counted.Add(a);
                }
            }
        }

        return [.. counted];
    }
}

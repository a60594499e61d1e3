using PdmpAnalytics.Detection.Episodes;
using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Detection.Rules;

/// <summary>Thresholds of DO-01.</summary>
internal sealed record DoseAboveLabelThresholds
{
    [Threshold("Days of the window.", "domain reference 6.2, our choice, 2026-11-22", Min = 30, Max = 365)]
    public int WindowDays { get; init; } = 90;

    [Threshold("Days in a row above the limit from which it fires.", "domain reference 6.2, our choice, 2026-11-22", Min = 1, Max = 90)]
    public int DaysInARow { get; init; } = 14;

    [Threshold("Days above the limit in the window from which it fires.", "domain reference 6.2, our choice, 2026-11-22", Min = 1, Max = 365)]
    public int Days { get; init; } = 30;

    [Threshold("At this many times the highest label maximum it is High.", "domain reference 6.2, our choice, 2026-11-22", Min = 1, Max = 10)]
    public double HighFactor { get; init; } = 2;

    [Threshold("Below this number of fills it is at most Low: the days supply of one fill may be an estimate.", "domain reference 3.4, our choice, 2026-11-22", Min = 1, Max = 20)]
    public int FillsAboveLow { get; init; } = 2;
}

/// <summary>DO-01: more of one drug a day than its label allows.</summary>
internal sealed class DoseAboveLabelRule(DoseAboveLabelThresholds limits) : PatientRule<DoseAboveLabelThresholds>(About, limits)
{
    private const int Levels = 3;

    /// <summary>Doses are quotients; exactly at a maximum must not depend on the last bit.</summary>
    private const double Rounding = 1e-9;

    public static readonly RuleDefinition About = new()
    {
        Id = "DO-01",
        Name = "dose-above-label",
        Title = "Above labelled daily dose",
        Family = RuleFamily.Dose,
        Queue = ReviewQueueKind.Review,
        Counts = "Days of the window on which the active fills of one drug add up to more mg than the lowest label maximum (Low), the highest (Medium) or twice that (High): enough in a row or enough in all. From the first record that states epilepsy, and on days covered by one that states alcohol withdrawal, only the highest maximum counts. The drug furthest above is reported.",
        Template = "{drug} {mg} mg/day against a labelled maximum of {max} mg ({indication}) for {d} days in {W}.",
        Citation = "US product labels (S14, S18)",
        LegitimateReasons = "A days supply entered too short, seizure disorders, alcohol withdrawal, panic disorder treated above the usual range.",
        ReviewerCheck = "Quantity and days supply of the fills, the diagnosis, and whether the doses come from one prescriber.",
    };

    public override void Evaluate(DispensingHistory history, PopulationReference population, FindingCollector findings)
    {
        if (history.Reference is not { } reference || Candidates(history, reference.Catalog) is not { } drugs)
        {
            return;
        }

        var episode = new Episode(history);
        foreach (var ingredientId in drugs)
        {
            Look(history, reference.Catalog.Ingredients[ingredientId], findings.Scratch, ref episode);
        }

        findings.ExpectChange(episode.NextDay);
        if (episode.Held)
        {
            findings.Add(history, Finding(history, null, in episode, Describe(history, reference.Catalog, in episode, findings.Scratch)));
        }
    }

    /// <summary>Drugs whose dose is above the lowest maximum on some day: doses only rise on days on which a fill starts. Null for most patients.</summary>
    private static List<int>? Candidates(DispensingHistory history, DrugCatalog catalog)
    {
        List<int>? found = null;
        var fills = history.Fills;
        // Latest covered day of each ingredient so far: most fills see at once that they stand alone.
        Span<int> reach = stackalloc int[catalog.Ingredients.Count];
        reach.Clear();
        for (var i = 0; i < fills.Length; i++)
        {
            ref readonly var fill = ref fills[i];
            if (fill.IngredientId < 0 || catalog.Ingredients[fill.IngredientId].SoftMaxMgPerDay is not { } soft)
            {
                continue;
            }

            var alone = reach[fill.IngredientId] < fill.StartDay;
            reach[fill.IngredientId] = Math.Max(reach[fill.IngredientId], fill.LastDay);
            if (alone && fill.DailyMg <= soft)
            {
                continue;
            }

            var dose = 0.0;
            for (var j = i; j >= 0 && fill.StartDay - fills[j].StartDay < SupplyPeriod.MaxDays; j--)
            {
                ref readonly var active = ref fills[j];
                dose += active.IngredientId == fill.IngredientId && active.LastDay >= fill.StartDay && !active.Faulty(RecordQuality.Quantity)
                    ? active.DailyMg : 0;
            }

            if (dose > soft && (found is null || !found.Contains(fill.IngredientId)))
            {
                (found ??= []).Add(fill.IngredientId);
            }
        }

        return found;
    }

    private void Look(DispensingHistory history, DrugIngredient drug, RuleScratch scratch, ref Episode episode)
    {
        var supply = history.SupplyAhead;
        if (!supply.TryGetDoses(drug.Id, scratch.Doses))
        {
            return;
        }

        for (var level = 0; level < Levels; level++)
        {
            var above = scratch.DaySet(0, supply);
            var limit = Limit(drug, level) * (1 + Rounding);
            AddDaysAbove(above, scratch.Doses.AsSpan(0, supply.Days), limit);
            if (level == 0)
            {
                LeaveOutHighDoseTreatment(history, above);
            }

            if (CoverageGrid.Count(above) >= Math.Min(Limits.DaysInARow, Limits.Days))
            {
                Scan(history, above, drug.Id * Levels + level, ref episode);
            }
        }
    }

    private static void AddDaysAbove(Span<ulong> above, ReadOnlySpan<double> doses, double limit)
    {
        for (var d = 0; d < doses.Length; d++)
        {
            above[d / 64] |= doses[d] > limit ? 1UL << (d % 64) : 0;
        }
    }

    private void Scan(DispensingHistory history, ReadOnlySpan<ulong> above, int tag, ref Episode episode)
    {
        var supply = history.SupplyAhead;
        var first = Math.Max(CoverageGrid.NextIn(above, 0), supply.Position(history.HorizonDay));
        var end = Math.Min(supply.Days, CoverageGrid.LastIn(above) + Limits.WindowDays);
        var window = new MovingDayCount(above, Limits.WindowDays, first);
        // A run may have begun before the horizon; only its part inside the window counts.
        var run = RunUpTo(above, first - 1);
        var lastLongRun = LastLongRun(above, first - 1);
        for (var d = first; d < end; d++)
        {
            run = CoverageGrid.Contains(above, d) ? run + 1 : 0;
            lastLongRun = run >= Limits.DaysInARow ? d : lastLongRun;
            var count = window.Next();
            if (count >= Limits.Days || (lastLongRun >= 0 && lastLongRun - Limits.DaysInARow + 1 > d - Limits.WindowDays))
            {
                var day = supply.FirstDay + d;
                episode.Hold(
                    day, day, new Outcome(SeverityOf(history, tag, day), count, Tag: tag),
                    unchanged: !CoverageGrid.Contains(above, d) && !LeavesOn(history, tag / Levels, day));
            }
        }
    }

    private Severity SeverityOf(DispensingHistory history, int tag, int day)
    {
        var severity = (Severity)((int)Severity.Low + tag % Levels);
        return severity == Severity.Low || FillsNear(history, tag / Levels, day) >= Limits.FillsAboveLow ? severity : Severity.Low;
    }

    /// <summary>Fills of the drug that are active on some day of the window, counted no further than needed.</summary>
    private int FillsNear(DispensingHistory history, int ingredientId, int day)
    {
        var count = 0;
        var fills = history.Fills;
        for (var i = fills.Length - 1; i >= 0 && count < Limits.FillsAboveLow; i--)
        {
            count += IsNear(in fills[i], ingredientId, day) ? 1 : 0;
        }

        return count;
    }

    private bool IsNear(in Fill fill, int ingredientId, int day) =>
        fill.IngredientId == ingredientId && fill.StartDay <= day && fill.LastDay > day - Limits.WindowDays
        && !fill.Faulty(RecordQuality.Quantity);

    /// <summary>A fill that was near the day before is not any more.</summary>
    private bool LeavesOn(DispensingHistory history, int ingredientId, int day)
    {
        if (day <= history.AsOfDay)
        {
            return false;
        }

        foreach (ref readonly var fill in history.Fills)
        {
            if (fill.IngredientId == ingredientId && fill.LastDay == day - Limits.WindowDays)
            {
                return true;
            }
        }

        return false;
    }

    private int RunUpTo(ReadOnlySpan<ulong> above, int last)
    {
        var run = 0;
        while (CoverageGrid.Contains(above, last - run) && run < Limits.DaysInARow)
        {
            run++;
        }

        return run;
    }

    private int LastLongRun(ReadOnlySpan<ulong> above, int last)
    {
        for (var d = last; d > last - Limits.WindowDays; d--)
        {
            if (RunUpTo(above, d) >= Limits.DaysInARow)
            {
                return d;
            }
        }

        return -1;
    }

    private static void LeaveOutHighDoseTreatment(DispensingHistory history, Span<ulong> above)
    {
        if ((history.AllContexts & (FillContext.Seizure | FillContext.AlcoholWithdrawal)) == 0)
        {
            return;
        }

        var supply = history.SupplyAhead;
        Span<ulong> left = stackalloc ulong[above.Length];
        left.Clear();
        foreach (ref readonly var fill in history.Fills)
        {
            if (fill.Has(FillContext.Seizure | FillContext.AlcoholWithdrawal))
            {
                CoverageGrid.Add(
                    left, supply.Position(fill.StartDay),
                    fill.Has(FillContext.Seizure) ? supply.Days - 1 : supply.Position(fill.LastDay), supply.Days);
            }
        }

        CoverageGrid.Remove(above, left);
    }

    private double Limit(DrugIngredient drug, int level) => level switch
    {
        0 => drug.SoftMaxMgPerDay!.Value,
        1 => drug.HardMaxMgPerDay!.Value,
        _ => drug.HardMaxMgPerDay!.Value * Limits.HighFactor,
    };

    private Account Describe(DispensingHistory history, DrugCatalog catalog, in Episode episode, RuleScratch scratch)
    {
        var drug = catalog.Ingredients[episode.Peak.Tag / Levels];
        var level = episode.Peak.Tag % Levels;
        var peakDay = episode.PeakDay;
        var supply = history.SupplyAhead;
        supply.TryGetDoses(drug.Id, scratch.Doses);
        var to = supply.Position(peakDay);
        var highest = 0.0;
        for (var d = Math.Max(0, to - Limits.WindowDays + 1); d <= to; d++)
        {
            highest = Math.Max(highest, scratch.Doses[d]);
        }

        var max = level == 0 ? drug.SoftMaxMgPerDay!.Value : drug.HardMaxMgPerDay!.Value;
        var fills = FillsWhere(history, (in f) => IsNear(in f, drug.Id, peakDay));
        FindingValue[] values =
        [
            new("mg", Math.Round(highest, 2)),
            new("max", max), new("limit", Limit(drug, level)), new("d", episode.Peak.Measure), new("W", Limits.WindowDays),
        ];
        return new Account
        {
            LookBackDays = Limits.WindowDays,
            Values = values,
            Text = FindingText.Fill(
                Definition.Template, values, ("drug", drug.Name), ("indication", level == 0 ? drug.SoftIndication : drug.HardIndication)),
            SilentIf = $"At most {FindingText.Number(drug.SoftMaxMgPerDay!.Value)} mg of {drug.Name} a day, or fewer than {Limits.DaysInARow} days in a row and {Limits.Days} in {Limits.WindowDays} above it.",
            Fills = fills,
            Notes = fills.Count < Limits.FillsAboveLow && level > 0 ? ["severity capped: one fill only"] : [],
        };
    }
}

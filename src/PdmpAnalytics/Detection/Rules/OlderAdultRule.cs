using PdmpAnalytics.Detection.Episodes;
using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Detection.Rules;

/// <summary>Thresholds of AG-02.</summary>
internal sealed record OlderAdultThresholds
{
    [Threshold("Age in whole years on the day of the fill from which it counts.", "AGS Beers criteria 2023, as recalled 2026-11-22: 65", Min = 50, Max = 100)]
    public int Age { get; init; } = 65;

    [Threshold("Days of the window.", "domain reference 6.2, our choice, 2026-11-22", Min = 30, Max = 365)]
    public int WindowDays { get; init; } = 90;

    [Threshold("Days with a benzodiazepine or Z-drug from which it is Info.", "domain reference 6.2, our choice, 2026-11-22", Min = 1, Max = 365)]
    public int Days { get; init; } = 30;

    [Threshold("Days of the window above the older-adult maximum from which it is Low.", "domain reference 6.2, our choice, 2026-11-22", Min = 1, Max = 365)]
    public int DaysAboveMaximum { get; init; } = 14;

    [Threshold("Days of the window shared with an opioid from which it is Low.", "California geospatial study: 7 days", Min = 1, Max = 365)]
    public int OpioidDays { get; init; } = 7;
}

/// <summary>AG-02: a benzodiazepine or Z-drug for weeks in old age.</summary>
internal sealed class OlderAdultRule(OlderAdultThresholds limits) : PatientRule<OlderAdultThresholds>(About, limits)
{
    private const double Rounding = 1e-9;
    private const int Covered = 0;
    private const int WithOpioid = 1;
    private const int Above = 2;
    private const int OfDrug = 3;

    public static readonly RuleDefinition About = new()
    {
        Id = "AG-02",
        Name = "older-adult",
        Title = "Older adult",
        Family = RuleFamily.Demographic,
        Queue = ReviewQueueKind.None,
        OnByDefault = false,
        Counts = "Days of the window covered by a benzodiazepine or Z-drug dispensed from that age on; days among them on which one of these drugs is above its maximum for older adults; days among them with an opioid.",
        Template = "Patient aged {age}: {drugs} on {d} days in {W}, {above} above the older-adult maximum{max}, {opioid} with an opioid.",
        Citation = "Label maxima for older adults (S14, S18); AGS Beers criteria 2023, as recalled 2026-11-22",
        LegitimateReasons = "Epilepsy, hospice care, clonazepam for REM sleep disorder.",
        ReviewerCheck = "Nothing on its own: it is shown with the patient.",
    };

    public override void Evaluate(DispensingHistory history, PopulationReference population, FindingCollector findings)
    {
        if (history.Reference is null || !AnyOld(history))
        {
            return;
        }

        var supply = history.SupplyAhead;
        var scratch = findings.Scratch;
        var covered = scratch.DaySet(Covered, supply);
        AddDays(history, covered, ingredient: -1);
        var withOpioid = scratch.DaySet(WithOpioid, supply);
        CoverageGrid.AddAll(withOpioid, supply.Covered(DrugClass.Opioid));
        CoverageGrid.KeepShared(withOpioid, covered);
        var above = scratch.DaySet(Above, supply);
        AddDaysAboveMaximum(history, above, scratch);
        var episode = Look(history, covered, withOpioid, above);
        findings.ExpectChange(episode.NextDay);
        if (episode.Held)
        {
            findings.Add(history, Finding(history, null, in episode, Describe(history, withOpioid, in episode)));
        }
    }

    private bool AnyOld(DispensingHistory history)
    {
        foreach (var position in history.InScope(DrugScope.Sedatives))
        {
            if (Counts(in history.Fills[position]))
            {
                return true;
            }
        }

        return false;
    }

    private void AddDays(DispensingHistory history, Span<ulong> days, int ingredient)
    {
        foreach (var position in history.InScope(DrugScope.Sedatives))
        {
            ref readonly var fill = ref history.Fills[position];
            if (Counts(in fill) && (ingredient < 0 || fill.IngredientId == ingredient))
            {
                CoverageGrid.Add(days, history.SupplyAhead.Position(fill.StartDay), history.SupplyAhead.Position(fill.LastDay), history.SupplyAhead.Days);
            }
        }
    }

    private void AddDaysAboveMaximum(DispensingHistory history, Span<ulong> above, RuleScratch scratch)
    {
        var supply = history.SupplyAhead;
        for (var i = 0; i < supply.IngredientCount; i++)
        {
            var drug = history.Reference!.Catalog.Ingredients[supply.IngredientId(i)];
            if (supply.IngredientClass(i) is not (DrugClass.Benzodiazepine or DrugClass.ZDrug)
                || drug.OlderAdultMaxMgPerDay is not { } max || !supply.TryGetDoses(drug.Id, scratch.Doses))
            {
                continue;
            }

            var ofDrug = scratch.DaySet(OfDrug, supply);
            AddDays(history, ofDrug, drug.Id);
            for (var d = CoverageGrid.NextIn(ofDrug, 0); d >= 0; d = CoverageGrid.NextIn(ofDrug, d + 1))
            {
                above[d / 64] |= scratch.Doses[d] > max * (1 + Rounding) ? 1UL << (d % 64) : 0;
            }
        }
    }

    private Episode Look(DispensingHistory history, ReadOnlySpan<ulong> covered, ReadOnlySpan<ulong> withOpioid, ReadOnlySpan<ulong> above)
    {
        var episode = new Episode(history);
        var supply = history.SupplyAhead;
        if (CoverageGrid.LastIn(covered) < 0)
        {
            return episode;
        }

        var first = Math.Max(supply.Position(history.HorizonDay), CoverageGrid.NextIn(covered, 0));
        var days = new MovingDayCount(covered, Limits.WindowDays, first);
        var opioid = new MovingDayCount(withOpioid, Limits.WindowDays, first);
        var high = new MovingDayCount(above, Limits.WindowDays, first);
        var end = Math.Min(supply.Days, CoverageGrid.LastIn(covered) + Limits.WindowDays);
        for (var d = first; d < end; d++)
        {
            var (count, shared, exceeding) = (days.Next(), opioid.Next(), high.Next());
            var isHigh = exceeding >= Limits.DaysAboveMaximum;
            if (isHigh || count >= Limits.Days)
            {
                var day = supply.FirstDay + d;
                episode.Hold(
                    day, day, new Outcome(isHigh || shared >= Limits.OpioidDays ? Severity.Low : Severity.Info, count, exceeding),
                    unchanged: !CoverageGrid.Contains(covered, d) && !CoverageGrid.Contains(covered, d - Limits.WindowDays));
            }
        }

        return episode;
    }

    private Account Describe(DispensingHistory history, ReadOnlySpan<ulong> withOpioid, in Episode episode)
    {
        var (from, to) = (episode.PeakDay - Limits.WindowDays + 1, episode.PeakDay);
        var fills = FillsWhere(history, (in f) => f.StartDay <= to && f.LastDay >= from && Counts(in f));
        var last = history.SupplyAhead.Position(to);
        var drugs = fills.Select(p => history.Fills[p].IngredientId).Distinct()
            .Select(id => history.Reference!.Catalog.Ingredients[id]).ToList();
        FindingValue[] values =
        [
            new("age", history.Fills[fills[^1]].PatientAge), new("d", episode.Peak.Measure), new("W", Limits.WindowDays),
            new("above", episode.Peak.Minor), new("opioid", CoverageGrid.Count(withOpioid, last - Limits.WindowDays + 1, last)),
        ];
        var maxima = drugs.Where(d => d.OlderAdultMaxMgPerDay is not null)
            .Select(d => $"{d.Name} {FindingText.Number(d.OlderAdultMaxMgPerDay!.Value)} mg").ToList();
        return new Account
        {
            LookBackDays = Limits.WindowDays,
            Values = values,
            Text = FindingText.Fill(
                Definition.Template, values,
                ("drugs", FindingText.List(drugs.ConvertAll(d => d.Name))),
                ("max", episode.Peak.Minor > 0 ? $" ({FindingText.List(maxima)})" : "")),
            SilentIf = $"Fewer than {Limits.Days} days with such a drug in {Limits.WindowDays}, and fewer than {Limits.DaysAboveMaximum} above its maximum.",
            Fills = fills,
        };
    }

    private bool Counts(in Fill fill) =>
        fill.Class is DrugClass.Benzodiazepine or DrugClass.ZDrug && fill.PatientAge >= Limits.Age && !fill.Faulty(RecordQuality.BirthDate);
}

using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Detection;

/// <summary>
/// When a patient must be judged again although nothing new arrives: supplies go on running, and a peak leaves the
/// horizon. Errs on the early side, never late.
/// </summary>
internal static class NextJudgement
{
    /// <summary>Longest gap that a covered run bridges (DU-01).</summary>
    private const int BridgedGapDays = 7;

    // Days of a continuous run at which DU-01 changes what it says.
    private static readonly int[] RunEdges = [29, 91, 180];

    /// <summary>The first day after asOf on which the outcome can change; null when it never will by itself.</summary>
    public static DateOnly? DueOn(
        DispensingHistory history, DispensingReference reference, IReadOnlyList<IDetectionRule> rules, FindingCollector findings)
    {
        var due = int.MaxValue;
        foreach (var rule in rules)
        {
            due = Math.Min(due, rule.NextChange(history, findings));
        }

        foreach (var finding in findings.Findings)
        {
            due = Math.Min(due, finding.PeakDay.DayNumber + DispensingHistory.HorizonDays);
        }

        due = Math.Min(due, SupplyDue(history, reference));
        return due == int.MaxValue ? null : DateOnly.FromDayNumber(Math.Max(due, history.AsOfDay + 1));
    }

    private static int SupplyDue(DispensingHistory history, DispensingReference reference)
    {
        var fills = history.Fills;
        var running = 0;
        var runFirst = int.MinValue;
        var runLast = int.MinValue;
        var doseChanged = false;
        var dose = double.NaN;
        foreach (var position in history.InScope(DrugScope.All))
        {
            ref readonly var fill = ref fills[position];
            running += fill.LastDay > history.AsOfDay ? 1 : 0;
            if (fill.Class is DrugClass.Benzodiazepine or DrugClass.ZDrug)
            {
                runFirst = fill.StartDay > runLast + BridgedGapDays + 1 ? fill.StartDay : runFirst;
                runLast = Math.Max(runLast, fill.LastDay);
            }

            doseChanged |= !double.IsNaN(dose) && dose != fill.DailyMg;
            dose = fill.DailyMg;
        }

        // Overlaps and doses are counted day by day while supplies run, and two fills at the label limit may exceed it.
        if (running > 1 || running == 1 && doseChanged)
        {
            return history.AsOfDay + 1;
        }

        if (running == 1 && AboveLabel(history, reference))
        {
            return history.AsOfDay + 1;
        }

        foreach (var edge in RunEdges)
        {
            var day = runFirst + edge - 1;
            if (runLast > history.AsOfDay && day > history.AsOfDay && day <= runLast)
            {
                return day;
            }
        }

        return int.MaxValue;
    }

    private static bool AboveLabel(DispensingHistory history, DispensingReference reference)
    {
        foreach (ref readonly var fill in history.Fills)
        {
            if (fill.LastDay > history.AsOfDay && fill.IngredientId >= 0
                && fill.DailyMg > reference.Catalog.Ingredients[fill.IngredientId].SoftMaxMgPerDay)
            {
                return true;
            }
        }

        return false;
    }
}

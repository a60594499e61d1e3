using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Detection.Episodes;

/// <summary>Describes days on which several classes were active together. Days are positions of <see cref="DailySupply"/>'s grid.</summary>
internal static class TogetherFills
{
    /// <summary>Positions of the fills of some classes that cover a counted day of a range, oldest first.</summary>
    public static List<int> Of(DispensingHistory history, ReadOnlySpan<ulong> days, int from, int to, params ReadOnlySpan<DrugClass> classes)
    {
        var counted = new List<int>();
        var supply = history.SupplyAhead;
        for (var i = 0; i < history.Fills.Length; i++)
        {
            ref readonly var fill = ref history.Fills[i];
            if (fill.IngredientId >= 0 && classes.Contains(fill.Class)
                && CoverageGrid.Count(days, Math.Max(from, supply.Position(fill.StartDay)), Math.Min(to, supply.Position(fill.LastDay))) > 0)
            {
                counted.Add(i);
            }
        }

        return counted;
    }

    /// <summary>Mean daily dose over the counted days of a range; 0 when no fill has such a dose.</summary>
    public static double MeanDose(DailySupply supply, DoseKind kind, ReadOnlySpan<ulong> days, int from, int to, RuleScratch scratch)
    {
        if (!supply.TryGetDoses(kind, scratch.Doses))
        {
            return 0;
        }

        var sum = 0.0;
        var count = 0;
        for (var d = CoverageGrid.NextIn(days, Math.Max(0, from)); d >= 0 && d <= to; d = CoverageGrid.NextIn(days, d + 1))
        {
            sum += scratch.Doses[d];
            count++;
        }

        return count == 0 ? 0 : Math.Round(sum / count, 1);
    }

    /// <summary>Names of the drugs of a class among some fills, e.g. "oxycodone and tramadol".</summary>
    public static string Drugs(DispensingHistory history, IEnumerable<int> fills, DrugClass drugClass) => FindingText.List(
        [.. fills.Where(p => history.Fills[p].Class == drugClass).Select(p => FindingText.Drug(history, in history.Fills[p])).Distinct()]);
}

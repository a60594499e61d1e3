using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Lookup.Reporting;

/// <summary>Days on which supplies met that somebody should know of.</summary>
internal static class SupplyOverlaps
{
    private static readonly (DrugClass A, DrugClass B, string What)[] Combinations =
    [
        (DrugClass.Opioid, DrugClass.Benzodiazepine, "opioid and benzodiazepine"),
        (DrugClass.Opioid, DrugClass.MuscleRelaxant, "opioid and carisoprodol or meprobamate"),
        (DrugClass.Opioid, DrugClass.ZDrug, "opioid and sleeping drug"),
        (DrugClass.Benzodiazepine, DrugClass.ZDrug, "benzodiazepine and sleeping drug"),
        (DrugClass.OpioidUseTreatment, DrugClass.Benzodiazepine, "treatment medication and benzodiazepine"),
    ];

    private static readonly (DrugScope Scope, string What)[] Scopes =
    [
        (DrugScope.Sedatives, "one kind of sedative from two practices"),
        (DrugScope.Opioids, "opioids from two practices"),
        (DrugScope.Stimulants, "stimulants from two practices"),
    ];

    /// <summary>Runs of days that end on <paramref name="from"/> or later, newest first.</summary>
    public static IReadOnlyList<ReportedOverlap> Of(DispensingHistory history, DateOnly from)
    {
        var supply = history.Supply;
        if (supply.Days == 0)
        {
            return [];
        }

        var found = new List<ReportedOverlap>();
        var set = new ulong[supply.Words];
        foreach (var (a, b, what) in Combinations)
        {
            supply.Covered(a).CopyTo(set);
            CoverageGrid.KeepShared(set, supply.Covered(b));
            AddRuns(found, supply, set, what, from);
        }

        foreach (var (scope, what) in Scopes)
        {
            if (supply.TryGetCoveredByTwoPractices(scope, set))
            {
                AddRuns(found, supply, set, what, from);
            }
        }

        return [.. found.OrderByDescending(o => o.Last).ThenByDescending(o => o.Days).ThenBy(o => o.What, StringComparer.Ordinal)];
    }

    /// <summary>Days of the last ones on which both were covered.</summary>
    public static int OpioidBenzodiazepineDays(DispensingHistory history, int days)
    {
        var supply = history.Supply;
        if (supply.Days == 0)
        {
            return 0;
        }

        var set = supply.Covered(DrugClass.Opioid).ToArray();
        CoverageGrid.KeepShared(set, supply.Covered(DrugClass.Benzodiazepine));
        return CoverageGrid.Count(set, supply.Days - days, supply.Days - 1);
    }

    private static void AddRuns(List<ReportedOverlap> found, DailySupply supply, ulong[] set, string what, DateOnly from)
    {
        for (var start = CoverageGrid.NextIn(set, 0); start >= 0 && start < supply.Days; start = CoverageGrid.NextIn(set, start))
        {
            var end = Math.Min(CoverageGrid.NextOut(set, start), supply.Days);
            var (first, last) = (DateOnly.FromDayNumber(supply.FirstDay + start), DateOnly.FromDayNumber(supply.FirstDay + end - 1));
            if (last >= from)
            {
                found.Add(new ReportedOverlap(what, first, last, end - start));
            }

            start = end;
        }
    }
}

using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.TestKit.Naive;

/// <summary>What <see cref="DailySupply"/> says, one day and one fill at a time.</summary>
public static class NaiveSupply
{
    public static bool Covers(DispensingHistory history, DrugClass drugClass, int day) =>
        history.Fills.ToArray().Any(f => f.IngredientId >= 0 && f.Class == drugClass && f.Covers(day));

    public static bool CoveredByTwoPractices(DispensingHistory history, DrugScope scope, int day) =>
        Active(history, scope, day).GroupBy(f => f.Class).Any(g => g.Select(f => f.PracticeId).Distinct().Count() > 1);

    public static bool CoveredTwice(DispensingHistory history, DrugScope scope, int day) =>
        Active(history, scope, day).GroupBy(f => f.Class).Any(g => g.Count() > 1);

    public static double Dose(DispensingHistory history, DoseKind kind, int day) =>
        history.Fills.ToArray()
            .Where(f => f.Covers(day) && (f.Quality & RecordQuality.Quantity) == 0)
            .Sum(f => kind == DoseKind.Dme ? f.DailyDme : kind == DoseKind.Lme ? f.DailyLme : f.DailyMme);

    public static double Dose(DispensingHistory history, int ingredientId, int day) =>
        history.Fills.ToArray()
            .Where(f => f.IngredientId == ingredientId && f.Covers(day) && (f.Quality & RecordQuality.Quantity) == 0)
            .Sum(f => f.DailyMg);

    private static IEnumerable<Fill> Active(DispensingHistory history, DrugScope scope, int day) =>
        history.Fills.ToArray().Where(f => InScope(f, scope) && f.Covers(day));

    internal static bool InScope(Fill fill, DrugScope scope) =>
        fill.Class.Scope() is { } own && (scope == DrugScope.All || scope == own);
}

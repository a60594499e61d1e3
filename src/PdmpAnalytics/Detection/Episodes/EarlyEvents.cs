using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Detection.Episodes;

/// <summary>The early refills of one scope and window, for the rules that count them.</summary>
internal static class EarlyEvents
{
    public static bool InScope(DispensingHistory history, in EarlyRefill early, DrugScope scope) =>
        scope == DrugScope.All || history.Fills[early.Fill].Class.Scope() == scope;

    public static List<EarlyRefill> InWindow(DispensingHistory history, EarlyRefillTerms terms, DrugScope scope, int day, int windowDays)
    {
        var events = new List<EarlyRefill>();
        foreach (var early in history.EarlyRefills(terms).Events)
        {
            if (early.Day <= day && early.Day > day - windowDays && InScope(history, early, scope))
            {
                events.Add(early);
            }
        }

        return events;
    }

    /// <summary>Each early fill with the supply it was compared with, oldest first.</summary>
    public static IReadOnlyList<int> Fills(IEnumerable<EarlyRefill> events) =>
        [.. events.SelectMany(e => new[] { e.Predecessor, e.Fill }).Distinct().Order()];

    /// <summary>
    /// Which fills would have to come later. Their absence is no such change: the next fill would then be early against the one before.
    /// </summary>
    public static string Later(DispensingHistory history, List<EarlyRefill> events) => events.Count == 1
        ? $"With {FindingText.TheFill(history, in history.Fills[events[0].Fill])} {FindingText.Many(events[0].DaysEarly, "day")} later."
        : $"With none of the {events.Count} early fills from {FindingText.Date(events[0].Day)} to {FindingText.Date(events[^1].Day)} early.";
}

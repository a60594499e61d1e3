using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.TestKit.Naive;

/// <summary>ER-01 as written in the domain reference, every fill against every other.</summary>
public static class NaiveEarlyRefills
{
    public static List<EarlyRefill> Of(DispensingHistory history)
    {
        var fills = history.Fills.ToArray();
        var events = new List<EarlyRefill>();
        for (var i = 0; i < fills.Length; i++)
        {
            var f = fills[i];
            if (f.Class.Scope() is null)
            {
                continue;
            }

            var candidates = Enumerable.Range(0, fills.Length).Where(j =>
                fills[j].IngredientId == f.IngredientId
                && fills[j].StartDay < f.StartDay && f.StartDay - fills[j].StartDay <= 180
                && (fills[j].PracticeId != f.PracticeId || fills[j].StrengthMg == f.StrengthMg)).ToList();
            if (candidates.Count == 0)
            {
                continue;
            }

            var last = candidates.OrderBy(j => fills[j].LastDay).ThenBy(j => j).Last();
            var g = fills[last];
            var daysEarly = Math.Max(0, g.LastDay + 1 - f.StartDay);
            // In hundredths of the supply, so that no rounding decides.
            var used = 100 * (g.Days - daysEarly);
            var raised = f.PracticeId == g.PracticeId && (f.RxKey != g.RxKey || f.DispenserId != g.DispenserId)
                && ((f.Quality | g.Quality) & RecordQuality.Quantity) == 0 && f.DailyMg > 1.2 * g.DailyMg;
            if (daysEarly >= 3 && used < 85 * g.Days && g.Days > 7 && !raised)
            {
                events.Add(new EarlyRefill(
                    i, last, f.StartDay, daysEarly, 1 - (double)daysEarly / g.Days,
                    daysEarly >= 7 || used < 75 * g.Days, f.PracticeId != g.PracticeId, f.DispenserGroupId != g.DispenserGroupId));
            }
        }

        return events;
    }
}

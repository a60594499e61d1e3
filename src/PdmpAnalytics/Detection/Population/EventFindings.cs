using PdmpAnalytics.Detection.Episodes;
using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Detection.Population;

/// <summary>
/// Makes findings of events: one a subject, held on every day on which an event lies in the window (6.0.2), at its peak the day
/// with the worst event, then the most events.
/// </summary>
internal static class EventFindings
{
    /// <summary>Rules without a stated window look back this far (6.0.2).</summary>
    public const int UsualWindowDays = 183;

    /// <param name="events">Of one rule, about any subjects, in any order.</param>
    public static void Add(
        ICatalogRule rule, IEnumerable<GroupEvent> events, int windowDays, DateOnly asOf, SubjectFindings findings)
    {
        foreach (var about in events.Where(e => e.Day <= asOf.DayNumber).GroupBy(e => e.Subject))
        {
            GroupEvent[] ordered =
            [
                .. about.OrderBy(e => e.Day).ThenBy(e => e.Severity).ThenBy(e => e.Text, StringComparer.Ordinal)
                    .ThenBy(e => e.Evidence.Count == 0 ? 0 : e.Evidence[0]),
            ];
            if (Of(rule, ordered, windowDays, asOf.DayNumber) is { } finding)
            {
                findings.Add(about.Key, finding);
            }
        }
    }

    private static RuleFinding? Of(ICatalogRule rule, GroupEvent[] events, int windowDays, int asOfDay)
    {
        var episode = new Episode(asOfDay - DispensingHistory.HorizonDays + 1, asOfDay);
        var sweep = new WindowSweep(events.Select(e => e.Day).ToArray(), windowDays, episode.FirstPossibleDay, asOfDay);
        while (sweep.Next())
        {
            if (sweep.High > sweep.Low)
            {
                var worst = events[sweep.Low..sweep.High].Max(e => e.Severity);
                episode.Hold(sweep.FromDay, sweep.ToDay, new Outcome(worst, sweep.High - sweep.Low));
            }
        }

        return episode.Held ? Finding(rule, events, windowDays, in episode) : null;
    }

    private static RuleFinding Finding(ICatalogRule rule, GroupEvent[] events, int windowDays, in Episode episode)
    {
        var peak = episode.PeakDay;
        var seen = Array.FindAll(events, e => e.Day <= peak && e.Day > peak - windowDays);
        var told = seen.Last(e => e.Severity == seen.Max(s => s.Severity));
        return new RuleFinding
        {
            Rule = rule.Definition,
            Severity = episode.Peak.Severity,
            FirstDay = DateOnly.FromDayNumber(episode.FirstDay),
            LastDay = DateOnly.FromDayNumber(episode.LastDay),
            PeakDay = DateOnly.FromDayNumber(peak),
            LookBackDays = windowDays,
            Values = [new("events", seen.Length), new("W", windowDays), .. told.Values],
            Text = seen.Length == 1 ? told.Text : $"{told.Text} {seen.Length} such events in {windowDays} days.",
            SilentIf = seen.Length == 1 ? told.SilentIf : $"Without the {seen.Length} events; for the one told: {told.SilentIf}",
            Evidence = [.. seen.SelectMany(e => e.Evidence).Distinct()],
            Thresholds = Detection.Thresholds.Text(rule.Thresholds),
        };
    }
}

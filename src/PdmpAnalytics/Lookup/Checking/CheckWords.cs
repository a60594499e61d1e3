using System.Globalization;
using PdmpAnalytics.Lookup.Reporting;

namespace PdmpAnalytics.Lookup.Checking;

/// <summary>The line on top of a check: what it would raise, and what is not known.</summary>
internal static class CheckWords
{
    /// <summary>A check for a day further off says for which day it holds. Our choice, 2026-11-22: a week.</summary>
    private const int NearDays = 7;

    /// <param name="daysEarly">Days of the running supply that are left; 0 when none runs.</param>
    /// <param name="on">The day of dispensing.</param>
    /// <param name="today">The day of asking.</param>
    public static string Headline(IReadOnlyList<CheckedAlert> alerts, int daysEarly, DataReach reach, DateOnly on, DateOnly today)
    {
        var raised = alerts.Count == 0 ? "This fill raises nothing new"
            : $"This fill would raise {ReportWords.Counted(alerts.Count, "new pattern")}: {alerts[0].Alert.Title}";
        var early = daysEarly == 0 ? "" : $" {ReportWords.Counted(daysEarly, "day")} of the running supply {(daysEarly == 1 ? "is" : "are")} left.";
        var unknown = reach.IsCurrent ? "" : $" {reach.Words}: supply and doses on that day are not known.";
        return $"{raised}{(reach.IsCurrent ? "." : ", by what is on record.")}{early}{unknown}{OtherDay(on, today)}";
    }

    private static string OtherDay(DateOnly on, DateOnly today) => (on.DayNumber - today.DayNumber) switch
    {
        > NearDays => $" Judged for {Day(on)}, not for today: what is filled until then is not known.",
        < -NearDays => $" Judged for {Day(on)}, not for today.",
        _ => "",
    };

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}

using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Detection;

/// <summary>
/// When a patient must be judged again although nothing new arrives: the rules say when they will say something else, a known
/// fill starts, a peak or a stated context leaves the horizon. Never late; early where a rule cannot tell cheaply. The days an
/// episode held and the length of a run or a gap that goes on (DU-01, DU-02, AB-01) are those of the day judged last.
/// </summary>
internal static class NextJudgement
{
    /// <summary>The first day after asOf on which the findings can change; null when they never will by themselves.</summary>
    /// <param name="findings">What every rule said about this history.</param>
    /// <param name="exemption">When an exemption by hand begins to hold or holds no more; null for never.</param>
    public static DateOnly? DueOn(DispensingHistory history, FindingCollector findings, DateOnly? exemption = null)
    {
        var due = Math.Min(history.NextFillDay, findings.NextDay);
        due = findings.Findings.Count > 0 && exemption is { } changes ? Math.Min(due, changes.DayNumber) : due;
        foreach (var finding in findings.Findings)
        {
            due = Math.Min(due, finding.PeakDay.DayNumber + DispensingHistory.HorizonDays);
            due = finding.PeakDay == history.AsOf ? Math.Min(due, ContextLeaves(history, finding)) : due;
        }

        due = findings.Findings.Count > 0 ? Math.Min(due, ContextLeaves(history)) : due;
        return due == int.MaxValue ? null : DateOnly.FromDayNumber(due);
    }

    /// <summary>The peak of an episode that goes on moves on with each day, and may leave a context behind that had lowered it.</summary>
    private static int ContextLeaves(DispensingHistory history, RuleFinding finding)
    {
        var day = int.MaxValue;
        var lookBack = FindingCollector.LookBack(finding);
        foreach (ref readonly var fill in history.Fills)
        {
            var leaves = fill.StartDay + lookBack;
            day = leaves > history.AsOfDay && fill.Has(finding.Rule.SilencedBy) ? Math.Min(day, leaves) : day;
        }

        return day;
    }

    /// <summary>First day on which a context that is stated within the horizon is not any more.</summary>
    private static int ContextLeaves(DispensingHistory history)
    {
        var day = int.MaxValue;
        var stated = FillContext.None;
        for (var i = history.Fills.Length - 1; i >= 0 && stated != history.AllContexts; i--)
        {
            ref readonly var fill = ref history.Fills[i];
            if (fill.StartDay >= history.HorizonDay && (fill.Context & ~stated) != 0)
            {
                stated |= fill.Context;
                day = Math.Min(day, fill.StartDay + DispensingHistory.HorizonDays);
            }
        }

        return day;
    }
}

using PdmpAnalytics.Detection;

namespace PdmpAnalytics.Nightly;

/// <summary>Which nights a run has to work on, in date order; pure.</summary>
/// <param name="Days">Empty when there is nothing to do.</param>
public sealed record NightPlan(IReadOnlyList<DateOnly> Days)
{
    /// <summary>Missed nights that are made up for without being asked to. Our choice, 2026-11-22: more are rather a mistyped date than an outage.</summary>
    public const int MostMissed = 31;

    /// <summary>Null, or a refusal that says how many nights were missed.</summary>
    public Refusal? TooMany() => Days.Count <= MostMissed + 1 ? null : new Refusal(
        RefusalReason.Incomplete,
        $"{Days.Count - 1} nights since {Text(Days[0])} would be made up for before that of {Text(Days[^1])}. If the date is right and they were really missed, ask with --catch-up.");

    /// <summary>
    /// The nights from the one after the last good one, or from the first that was begun, up to the one asked for: each is judged
    /// as of its own day, so a night that was missed is made up for before a later one.
    /// </summary>
    /// <param name="asked">The business date asked for.</param>
    /// <param name="today">UTC; a night of a later day than tomorrow is refused.</param>
    /// <param name="nights">Every night begun so far with its state, in any order.</param>
    public static Result<NightPlan> For(DateOnly asked, DateOnly today, IReadOnlyDictionary<DateOnly, NightState> nights)
    {
        if (nights.GetValueOrDefault(asked, NightState.Running) == NightState.Done)
        {
            return new NightPlan([]);
        }

        if (JudgingDay.Refuse(asked, today) is { } refusal)
        {
            return refusal;
        }

        var good = nights.Where(n => n.Value == NightState.Done).Select(n => (DateOnly?)n.Key).Max();
        if (good > asked)
        {
            return new Refusal(
                RefusalReason.NotAllowed,
                $"Nights go forward: that of {Text(good.Value)} is done, and its queue stands. pdmp rules backtest tells what an earlier day would have raised.");
        }

        var begun = nights.Where(n => n.Value != NightState.Done).Select(n => (DateOnly?)n.Key).Min();
        var first = good?.AddDays(1) ?? (begun < asked ? begun.Value : asked);
        return new NightPlan([.. Enumerable.Range(0, asked.DayNumber - first.DayNumber + 1).Select(first.AddDays)]);
    }

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}

using System.Globalization;

namespace PdmpAnalytics.Nightly;

/// <summary>Whether nights are as they should be at a moment.</summary>
/// <param name="Expected">The latest business date whose night should be done.</param>
/// <param name="IsGood">True when it is.</param>
/// <param name="Message">One sentence for an operator.</param>
public sealed record NightWatchVerdict(DateOnly Expected, bool IsGood, string Message);

/// <summary>The dead man's switch: what should have happened and did not, told by the clock and the ledger alone; pure.</summary>
public static class NightWatch
{
    /// <param name="schedule">When nights begin.</param>
    /// <param name="allowed">How long after its beginning a night may take.</param>
    /// <param name="nights">Every night begun so far.</param>
    public static NightWatchVerdict Check(
        DateTimeOffset now, NightSchedule schedule, TimeSpan allowed, IReadOnlyDictionary<DateOnly, NightState> nights)
    {
        var expected = schedule.Due(now);
        while (schedule.BeginOf(expected) + allowed > now)
        {
            expected = expected.AddDays(-1);
        }

        // A later night that is done was done after this one.
        var good = nights.Any(n => n.Key >= expected && n.Value == NightState.Done);
        var last = nights.Where(n => n.Value == NightState.Done).Select(n => (DateOnly?)n.Key).Max();
        return new NightWatchVerdict(
            expected,
            good,
            good ? Text($"The night of {last:yyyy-MM-dd} is done.")
            : nights.GetValueOrDefault(expected, NightState.Running) == NightState.Failed
                ? Text($"The night of {expected:yyyy-MM-dd} failed; the last good one is {Name(last)}.")
                : Text($"The night of {expected:yyyy-MM-dd} is not done; the last good one is {Name(last)}."));
    }

    private static string Name(DateOnly? last) => last is { } day ? Text($"that of {day:yyyy-MM-dd}") : "none";

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

using PdmpAnalytics.Review;

namespace PdmpAnalytics.Learning;

/// <summary>One decision about a patient's alert, as a recall counts it.</summary>
/// <param name="Version">Orders the decisions about one alert.</param>
/// <param name="Seed">Of the sample that had drawn it below the line; null when a rule had queued it.</param>
internal sealed record CountedDecision(
    long Alert, int Version, DateOnly On, AlertState From, AlertState To, Disposition? Disposition, double? Share, int? Seed);

/// <summary>An alert that stands as drawn below the line.</summary>
/// <param name="RaisedOn">The day judged from when it was drawn.</param>
internal sealed record DrawnAlert(long Alert, double Share, int Seed, DateOnly RaisedOn);

/// <summary>Counts decisions into a <see cref="RecallEstimate"/>; pure. What counts is how the alert stood when it was concluded.</summary>
internal static class RecallCount
{
    /// <param name="decisions">About patients, of all times.</param>
    /// <param name="standing">In whatever state: waiting, concluded, withdrawn.</param>
    /// <param name="window">Days up to <paramref name="today"/> in which what the queue brought counts; a panel half of which was drawn before is old.</param>
    public static RecallEstimate Of(IReadOnlyCollection<CountedDecision> decisions, IReadOnlyCollection<DrawnAlert> standing, int window, DateOnly today)
    {
        var drawn = standing.Select(a => (a.Alert, a.Share, a.Seed, On: a.RaisedOn))
            .Concat(decisions.Where(d => d.Seed is not null).Select(d => (d.Alert, Share: d.Share!.Value, Seed: d.Seed!.Value, d.On))).ToList();
        var panels = drawn.GroupBy(d => d.Seed)
            .Select(p => (Seed: p.Key, Members: p.GroupBy(d => d.Alert).Select(a => a.Min(d => d.Share)).ToList(), Day: Middle([.. p.Select(d => d.On)]))).ToList();
        var since = today.AddDays(-window);
        var (fresh, newest) = (panels.Where(p => p.Day > since).ToList(), panels.OrderBy(p => p.Day).LastOrDefault());
        var counted = fresh.Count > 0 ? fresh : panels.Count > 0 ? [newest] : [];
        var seeds = counted.Select(p => p.Seed).ToHashSet();
        var (below, above) = ((Confirmed: 0, Harmless: 0), (Confirmed: 0, Harmless: 0));
        foreach (var alert in decisions.GroupBy(d => d.Alert))
        {
            var conclusions = Standing(alert).Where(d => d.Disposition!.Value.Label() != DispositionLabel.Ignored).ToList();
            foreach (var panel in conclusions.Where(d => d.Seed is { } seed && seeds.Contains(seed)).GroupBy(d => d.Seed))
            {
                below = Plus(below, panel.Any(Confirms));
            }

            // What chance brought first was missed by the queue, though a rule spoke later.
            var recent = conclusions.Where(d => d.On > since).ToList();
            var first = recent.Find(Confirms) ?? recent.FirstOrDefault();
            if (first is { Seed: null })
            {
                above = Plus(above, Confirms(first));
            }
        }

        return RecallEstimate.Of(
            counted.Sum(p => p.Members.Count), [.. counted.SelectMany(p => p.Members.Distinct().Select(s => (s, p.Members.Count(m => m <= s))))], below, above, panels.Count > 0 ? today.DayNumber - newest.Day.DayNumber : null, panels.Count > 0 && fresh.Count == 0);
    }

    /// <summary>Conclusions that nobody took back, oldest first.</summary>
    private static IEnumerable<CountedDecision> Standing(IEnumerable<CountedDecision> alert)
    {
        CountedDecision? last = null;
        foreach (var decision in alert.OrderBy(d => d.Version))
        {
            if (last is { To: AlertState.Closed, Disposition: not null } && decision.From != AlertState.Closed)
            {
                yield return last;
            }

            last = decision;
        }

        if (last is { To: AlertState.Closed, Disposition: not null })
        {
            yield return last;
        }
    }

    /// <summary>An alert that was there before it was drawn has an earlier day: one of them must not make a panel old.</summary>
    private static DateOnly Middle(IReadOnlyCollection<DateOnly> days) => days.Order().ElementAt(days.Count / 2);

    private static bool Confirms(CountedDecision decision) => decision.Disposition!.Value.Label() == DispositionLabel.Positive;

    private static (int Confirmed, int Harmless) Plus((int Confirmed, int Harmless) counts, bool confirmed) =>
        confirmed ? (counts.Confirmed + 1, counts.Harmless) : (counts.Confirmed, counts.Harmless + 1);
}

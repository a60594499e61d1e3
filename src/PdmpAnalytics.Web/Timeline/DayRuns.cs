namespace PdmpAnalytics.Web.Timeline;

/// <summary>Days in a row on which nothing that is drawn as a curve changes.</summary>
/// <param name="AtOnce">Number of supplies.</param>
/// <param name="Doses">In the order of <see cref="TimelineLayout.Curves"/>.</param>
public sealed record DayRun(DateOnly FirstDay, DateOnly LastDay, int AtOnce, IReadOnlyList<double> Doses);

/// <summary>The curves of a timeline as rows of a table.</summary>
public static class DayRuns
{
    /// <summary>Oldest first; days without any supply are left out.</summary>
    public static IReadOnlyList<DayRun> Of(TimelineLayout layout)
    {
        StepCurve[] tracks = [layout.AtOnce, .. layout.Curves.Select(c => c.Steps)];
        var scale = layout.Scale;
        DateOnly[] starts =
        [
            .. tracks.SelectMany(t => t.Runs).SelectMany(run => new[] { run.FirstDay, run.LastDay.AddDays(1) })
                .Distinct().Order().Where(day => day <= scale.To),
        ];
        var next = new int[tracks.Length];
        var runs = new List<DayRun>();
        for (var i = 0; i < starts.Length; i++)
        {
            var values = tracks.Select((track, t) => ValueOn(track.Runs, starts[i], ref next[t])).ToArray();
            if (values.Any(v => v > 0))
            {
                var lastDay = i + 1 < starts.Length ? starts[i + 1].AddDays(-1) : scale.To;
                runs.Add(new DayRun(starts[i], lastDay, (int)values[0], values[1..]));
            }
        }

        return runs;
    }

    /// <param name="next">The run to look at first; moves on with the days asked for.</param>
    private static double ValueOn(IReadOnlyList<StepRun> runs, DateOnly day, ref int next)
    {
        while (next < runs.Count && runs[next].LastDay < day)
        {
            next++;
        }

        return next < runs.Count && runs[next].FirstDay <= day ? runs[next].Value : 0;
    }
}

using PdmpAnalytics.Detection.Episodes;
using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Detection.Rules;

/// <summary>Thresholds of DU-01.</summary>
[Ascending(nameof(InfoDays), nameof(LowDays))]
internal sealed record LongTermUseThresholds
{
    [Threshold("Uncovered days that do not end a run.", "domain reference 6.2, our choice, 2026-11-22", Min = 0, Max = 60)]
    public int BridgedDays { get; init; } = 7;

    [Threshold("Longer than this many days is Info (longer than 28 days only shows at look-up).", "ASAM 2025; FDA 2020", Min = 28, Max = 548)]
    public int InfoDays { get; init; } = 90;

    [Threshold("From this many days, well covered, it is Low.", "ASAM 2025; number our choice, 2026-11-22", Min = 28, Max = 730)]
    public int LowDays { get; init; } = 180;

    [Threshold("Share of a run's days that must be covered for Low.", "80 % of days covered, the usual adherence cut", Min = 0, Max = 1)]
    public double LowCoveredShare { get; init; } = 0.8;
}

/// <summary>DU-01: benzodiazepines or Z-drugs month after month.</summary>
internal sealed class LongTermUseRule(LongTermUseThresholds limits) : PatientRule<LongTermUseThresholds>(About, limits)
{
    private const double Rounding = 1e-9;

    public static readonly RuleDefinition About = new()
    {
        Id = "DU-01",
        Name = "long-term-use",
        Title = "Long-term benzodiazepine or hypnotic use",
        Family = RuleFamily.Duration,
        Queue = ReviewQueueKind.None,
        Counts = "Days from the start of a run of covered days to the day judged, over benzodiazepines and Z-drugs together; short gaps do not end a run.",
        Template = "Continuous benzodiazepine or Z-drug supply for {d} days, {pct} % of them covered (guidance: 2-4 weeks).",
        Citation = "ASAM 2025; FDA 2020",
        LegitimateReasons = "Seizure disorder, palliative care, a supervised taper.",
        ReviewerCheck = "Nothing on its own: it is shown with the patient.",
    };

    public override void Evaluate(DispensingHistory history, PopulationReference population, FindingCollector findings)
    {
        var episode = Look(history);
        findings.ExpectChange(episode.NextDay);
        if (episode.Held)
        {
            findings.Add(history, Finding(history, null, in episode, Describe(history, in episode)));
        }
    }

    /// <summary>Walks the stretches of covered days in order; a run is stretches with short gaps.</summary>
    private Episode Look(DispensingHistory history)
    {
        var episode = new Episode(history);
        var run = default(Run);
        var fills = history.Fills;
        foreach (var position in history.InScope(DrugScope.Sedatives))
        {
            ref readonly var fill = ref fills[position];
            if (fill.Class is not (DrugClass.Benzodiazepine or DrugClass.ZDrug))
            {
                continue;
            }

            if (run.IsOpen && fill.StartDay <= run.LastDay + 1)
            {
                run.LastDay = Math.Max(run.LastDay, fill.LastDay);
                continue;
            }

            Close(run, ref episode);
            run = run.IsOpen && fill.StartDay - run.LastDay - 1 <= Limits.BridgedDays
                ? new Run(run.FirstDay, run.CoveredBefore + run.LastDay - run.StretchDay + 1, fill.StartDay, fill.LastDay)
                : new Run(fill.StartDay, 0, fill.StartDay, fill.LastDay);
        }

        Close(run, ref episode);
        return episode;
    }

    /// <summary>
    /// Holds on the covered days of a run's last stretch that are far enough from its start. Ahead of the day judged a new
    /// severity, another run than the peak's and the end of the stretch count: that a run is a day longer each day is no news.
    /// </summary>
    private void Close(Run run, ref Episode episode)
    {
        var from = Math.Max(run.StretchDay, run.FirstDay + Limits.InfoDays);
        if (!run.IsOpen || from > run.LastDay)
        {
            return;
        }

        // Length and share only grow while days are covered, so the days of each severity are one stretch and end highest.
        from = Math.Max(from, episode.FirstPossibleDay);
        var low = from;
        while (low <= run.LastDay && !IsLow(run, low))
        {
            low++;
        }

        Hold(run, from, Math.Min(low - 1, run.LastDay), Severity.Info, ref episode);
        Hold(run, low, run.LastDay, Severity.Low, ref episode);
    }

    private bool IsLow(in Run run, int day) =>
        run.DaysTo(day) >= Limits.LowDays && run.CoveredTo(day) >= Limits.LowCoveredShare * run.DaysTo(day) - Rounding;

    private static void Hold(in Run run, int from, int to, Severity severity, ref Episode episode)
    {
        if (from > to)
        {
            return;
        }

        var now = episode.LastPossibleDay;
        if (from <= now)
        {
            HoldOn(from, run, ref episode);
            HoldOn(Math.Min(to, now), run, ref episode);
        }

        for (var day = Math.Max(from, now + 1); day <= to; day++)
        {
            HoldOn(day, run, ref episode);
        }

        void HoldOn(int day, in Run run, ref Episode episode) => episode.Hold(
            day, day, new Outcome(severity, run.DaysTo(day), run.CoveredTo(day), run.FirstDay),
            unchanged: episode.Peak.Severity == severity && episode.Peak.Tag == run.FirstDay && day < run.LastDay);
    }

    private Account Describe(DispensingHistory history, in Episode episode)
    {
        var days = (int)episode.Peak.Measure;
        var (first, last) = (episode.Peak.Tag, episode.PeakDay);
        var fills = FillsWhere(history, (in f) =>
            f.Class is DrugClass.Benzodiazepine or DrugClass.ZDrug && f.StartDay >= first && f.StartDay <= last);
        FindingValue[] values = [new("d", days), new("pct", Math.Floor(100 * episode.Peak.Minor / days))];
        return new Account
        {
            LookBackDays = days,
            Values = values,
            Text = FindingText.Fill(Definition.Template, values),
            SilentIf = $"A gap of more than {Limits.BridgedDays} days, or an end, before any {Limits.InfoDays} days of it are full, the first within {Limits.InfoDays} days of {FindingText.Date(first)}.",
            Fills = fills,
        };
    }

    /// <param name="CoveredBefore">Covered days before the current stretch.</param>
    /// <param name="StretchDay">First day of the current stretch of covered days.</param>
    private record struct Run(int FirstDay, int CoveredBefore, int StretchDay, int LastDay)
    {
        public readonly bool IsOpen => LastDay != 0;

        public readonly int DaysTo(int day) => day - FirstDay + 1;

        public readonly int CoveredTo(int day) => CoveredBefore + day - StretchDay + 1;
    }
}

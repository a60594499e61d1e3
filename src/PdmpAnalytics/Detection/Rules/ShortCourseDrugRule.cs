using System.Numerics;
using PdmpAnalytics.Detection.Episodes;
using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Detection.Rules;

/// <summary>Thresholds of DU-02.</summary>
internal sealed record ShortCourseDrugThresholds
{
    [Threshold("Uncovered days that do not end a run.", "domain reference 6.2, our choice, 2026-11-22", Min = 0, Max = 60)]
    public int BridgedDays { get; init; } = 7;

    [Threshold("Days in a row of carisoprodol above which it fires.", "label: two to three weeks (S18)", Min = 1, Max = 548)]
    public int CarisoprodolDays { get; init; } = 21;

    [Threshold("Days in a row of phentermine or diethylpropion above which it fires.", "label: a few weeks, customarily twelve", Min = 1, Max = 548)]
    public int AnorecticDays { get; init; } = 84;

    [Threshold("Days in a row of zolpidem, zaleplon or eszopiclone above which it fires.", "domain reference 6.2, our choice, 2026-11-22", Min = 1, Max = 548)]
    public int HypnoticDays { get; init; } = 90;

    [Threshold("Times the limit above which it is Medium, from enough practices.", "domain reference 6.2, our choice, 2026-11-22", Min = 1, Max = 20)]
    public double MediumFactor { get; init; } = 3;

    [Threshold("Practices from which it is Medium, beyond that length.", "domain reference 6.2, our choice, 2026-11-22", Min = 1, Max = 20)]
    public int MediumPractices { get; init; } = 2;
}

/// <summary>DU-02: a drug meant for a short course, week after week.</summary>
internal sealed class ShortCourseDrugRule(ShortCourseDrugThresholds limits) : PatientRule<ShortCourseDrugThresholds>(About, limits)
{
    private static readonly (DrugClass Class, string[] Drugs, string Limit)[] Courses =
    [
        (DrugClass.MuscleRelaxant, ["carisoprodol"], "2-3 weeks"),
        (DrugClass.Stimulant, ["phentermine", "diethylpropion"], "a few weeks"),
        (DrugClass.ZDrug, ["zolpidem", "zaleplon", "eszopiclone"], "short-term use"),
    ];

    public static readonly RuleDefinition About = new()
    {
        Id = "DU-02",
        Name = "long-short-course",
        Title = "Long-term use of a short-course drug",
        Family = RuleFamily.Duration,
        Queue = ReviewQueueKind.None,
        Counts = "Days from the start of a run of covered days to the day judged, of carisoprodol, of phentermine with diethylpropion, and of the Z-drugs together; short gaps do not end a run. The longest against its limit is reported.",
        Template = "{drug} covered {d} days in a row from {p} practices; label advises {limit}.",
        Citation = "Carisoprodol label (S18); phentermine label; zolpidem: domain reference 6.2",
        LegitimateReasons = "Weight clinics, chronic insomnia under specialist care.",
        ReviewerCheck = "Nothing on its own: it is shown with the patient.",
    };

    public override void Evaluate(DispensingHistory history, PopulationReference population, FindingCollector findings)
    {
        if (history.Reference is not { } reference)
        {
            return;
        }

        var episode = new Episode(history);
        // The days ahead are compared with the peak of all courses, so they come after all that has passed.
        foreach (var ahead in (ReadOnlySpan<bool>)[false, true])
        {
            for (var course = 0; course < Courses.Length; course++)
            {
                if (history.Has(Courses[course].Class))
                {
                    Look(history, reference.Catalog, course, ahead, ref episode);
                }
            }
        }

        findings.ExpectChange(episode.NextDay);
        if (episode.Held)
        {
            findings.Add(history, Finding(history, null, in episode, Describe(history, reference.Catalog, in episode)));
        }
    }

    private void Look(DispensingHistory history, DrugCatalog catalog, int course, bool ahead, ref Episode episode)
    {
        var run = default(Run);
        foreach (var position in history.InScope(DrugScope.All))
        {
            ref readonly var fill = ref history.Fills[position];
            if (!IsOf(course, catalog, in fill))
            {
                continue;
            }

            // Until this fill the earlier ones spoke for themselves: its practice counts from its own start.
            Hold(run, fill.StartDay - 1, course, ahead, ref episode);
            run = run.IsOpen && fill.StartDay - run.LastDay - 1 <= Limits.BridgedDays
                ? new Run(run.FirstDay, fill.StartDay, Math.Max(run.LastDay, fill.LastDay), run.Practices | PracticeBit(in fill))
                : new Run(fill.StartDay, fill.StartDay, fill.LastDay, PracticeBit(in fill));
        }

        Hold(run, run.LastDay, course, ahead, ref episode);
    }

    /// <summary>Holds on the covered days up to <paramref name="to"/> that are far enough from the start of the run.</summary>
    private void Hold(in Run run, int to, int course, bool ahead, ref Episode episode)
    {
        var limit = LimitOf(course);
        var from = Math.Max(Math.Max(run.FromDay, run.FirstDay + limit), episode.FirstPossibleDay);
        to = Math.Min(to, run.LastDay);
        if (!run.IsOpen || from > to)
        {
            return;
        }

        var medium = BitOperations.PopCount(run.Practices) >= Limits.MediumPractices
            ? Math.Max(from, run.FirstDay + (int)Math.Floor(Limits.MediumFactor * limit))
            : int.MaxValue;
        var tag = run.FirstDay * Courses.Length + course;
        Hold(run, from, Math.Min(to, medium - 1), new Outcome(Severity.Low, limit, Tag: tag), ahead, ref episode);
        Hold(run, medium, to, new Outcome(Severity.Medium, limit, Tag: tag), ahead, ref episode);
    }

    /// <summary>
    /// Runs only grow, so the first and the last day of a stretch say all about it. Ahead of the day judged a new severity, another
    /// run than the peak's and the end of the stretch count: that a run is a day longer each day is no news.
    /// </summary>
    /// <param name="stretch">Severity and tag of its days, with the course's limit as the measure.</param>
    private static void Hold(in Run run, int from, int to, in Outcome stretch, bool ahead, ref Episode episode)
    {
        var (first, last) = ahead ? (Math.Max(from, episode.LastPossibleDay + 1), to) : (from, Math.Min(to, episode.LastPossibleDay));
        if (first > last)
        {
            return;
        }

        var goesOn = from <= episode.LastPossibleDay && stretch.Tag == episode.Peak.Tag;
        for (var day = ahead && !goesOn ? first : last; day <= last; day++)
        {
            HoldOn(run, day, stretch, ref episode);
        }

        if (!ahead)
        {
            HoldOn(run, first, stretch, ref episode);
        }
    }

    private static void HoldOn(in Run run, int day, in Outcome stretch, ref Episode episode) =>
        episode.Hold(day, day, stretch with { Measure = Math.Round(run.DaysTo(day) / stretch.Measure, 6) });

    private Account Describe(DispensingHistory history, DrugCatalog catalog, in Episode episode)
    {
        var course = episode.Peak.Tag % Courses.Length;
        var (first, last) = (episode.Peak.Tag / Courses.Length, episode.PeakDay);
        var fills = FillsWhere(history, (in f) => IsOf(course, catalog, in f) && f.StartDay >= first && f.StartDay <= last);
        var days = last - first + 1;
        var practices = FewerProviders.Count(history, fills, ProviderKind.Practice);
        FindingValue[] values = [new("d", days), new("p", practices), new("max", LimitOf(course))];
        var drugs = fills.Select(p => FindingText.Drug(history, in history.Fills[p])).Distinct().ToList();
        return new Account
        {
            LookBackDays = days,
            Values = values,
            Text = FindingText.Fill(Definition.Template, values, ("drug", FindingText.List(drugs)), ("limit", Courses[course].Limit)),
            SilentIf = $"A gap of more than {Limits.BridgedDays} days, or an end, before any {LimitOf(course)} days of it are full, the first within {LimitOf(course)} days of {FindingText.Date(first)}.",
            Fills = fills,
        };
    }

    private int LimitOf(int course) => course switch { 0 => Limits.CarisoprodolDays, 1 => Limits.AnorecticDays, _ => Limits.HypnoticDays };

    private static bool IsOf(int course, DrugCatalog catalog, in Fill fill) =>
        fill.Class == Courses[course].Class && Array.IndexOf(Courses[course].Drugs, catalog.Ingredients[fill.IngredientId].Name) >= 0;

    /// <summary>From the 64th practice on they share one bit: enough to tell a few apart.</summary>
    private static ulong PracticeBit(in Fill fill) => 1UL << Math.Min((int)fill.LocalPractice, 63);

    /// <param name="FromDay">First day that is not yet judged.</param>
    private readonly record struct Run(int FirstDay, int FromDay, int LastDay, ulong Practices)
    {
        public bool IsOpen => LastDay != 0;

        public int DaysTo(int day) => day - FirstDay + 1;
    }
}

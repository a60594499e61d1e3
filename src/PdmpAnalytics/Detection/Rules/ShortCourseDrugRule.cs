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
        for (var course = 0; course < Courses.Length; course++)
        {
            if (history.Has(Courses[course].Class))
            {
                Look(history, reference.Catalog, course, ref episode);
            }
        }

        if (episode.Held)
        {
            findings.Add(history, Finding(history, null, in episode, Describe(history, reference.Catalog, in episode)));
        }
    }

    private void Look(DispensingHistory history, DrugCatalog catalog, int course, ref Episode episode)
    {
        var run = LastRun(history, catalog, course, ref episode);
        Hold(run, run.LastDay, course, ref episode);
    }

    /// <summary>A run that goes on reaches its limit and three times that on known days.</summary>
    public override int NextChange(DispensingHistory history, FindingCollector findings)
    {
        var next = int.MaxValue;
        for (var course = 0; course < Courses.Length && history.Reference is not null; course++)
        {
            if (!history.Has(Courses[course].Class))
            {
                continue;
            }

            var ignored = new Episode(history);
            var run = LastRun(history, history.Reference.Catalog, course, ref ignored);
            foreach (var day in (ReadOnlySpan<int>)
                [run.FirstDay + LimitOf(course), run.FirstDay + (int)Math.Floor(Limits.MediumFactor * LimitOf(course))])
            {
                next = day > history.AsOfDay && day <= run.LastDay ? Math.Min(next, day) : next;
            }
        }

        return next;
    }

    /// <summary>Holds for every stretch but the last, which is still open.</summary>
    private Run LastRun(DispensingHistory history, DrugCatalog catalog, int course, ref Episode episode)
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
            Hold(run, fill.StartDay - 1, course, ref episode);
            run = run.IsOpen && fill.StartDay - run.LastDay - 1 <= Limits.BridgedDays
                ? new Run(run.FirstDay, fill.StartDay, Math.Max(run.LastDay, fill.LastDay), run.Practices | PracticeBit(in fill))
                : new Run(fill.StartDay, fill.StartDay, fill.LastDay, PracticeBit(in fill));
        }

        return run;
    }

    /// <summary>Holds on the covered days up to <paramref name="to"/> that are far enough from the start of the run.</summary>
    private void Hold(in Run run, int to, int course, ref Episode episode)
    {
        var limit = LimitOf(course);
        var from = Math.Max(Math.Max(run.FromDay, run.FirstDay + limit), episode.FirstPossibleDay);
        to = Math.Min(Math.Min(to, run.LastDay), episode.LastPossibleDay);
        if (!run.IsOpen || from > to)
        {
            return;
        }

        var medium = BitOperations.PopCount(run.Practices) >= Limits.MediumPractices
            ? Math.Max(from, run.FirstDay + (int)Math.Floor(Limits.MediumFactor * limit))
            : int.MaxValue;
        Hold(run, from, Math.Min(to, medium - 1), Severity.Low, course, limit, ref episode);
        Hold(run, medium, to, Severity.Medium, course, limit, ref episode);
    }

    /// <summary>Runs only grow, so the first and the last day of a stretch say all about it.</summary>
    private static void Hold(in Run run, int from, int to, Severity severity, int course, int limit, ref Episode episode)
    {
        if (from <= to)
        {
            var tag = run.FirstDay * Courses.Length + course;
            episode.Hold(from, from, new Outcome(severity, Ratio(run.DaysTo(from), limit), Tag: tag));
            episode.Hold(to, to, new Outcome(severity, Ratio(run.DaysTo(to), limit), Tag: tag));
        }
    }

    private static double Ratio(int days, int limit) => Math.Round((double)days / limit, 6);

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
            Text = FindingText.Fill(
                practices == 1 ? Definition.Template.Replace("{p} practices", "{p} practice", StringComparison.Ordinal) : Definition.Template,
                values, ("drug", FindingText.List(drugs)), ("limit", Courses[course].Limit)),
            SilentIf = $"A gap of more than {Limits.BridgedDays} days, or an end, within {LimitOf(course)} days of {FindingText.Date(first)}.",
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

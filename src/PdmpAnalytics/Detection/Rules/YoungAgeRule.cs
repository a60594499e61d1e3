using PdmpAnalytics.Detection.Episodes;
using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Detection.Rules;

/// <summary>Thresholds of AG-01. Ages are whole years on the day of the fill.</summary>
internal sealed record YoungAgeThresholds
{
    [Threshold("Days of the window.", "domain reference 6.2, our choice, 2026-11-22", Min = 30, Max = 365)]
    public int WindowDays { get; init; } = 90;

    [Threshold("Below this age a benzodiazepine counts.", "labels, as recalled 2026-11-22", Min = 1, Max = 30)]
    public int BenzodiazepineAge { get; init; } = 18;

    [Threshold("Days of a benzodiazepine above which it fires.", "domain reference 6.2, our choice, 2026-11-22", Min = 0, Max = 365)]
    public int BenzodiazepineDays { get; init; } = 30;

    [Threshold("Below this age any Z-drug fires.", "labels, as recalled 2026-11-22", Min = 1, Max = 30)]
    public int ZDrugAge { get; init; } = 18;

    [Threshold("Below this age any phentermine fires.", "label, as recalled 2026-11-22: not at 16 or younger", Min = 1, Max = 30)]
    public int PhentermineAge { get; init; } = 17;

    [Threshold("Below this age any carisoprodol fires.", "label, as recalled 2026-11-22: 16", Min = 1, Max = 30)]
    public int CarisoprodolAge { get; init; } = 16;

    [Threshold("Below this age any tramadol fires, High.", "FDA 2017, as recalled 2026-11-22: 12", Min = 1, Max = 30)]
    public int TramadolAge { get; init; } = 12;
}

/// <summary>AG-01: a drug whose label does not cover the patient's youth.</summary>
internal sealed class YoungAgeRule(YoungAgeThresholds limits) : PatientRule<YoungAgeThresholds>(About, limits)
{
    private enum Kind
    {
        Benzodiazepine,
        ZDrug,
        Phentermine,
        Carisoprodol,
        Tramadol,
    }

    public static readonly RuleDefinition About = new()
    {
        Id = "AG-01",
        Name = "young-age",
        Title = "Young age",
        Family = RuleFamily.Demographic,
        Queue = ReviewQueueKind.Safety,
        OnByDefault = false,
        Counts = "Days of the window covered by fills dispensed below the label's age: benzodiazepines beyond a month, Z-drugs, phentermine, carisoprodol and tramadol from the first day. The gravest, then the longest is reported.",
        Template = "Patient aged {age} received {drug} for {d} days in {W}; label age {limit}.",
        Citation = "Product labels and FDA 2017 on tramadol, as recalled 2026-11-22. Young adult age is a risk feature (White 2009) and never a rule",
        LegitimateReasons = "Epilepsy, palliative care, a wrong birth date, a guardian's data on the record.",
        ReviewerCheck = "The birth date, then whether the prescriber meant it.",
    };

    public override void Evaluate(DispensingHistory history, PopulationReference population, FindingCollector findings)
    {
        if (history.Reference is null || !AnyYoung(history))
        {
            return;
        }

        var episode = new Episode(history);
        foreach (var kind in Enum.GetValues<Kind>())
        {
            Look(history, kind, findings.Scratch, ref episode);
        }

        findings.ExpectChange(episode.NextDay);
        if (episode.Held)
        {
            findings.Add(history, Finding(history, null, in episode, Describe(history, in episode)));
        }
    }

    private bool AnyYoung(DispensingHistory history)
    {
        var oldest = Enum.GetValues<Kind>().Max(Age);
        foreach (ref readonly var fill in history.Fills)
        {
            if (fill.PatientAge >= 0 && fill.PatientAge < oldest)
            {
                return true;
            }
        }

        return false;
    }

    private void Look(DispensingHistory history, Kind kind, RuleScratch scratch, ref Episode episode)
    {
        var supply = history.SupplyAhead;
        var days = scratch.DaySet(0, supply);
        foreach (ref readonly var fill in history.Fills)
        {
            if (Counts(history, in fill, kind))
            {
                CoverageGrid.Add(days, supply.Position(fill.StartDay), supply.Position(fill.LastDay), supply.Days);
            }
        }

        var first = Math.Max(supply.Position(history.HorizonDay), CoverageGrid.NextIn(days, 0));
        if (CoverageGrid.LastIn(days) < 0)
        {
            return;
        }

        var window = new MovingDayCount(days, Limits.WindowDays, first);
        var end = Math.Min(supply.Days, CoverageGrid.LastIn(days) + Limits.WindowDays);
        for (var d = first; d < end; d++)
        {
            var count = window.Next();
            if (count > (kind == Kind.Benzodiazepine ? Limits.BenzodiazepineDays : 0))
            {
                var day = supply.FirstDay + d;
                episode.Hold(
                    day, day, new Outcome(kind == Kind.Tramadol ? Severity.High : Severity.Low, count, Tag: (int)kind),
                    unchanged: !CoverageGrid.Contains(days, d) && !CoverageGrid.Contains(days, d - Limits.WindowDays));
            }
        }
    }

    private Account Describe(DispensingHistory history, in Episode episode)
    {
        var kind = (Kind)episode.Peak.Tag;
        var (from, to) = (episode.PeakDay - Limits.WindowDays + 1, episode.PeakDay);
        var fills = FillsWhere(history, (in f) => f.StartDay <= to && f.LastDay >= from && Counts(history, in f, kind));
        var age = fills.Min(p => history.Fills[p].PatientAge);
        FindingValue[] values =
        [
            new("age", age), new("d", episode.Peak.Measure), new("W", Limits.WindowDays), new("limit", Age(kind)),
        ];
        var drugs = fills.Select(p => FindingText.Drug(history, in history.Fills[p])).Distinct().ToList();
        var most = kind == Kind.Benzodiazepine ? $"At most {Limits.BenzodiazepineDays} days of it in {Limits.WindowDays}" : "Without it";
        return new Account
        {
            LookBackDays = Limits.WindowDays,
            Values = values,
            Text = FindingText.Fill(Definition.Template, values, ("drug", FindingText.List(drugs))),
            SilentIf = $"{most}, or from the age of {Age(kind)}.",
            Fills = fills,
        };
    }

    private bool Counts(DispensingHistory history, in Fill fill, Kind kind) =>
        fill.PatientAge >= 0 && fill.PatientAge < Age(kind) && !fill.Faulty(RecordQuality.BirthDate) && Is(history, in fill, kind);

    private static bool Is(DispensingHistory history, in Fill fill, Kind kind) => kind switch
    {
        Kind.Benzodiazepine => fill.Class == DrugClass.Benzodiazepine,
        Kind.ZDrug => fill.Class == DrugClass.ZDrug,
        Kind.Phentermine => IsDrug(history, in fill, "phentermine"),
        Kind.Carisoprodol => IsDrug(history, in fill, "carisoprodol"),
        Kind.Tramadol => IsDrug(history, in fill, "tramadol"),
    };

    private static bool IsDrug(DispensingHistory history, in Fill fill, string name) =>
        fill.IngredientId >= 0 && history.Reference!.Catalog.Ingredients[fill.IngredientId].Name == name;

    private int Age(Kind kind) => kind switch
    {
        Kind.Benzodiazepine => Limits.BenzodiazepineAge,
        Kind.ZDrug => Limits.ZDrugAge,
        Kind.Phentermine => Limits.PhentermineAge,
        Kind.Carisoprodol => Limits.CarisoprodolAge,
        Kind.Tramadol => Limits.TramadolAge,
    };
}

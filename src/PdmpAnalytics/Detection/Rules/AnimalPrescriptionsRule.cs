using PdmpAnalytics.Detection.Episodes;
using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Detection.Rules;

/// <summary>Thresholds of VE-01.</summary>
internal sealed record AnimalPrescriptionsThresholds
{
    [Threshold("Days of the window.", "domain reference 6.2, our choice, 2026-11-22", Min = 30, Max = 365)]
    public int WindowDays { get; init; } = 90;

    [Threshold("Veterinary practices, or pharmacies, from which it fires.", "domain reference 6.2, our choice, 2026-11-22", Min = 2, Max = 50)]
    public int Providers { get; init; } = 3;

    [Threshold("Days on which the owner has the animal's drug too, from which it fires.", "domain reference 6.2, our choice, 2026-11-22", Min = 1, Max = 365)]
    public int SharedDays { get; init; } = 14;
}

/// <summary>VE-01: animals' prescriptions from many places, or of a drug the owner takes as well.</summary>
internal sealed class AnimalPrescriptionsRule(AnimalPrescriptionsThresholds limits) : PatientRule<AnimalPrescriptionsThresholds>(About, limits)
{
    public static readonly RuleDefinition About = new()
    {
        Id = "VE-01",
        Name = "animal-prescriptions",
        Title = "Veterinary pattern",
        Family = RuleFamily.Special,
        Queue = ReviewQueueKind.Review,
        Counts = "Over the owner: different veterinary practices, and different pharmacies, of animals' fills that start in the window; days of the window on which an animal's supply and the owner's own supply of the same drug run together. One of the two is Medium, both are High.",
        Template = "Animal prescriptions for {drug} under this owner from {n} veterinary practices and {h} pharmacies in {W} days; own supply overlaps {d} days.",
        Citation = "Species code PAT20 (S1); Minnesota PMP on veterinary reporting (S36)",
        LegitimateReasons = "Several pets, shelters and rescues, relief veterinarians.",
        ReviewerCheck = "How many animals there are, and whether the practices know of each other.",
    };

    public override void Evaluate(DispensingHistory history, PopulationReference population, FindingCollector findings)
    {
        if (history.AnimalFills.IsEmpty)
        {
            return;
        }

        var shared = findings.Scratch.DaySet(0, history.SupplyAhead);
        AddSharedDays(history, shared);
        var episode = Look(history, shared);
        findings.ExpectChange(episode.NextDay);
        if (episode.Held)
        {
            findings.Add(history, Finding(history, null, in episode, Describe(history, shared, in episode)));
        }
    }

    private static void AddSharedDays(DispensingHistory history, Span<ulong> shared)
    {
        foreach (ref readonly var animal in history.AnimalFills)
        {
            foreach (var position in history.InScope(DrugScope.All))
            {
                ref readonly var own = ref history.Fills[position];
                if (Counts(in animal) && own.IngredientId == animal.IngredientId)
                {
                    CoverageGrid.Add(
                        shared, history.SupplyAhead.Position(Math.Max(animal.StartDay, own.StartDay)),
                        history.SupplyAhead.Position(Math.Min(animal.LastDay, own.LastDay)), history.SupplyAhead.Days);
                }
            }
        }
    }

    private Episode Look(DispensingHistory history, ReadOnlySpan<ulong> shared)
    {
        var episode = new Episode(history);
        var (practices, pharmacies) = (new HashSet<int>(), new HashSet<int>());
        var changed = true;
        for (var day = Math.Max(history.HorizonDay, history.AnimalFills[0].StartDay); day <= history.LastDayAhead; day++)
        {
            foreach (ref readonly var fill in history.AnimalFills)
            {
                changed |= fill.StartDay == day || fill.StartDay == day - Limits.WindowDays;
            }

            if (changed)
            {
                CountProviders(history, day, practices, pharmacies);
                changed = false;
            }

            var last = history.SupplyAhead.Position(day);
            var days = history.SupplyAhead.Days == 0 ? 0 : CoverageGrid.Count(shared, last - Limits.WindowDays + 1, last);
            var providers = Math.Max(practices.Count, pharmacies.Count);
            var (many, together) = (providers >= Limits.Providers, days >= Limits.SharedDays);
            if (many || together)
            {
                episode.Hold(day, day, new Outcome(many && together ? Severity.High : Severity.Medium, days, providers));
            }
        }

        return episode;
    }

    private void CountProviders(DispensingHistory history, int day, HashSet<int> practices, HashSet<int> pharmacies)
    {
        practices.Clear();
        pharmacies.Clear();
        foreach (ref readonly var fill in history.AnimalFills)
        {
            if (Counts(in fill) && fill.StartDay <= day && fill.StartDay > day - Limits.WindowDays)
            {
                practices.Add(fill.PracticeId);
                if (!fill.Faulty(RecordQuality.Dispenser))
                {
                    pharmacies.Add(fill.DispenserGroupId);
                }
            }
        }
    }

    private Account Describe(DispensingHistory history, ReadOnlySpan<ulong> shared, in Episode episode)
    {
        var (from, to) = (episode.PeakDay - Limits.WindowDays + 1, episode.PeakDay);
        var (practices, pharmacies) = (new HashSet<int>(), new HashSet<int>());
        CountProviders(history, to, practices, pharmacies);
        var animals = new List<long>();
        var drugs = new List<string>();
        var ingredients = new HashSet<int>();
        foreach (ref readonly var fill in history.AnimalFills)
        {
            if (Counts(in fill) && fill.StartDay <= to && fill.LastDay >= from)
            {
                animals.Add(fill.DispensationId);
                if (ingredients.Add(fill.IngredientId))
                {
                    drugs.Add(FindingText.Drug(history, in fill));
                }
            }
        }

        var own = new List<int>();
        for (var i = 0; i < history.Fills.Length; i++)
        {
            ref readonly var fill = ref history.Fills[i];
            if (ingredients.Contains(fill.IngredientId) && fill.StartDay <= to && fill.LastDay >= from && CoverageGrid.Count(
                shared, history.SupplyAhead.Position(Math.Max(fill.StartDay, from)), history.SupplyAhead.Position(Math.Min(fill.LastDay, to))) > 0)
            {
                own.Add(i);
            }
        }

        FindingValue[] values =
        [
            new("n", practices.Count), new("h", pharmacies.Count), new("d", episode.Peak.Measure), new("W", Limits.WindowDays),
        ];
        return new Account
        {
            LookBackDays = Limits.WindowDays,
            Values = values,
            Text = FindingText.Fill(Definition.Template, values, ("drug", FindingText.List(drugs))),
            SilentIf = SilentIf(practices.Count, pharmacies.Count, (int)episode.Peak.Measure),
            Fills = own,
            AnimalFills = animals,
        };
    }

    private string SilentIf(int practices, int pharmacies, int days)
    {
        string?[] fewer =
        [
            practices >= Limits.Providers ? $"{FindingText.Many(Limits.Providers - 1, "veterinary practice")} instead of {practices}" : null,
            pharmacies >= Limits.Providers ? $"{FindingText.Many(Limits.Providers - 1, "pharmacy", "pharmacies")} instead of {pharmacies}" : null,
            days >= Limits.SharedDays ? $"{FindingText.Many(Limits.SharedDays - 1, "shared day")} instead of {days}" : null,
        ];
        return $"{string.Join(" and ", fewer.Where(f => f is not null))}, in {Limits.WindowDays} days.";
    }

    /// <summary>A known drug of a scope: gabapentin for dogs is no question for a reviewer.</summary>
    private static bool Counts(in Fill animal) => animal.Class.Scope() is not null;
}

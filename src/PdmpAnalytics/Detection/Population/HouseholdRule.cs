using PdmpAnalytics.Detection.Episodes;
using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Detection.Population;

/// <summary>Thresholds of CL-01.</summary>
[Ascending(nameof(People), nameof(HighPeople))]
[Ascending(nameof(MaxPatients), nameof(MostPatients))]
internal sealed record HouseholdThresholds
{
    [Threshold("Days of the window.", "domain reference 6.0.2, our choice, 2026-11-22", Min = 30, Max = 548)]
    public int WindowDays { get; init; } = EventFindings.UsualWindowDays;

    [Threshold("People with supply of one class at once from which it fires.", "domain reference 6.2, our choice, 2026-11-22", Min = 2, Max = 20)]
    public int People { get; init; } = 3;

    [Threshold("Days on which that many people have supply at once from which it fires.", "our choice, 2026-11-22: a week, as OV-01", Min = 1, Max = 180)]
    public int OverlapDays { get; init; } = 7;

    [Threshold("Shared visits to one pharmacy for one prescriber's prescriptions from which it fires.", "domain reference 6.2, our choice, 2026-11-22", Min = 2, Max = 50)]
    public int Visits { get; init; } = 3;

    [Threshold("Days from the first to the last fill of a shared visit at most.", "domain reference 6.2, our choice, 2026-11-22", Min = 0, Max = 30)]
    public int DaysApart { get; init; } = 7;

    [Threshold("People from which it can be High.", "domain reference 6.2, our choice, 2026-11-22", Min = 2, Max = 20)]
    public int HighPeople { get; init; } = 4;

    [Threshold("Different last names from which it can be High.", "domain reference 6.2, our choice, 2026-11-22", Min = 1, Max = 20)]
    public int HighLastNames { get; init; } = 2;

    [Threshold("Share of the fills paid privately from which it can be High.", "domain reference 6.2, our choice, 2026-11-22; cash among DEA red flags (S34)", Min = 0, Max = 1)]
    public double HighCashShare { get; init; } = 0.50;

    [Threshold("An address with more patients is left out unless most fills state home (PAT21 = 01).", "domain reference 6.2, our choice, 2026-11-22", Min = 2, Max = 100)]
    public int MaxPatients { get; init; } = 12;

    [Threshold("An address with more patients is left out whatever is stated.", "our choice, 2026-11-22: no household", Min = 2, Max = 1000)]
    public int MostPatients { get; init; } = 40;
}

/// <summary>CL-01: people of one address fill the same class together.</summary>
internal sealed class HouseholdRule(HouseholdThresholds limits) : ICatalogRule
{
    private const double Rounding = 1e-9;

    public static readonly RuleDefinition About = new()
    {
        Id = "CL-01",
        Name = "household-cluster",
        Title = "Household or same-address cluster",
        Family = RuleFamily.Cluster,
        Queue = ReviewQueueKind.Review,
        QueuesAloneFrom = Severity.High,
        SilencedBy = FillContext.None,
        Counts = "People whose records give one street, unit and ZIP code, and their fills of one drug class: days on which three or more have supply at once, and visits of two or more to one pharmacy for one prescriber's prescriptions within a week. Nursing and boarding homes, shelters, hospice, cancer, tapers and addresses of many people left out; patients who may be one person under two spellings count once.",
        Template = "{n} people at one address filled {class} from {p} at {k} between {from} and {to}: {visits} within {apart} days of each other for the same prescriber at the same pharmacy, {overlap} on which {m} or more had supply at once; {names}, {cash} % paid privately{dose}. The others: {others}.",
        Citation = "DEA red flags (S34): several people of one address with the same prescriptions",
        LegitimateReasons = "A family with one doctor, a shelter, dormitory or group home that is not stated.",
        ReviewerCheck = "Whether the people are a family in ordinary care, and whether one person collects for all.",
    };

    public RuleDefinition Definition => About;

    public IReadOnlyList<Threshold> Thresholds { get; } = Detection.Thresholds.Of(limits);

    public int MostPatients => limits.MostPatients;

    /// <summary>Days before the horizon that can still matter.</summary>
    public int WindowDays => limits.WindowDays;

    /// <summary>Patients of whom it will ask whether they may be one person; nobody where the address is quiet however they are counted.</summary>
    public IEnumerable<long> ToCompare(Household household, DateOnly asOf) =>
        Strongest(household, PatientLikeness.None, asOf) is null ? [] : household.Fills.Select(f => f.PatientId).Distinct();

    /// <summary>Tells every patient who took part on the peak day, of one class: the most severe, then the one with most people.</summary>
    public void Evaluate(Household household, GroupContext context, DateOnly asOf, OneFindingEach findings)
    {
        if (Strongest(household, context.Likeness, asOf) is not { } told)
        {
            return;
        }

        var seen = told.Fills.Where(f => f.Fill.StartDay > told.Episode.PeakDay - limits.WindowDays && f.Fill.StartDay <= told.Episode.PeakDay).ToArray();
        var picture = Picture.Of(seen, told.People, context.Likeness, limits)!;
        foreach (var patient in picture.Members.Order())
        {
            findings.Add(patient, Finding(patient, picture, told.Episode), picture.People);
        }
    }

    private Strong? Strongest(Household household, PatientLikeness likeness, DateOnly asOf)
    {
        if (household.IsFacility || household.Patients > limits.MostPatients || household.Patients > limits.MaxPatients && !household.IsStatedHome)
        {
            return null;
        }

        var people = likeness.People(household.Fills.Select(f => f.PatientId))
            .SelectMany((ids, number) => ids.Select(id => (id, number))).ToDictionary(p => p.id, p => p.number);
        Strong? best = null;
        foreach (var sameClass in household.Fills.Where(Counts).GroupBy(f => f.Fill.Class).OrderBy(g => g.Key))
        {
            HouseholdFill[] fills = [.. sameClass.OrderBy(f => f.Fill.StartDay).ThenBy(f => f.Fill.DispensationId)];
            var episode = EpisodeOf(fills, people, likeness, asOf.DayNumber);
            if (episode.Held && (best is null || episode.Peak.IsAbove(best.Episode.Peak)))
            {
                best = new Strong(fills, people, episode);
            }
        }

        return best;
    }

    private static bool Counts(HouseholdFill fill) =>
        !fill.InFacility && !fill.Fill.Has(ExemptContexts.Usual) && !fill.Fill.Faulty(RecordQuality.Dispenser);

    private Episode EpisodeOf(HouseholdFill[] fills, Dictionary<long, int> people, PatientLikeness likeness, int asOfDay)
    {
        var episode = new Episode(asOfDay - DispensingHistory.HorizonDays + 1, asOfDay);
        if (!fills.Select(f => people[f.PatientId]).Distinct().Skip(1).Any())
        {
            return episode;
        }

        var sweep = new WindowSweep(Array.ConvertAll(fills, f => f.Fill.StartDay), limits.WindowDays, episode.FirstPossibleDay, asOfDay);
        while (sweep.Next())
        {
            if (Picture.Of(fills.AsSpan(sweep.Low, sweep.High - sweep.Low), people, likeness, limits) is { } picture)
            {
                episode.Hold(sweep.FromDay, sweep.ToDay, new Outcome(picture.Severity, picture.People, picture.Pattern.Errands));
            }
        }

        return episode;
    }

    private RuleFinding Finding(long patient, Picture picture, in Episode episode)
    {
        FindingValue[] values =
        [
            new("n", picture.People), new("prescribers", picture.Prescribers), new("pharmacies", picture.Dispensers), new("errands", picture.Pattern.Errands),
            new("apart", limits.DaysApart), new("days", picture.Pattern.OverlapDays), new("m", limits.People), new("lastNames", picture.LastNames),
            new("cash", Math.Round(100 * picture.CashShare)), new("lme", Math.Round(picture.MostLme, 1)),
        ];
        var (first, last) = (picture.Fills[0].Fill.StartDay, picture.Fills[^1].Fill.StartDay);
        return new RuleFinding
        {
            Rule = About,
            Severity = picture.Severity,
            FirstDay = DateOnly.FromDayNumber(episode.FirstDay),
            LastDay = DateOnly.FromDayNumber(episode.LastDay),
            PeakDay = DateOnly.FromDayNumber(episode.PeakDay),
            LookBackDays = limits.WindowDays,
            Values = values,
            Text = FindingText.Fill(
                About.Template, values, ("class", FindingText.Of(picture.Fills[0].Fill.Class)),
                ("p", FindingText.Many(picture.Prescribers, "prescriber")), ("k", FindingText.Many(picture.Dispensers, "pharmacy", "pharmacies")),
                ("from", FindingText.Date(first)), ("to", FindingText.Date(last)),
                ("visits", FindingText.Many(picture.Pattern.Errands, "visit")), ("overlap", FindingText.Many(picture.Pattern.OverlapDays, "day")),
                ("names", FindingText.Many(picture.LastNames, "last name")),
                ("dose", picture.MostLme > 0 ? $", up to {FindingText.Number(Math.Round(picture.MostLme, 1))} mg of lorazepam equivalents a day in all" : ""),
                ("others", GroupContext.Patients(picture.Members.Where(p => p != patient)))),
            SilentIf = SilentIf(picture.Pattern),
            Evidence = [.. picture.Fills.Where(f => f.PatientId == patient).Select(f => f.Fill.DispensationId)],
            Thresholds = Detection.Thresholds.Text(Thresholds),
        };
    }

    private string SilentIf(HouseholdPattern pattern)
    {
        List<string> changes = [];
        if (pattern.Errands >= limits.Visits)
        {
            changes.Add($"{FindingText.Many(limits.Visits - 1, "shared visit")} instead of {pattern.Errands}");
        }

        if (pattern.OverlapDays >= limits.OverlapDays)
        {
            changes.Add($"{FindingText.Many(limits.OverlapDays - 1, "day")} instead of {pattern.OverlapDays} on which {limits.People} people had supply");
        }

        return $"With {FindingText.List(changes)}.";
    }

    /// <summary>The class that says most.</summary>
    private sealed record Strong(HouseholdFill[] Fills, Dictionary<long, int> People, Episode Episode);

    /// <summary>One window of one class in which the rule holds.</summary>
    /// <param name="Fills">Of the members, by start day.</param>
    /// <param name="Members">Patients who took part.</param>
    /// <param name="People">People they are at least.</param>
    private sealed record Picture(HouseholdPattern Pattern, HouseholdFill[] Fills, IReadOnlySet<long> Members, int People, int LastNames, Severity Severity)
    {
        public int Prescribers => Fills.Select(f => f.Fill.PrescriberId).Distinct().Count();

        public int Dispensers => Fills.Select(f => f.Fill.DispenserId).Distinct().Count();

        public double CashShare => Cash(Fills);

        /// <summary>Highest daily lorazepam equivalents of all members together, mg; 0 for a class without.</summary>
        public double MostLme => Fills.Max(at => Fills.Where(f => f.Fill.Covers(at.Fill.StartDay)).Sum(f => f.Fill.DailyLme));

        /// <summary>Null where the rule does not hold.</summary>
        public static Picture? Of(ReadOnlySpan<HouseholdFill> fills, Dictionary<long, int> people, PatientLikeness likeness, HouseholdThresholds limits)
        {
            if (fills.Length < 2)
            {
                return null;
            }

            var pattern = HouseholdPattern.Of(fills, people, limits.People, limits.DaysApart);
            var members = new HashSet<long>();
            if (pattern.OverlapDays >= limits.OverlapDays)
            {
                members.UnionWith(pattern.Covered);
            }

            if (pattern.Errands >= limits.Visits)
            {
                members.UnionWith(pattern.Visitors);
            }

            if (members.Count == 0)
            {
                return null;
            }

            var own = Array.FindAll(fills.ToArray(), f => members.Contains(f.PatientId));
            var number = members.Select(id => people[id]).Distinct().Count();
            var names = likeness.LastNames(members);
            var high = number >= limits.HighPeople && names >= limits.HighLastNames && Cash(own) >= limits.HighCashShare - Rounding;
            return new Picture(pattern, own, members, number, names, high ? Severity.High : Severity.Medium);
        }

        private static double Cash(HouseholdFill[] fills) => (double)fills.Count(f => f.Fill.IsCash) / fills.Length;
    }
}

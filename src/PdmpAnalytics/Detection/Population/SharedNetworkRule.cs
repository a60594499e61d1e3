using PdmpAnalytics.Detection.Episodes;
using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Detection.Population;

/// <summary>Thresholds of CL-02.</summary>
[Ascending(nameof(MinPatients), nameof(MaxPatients))]
internal sealed record SharedNetworkThresholds
{
    [Threshold("Days of the window.", "domain reference 6.2, our choice, 2026-11-22", Min = 60, Max = 365)]
    public int WindowDays { get; init; } = 180;

    [Threshold("Days from one window of the history to the next.", "our choice, 2026-11-22: a third of the window", Min = 7, Max = 365)]
    public int StepDays { get; init; } = 60;

    [Threshold("Days between two people's fills at one pair at most.", "domain reference 6.2, our choice, 2026-11-22", Min = 0, Max = 90)]
    public int MaxDaysApart { get; init; } = 14;

    [Threshold("Practice-pharmacy pairs that two people must share.", "our choice, 2026-11-22: two; the reference's three miss a group that goes to two", Min = 1, Max = 20)]
    public int SharedPairs { get; init; } = 2;

    [Threshold("Sum over shared pairs of 1 / ln(1 + people of the pair) that connects two people.", "our choice, 2026-11-22: two pairs of up to 30 people, since two pairs suffice; the reference says 1.0 for three", Min = 0, Max = 20)]
    public double MinWeight { get; init; } = 0.58;

    [Threshold("A pair with more people in the window connects nobody.", "our choice, 2026-11-22: a busy clinic's corner pharmacy", Min = 4, Max = 10000)]
    public int MaxPatientsOfPair { get; init; } = 150;

    [Threshold("People of a ring at least.", "domain reference 6.2, our choice, 2026-11-22", Min = 3, Max = 40)]
    public int MinPatients { get; init; } = 4;

    [Threshold("People of a ring at most: more is a community.", "domain reference 6.2, our choice, 2026-11-22", Min = 4, Max = 1000)]
    public int MaxPatients { get; init; } = 40;

    [Threshold("Share of its people connected with one another.", "domain reference 6.2, our choice, 2026-11-22", Min = 0, Max = 1)]
    public double Density { get; init; } = 0.3;

    [Threshold("Share of its people with an alert of their own or mostly private payment.", "domain reference 6.2, our choice, 2026-11-22", Min = 0, Max = 1)]
    public double SuspectShare { get; init; } = 0.6;

    [Threshold("Share of private payments above which a person counts.", "domain reference 6.2, our choice, 2026-11-22", Min = 0, Max = 1)]
    public double CashShare { get; init; } = 0.5;

    [Threshold("Share of its people that must go to the same two practices or pharmacies.", "domain reference 6.2, our choice, 2026-11-22", Min = 0, Max = 1)]
    public double CommonShare { get; init; } = 0.7;

    [Threshold("Random networks that a ring is compared with.", "domain reference 6.2: 1000", Min = 100, Max = 100000)]
    public int RandomNetworks { get; init; } = 1000;

    [Threshold("Share of them with a group as heavy below which it fires.", "domain reference 6.2, our choice, 2026-11-22", Min = 0, Max = 1)]
    public double MaxProbability { get; init; } = 0.01;

    internal SharingLimits Sharing => new(MaxDaysApart, SharedPairs, MinWeight, MaxPatientsOfPair);
}

/// <summary>CL-02: several people go to the same few prescribers and pharmacies, at the same times.</summary>
internal sealed class SharedNetworkRule(SharedNetworkThresholds limits) : ICatalogRule
{
    private const double Rounding = 1e-9;

    public static readonly RuleDefinition About = new()
    {
        Id = "CL-02",
        Name = "shared-network-ring",
        Title = "Shared-network ring",
        Family = RuleFamily.Cluster,
        Queue = ReviewQueueKind.Review,
        OnByDefault = false,
        SilencedBy = FillContext.None,
        Counts = "People who filled at the same pairs of practice and pharmacy within days of each other, more than one pair each; groups of them (Louvain communities) that are dense, mostly paid privately or alerted on otherwise, share two practices or pharmacies, and are heavier than all but 1 % of random networks in which everyone keeps the number of pairs and every pair its number of people.",
        Template = "Group of {n} patients with {k} shared practice-pharmacy pairs between {from} and {to}: {d} % of them connected with one another, {pct} % with alerts of their own or mostly private payment, modularity {q}; {p} % of random networks hold a group as heavy. Shared by most: {places}. The others: {others}.",
        Citation = "Perry 2019 (co-prescription networks); Blondel 2008; Maslov and Sneppen 2002",
        LegitimateReasons = "The only clinic of a rural place, a clinic for opioid use disorder, a pain practice, a family.",
        ReviewerCheck = "By a senior analyst: whether the people live together or far from the places they share, and what else is around.",
    };

    public RuleDefinition Definition => About;

    public IReadOnlyList<Threshold> Thresholds { get; } = Detection.Thresholds.Of(limits);

    /// <summary>Looks at windows up to the day judged, latest first; each patient is told of one ring, the largest, then the latest.</summary>
    public void Evaluate(VisitLog log, IReadOnlySet<long> alerted, DispensingReference reference, DateOnly asOf, SubjectFindings findings)
    {
        var told = new Dictionary<long, Ring>();
        for (var day = asOf.DayNumber; day > asOf.DayNumber - DispensingHistory.HorizonDays + limits.WindowDays; day -= limits.StepDays)
        {
            foreach (var ring in Rings(log, alerted, day))
            {
                foreach (var member in ring.Members)
                {
                    if (!told.TryGetValue(member.Patient, out var before) || ring.Members.Count > before.Members.Count)
                    {
                        told[member.Patient] = ring;
                    }
                }
            }
        }

        foreach (var (patient, ring) in told.OrderBy(t => t.Key))
        {
            findings.Add(Subject.Patient(patient), Finding(patient, ring, reference));
        }
    }

    private IEnumerable<Ring> Rings(VisitLog log, IReadOnlySet<long> alerted, int day)
    {
        var members = Members(log, day);
        var links = Links(members);
        var graph = SharedVisits.Graph(links, members.Count, limits.Sharing);
        var groups = Communities.Of(graph);
        var modularity = Communities.Modularity(graph, groups);
        foreach (var group in Enumerable.Range(0, members.Count).Where(i => graph.Of(i).Count > 0).GroupBy(i => groups[i]))
        {
            int[] ids = [.. group];
            if (ids.Length < limits.MinPatients || ids.Length > limits.MaxPatients)
            {
                continue;
            }

            var ring = new Ring([.. ids.Select(i => members[i])], log, Inside(graph, ids), modularity);
            if (IsRing(ring, alerted) && Chance(ring, links, ids, members.Count) is var p && p < limits.MaxProbability)
            {
                yield return ring with { Probability = p, Suspect = Suspects(ring, alerted) };
            }
        }
    }

    /// <summary>Those with visits to several pairs in the window.</summary>
    private List<Member> Members(VisitLog log, int day)
    {
        var members = new List<Member>();
        foreach (var (patient, visits) in log.Patients)
        {
            var seen = Array.FindAll(visits, v => v.Day <= day && v.Day > day - limits.WindowDays);
            if (seen.Length > 1 && Array.Exists(seen, v => v.Pair != seen[0].Pair))
            {
                members.Add(new Member(patient, seen));
            }
        }

        return members;
    }

    private static List<PairDays> Links(List<Member> members) =>
    [
        .. members.SelectMany((m, i) => m.Visits.GroupBy(v => v.Pair).Select(p => new PairDays(i, p.Key, [.. p.Select(v => v.Day)]))),
    ];

    private static (int Edges, double Weight) Inside(WeightedGraph graph, int[] ids)
    {
        var own = ids.ToHashSet();
        var inside = ids.SelectMany(i => graph.Of(i).Where(n => n.Node > i && own.Contains(n.Node))).ToList();
        return (inside.Count, inside.Sum(n => n.Weight));
    }

    private bool IsRing(Ring ring, IReadOnlySet<long> alerted) =>
        ring.Density >= limits.Density - Rounding
        && Suspects(ring, alerted) >= limits.SuspectShare * ring.Members.Count - Rounding
        && (ring.Common(p => p.Practice, limits.CommonShare).Count >= 2 || ring.Common(p => p.Dispenser, limits.CommonShare).Count >= 2);

    private int Suspects(Ring ring, IReadOnlySet<long> alerted) => ring.Members.Count(m =>
        alerted.Contains(m.Patient) || m.Visits.Count(v => v.Cash) > limits.CashShare * m.Visits.Length);

    /// <summary>Against random networks of everyone who visited a pharmacy of the ring.</summary>
    private double Chance(Ring ring, List<PairDays> links, int[] ids, int patients)
    {
        var own = ids.ToHashSet();
        var places = links.Where(l => own.Contains(l.Patient)).Select(l => ring.Log.Pairs[l.Pair].Dispenser).ToHashSet();
        var around = links.Where(l => places.Contains(ring.Log.Pairs[l.Pair].Dispenser)).Select(l => l.Patient).ToHashSet();
        var number = around.Order().Select((patient, i) => (patient, i)).ToDictionary(p => p.patient, p => p.i);
        PairDays[] local = [.. links.Where(l => around.Contains(l.Patient)).Select(l => l with { Patient = number[l.Patient] })];
        return new NetworkNullModel(limits.Sharing, limits.RandomNetworks).Probability(local, around.Count, ring.Weight, limits.MaxProbability);
    }

    private RuleFinding Finding(long patient, Ring ring, DispensingReference reference)
    {
        var pairs = ring.SharedPairs();
        var own = ring.Members.First(m => m.Patient == patient).Visits.Where(v => pairs.Contains(v.Pair)).ToArray();
        var days = ring.Members.SelectMany(m => m.Visits).Where(v => pairs.Contains(v.Pair)).Select(v => v.Day).ToArray();
        var (first, last) = (days.Min(), days.Max());
        var n = ring.Members.Count;
        FindingValue[] values =
        [
            new("n", n), new("k", pairs.Count), new("d", Math.Round(100 * ring.Density)),
            new("pct", Math.Round(100.0 * ring.Suspect / n)), new("q", Math.Round(ring.Modularity, 2)),
            new("p", Math.Round(100 * ring.Probability, 2)), new("weight", Math.Round(ring.Weight, 2)),
        ];
        var places = ring.Common(p => p.Practice, limits.CommonShare).Select(id => Name(reference.PracticeNames, id, "practice"))
            .Concat(ring.Common(p => p.Dispenser, limits.CommonShare).Select(id => Name(reference.DispenserNames, id, "dispenser")));
        return new RuleFinding
        {
            Rule = About,
            Severity = Severity.High,
            FirstDay = DateOnly.FromDayNumber(first),
            LastDay = DateOnly.FromDayNumber(last),
            PeakDay = DateOnly.FromDayNumber(last),
            LookBackDays = limits.WindowDays,
            Values = values,
            Text = FindingText.Fill(
                About.Template, values, ("from", FindingText.Date(first)), ("to", FindingText.Date(last)),
                ("places", FindingText.List([.. places])),
                ("others", GroupContext.Patients(ring.Members.Select(m => m.Patient).Where(id => id != patient)))),
            SilentIf = $"With {limits.MinPatients - 1} people in the group, with fewer than {FindingText.Number(Math.Ceiling(limits.SuspectShare * n))} of the {n} alerted on or paying privately, or with one pair shared instead of {limits.SharedPairs}.",
            Evidence = [.. own.Select(v => v.DispensationId)],
            Thresholds = Detection.Thresholds.Text(Thresholds),
        };
    }

    private static string Name(IReadOnlyList<string> names, int id, string kind) =>
        id < names.Count && !string.IsNullOrEmpty(names[id]) ? names[id] : $"{kind} {id}";

    /// <summary>A patient with the visits of the window, by day.</summary>
    private sealed record Member(long Patient, Visit[] Visits);

    private sealed record Ring(IReadOnlyList<Member> Members, VisitLog Log, (int Edges, double Weight) Inside, double Modularity)
    {
        public double Probability { get; init; }

        public int Suspect { get; init; }

        public double Weight => Inside.Weight;

        public double Density => 2.0 * Inside.Edges / (Members.Count * (Members.Count - 1.0));

        /// <summary>Pairs that at least two members were at.</summary>
        public HashSet<int> SharedPairs() =>
            [.. Members.SelectMany(m => m.Visits.Select(v => v.Pair).Distinct()).CountBy(p => p).Where(p => p.Value > 1).Select(p => p.Key)];

        /// <summary>Practices or dispensers that more than a share of the members were at, ascending.</summary>
        public List<int> Common(Func<(int Practice, int Dispenser), int> of, double share) =>
        [
            .. Members.SelectMany(m => m.Visits.Select(v => of(Log.Pairs[v.Pair])).Distinct()).CountBy(p => p)
                .Where(p => p.Value > share * Members.Count + Rounding).Select(p => p.Key).Order(),
        ];
    }
}

using Microsoft.Extensions.Configuration;
using PdmpAnalytics.Detection;
using PdmpAnalytics.Detection.Population;
using PdmpAnalytics.Dispensing;
using PdmpAnalytics.TestKit;
using Xunit;

namespace PdmpAnalytics.Tests.Detection.Population;

public sealed class SharedNetworkRuleTests
{
    private static readonly DateOnly AsOf = History.Day(400);

    /// <summary>Prescription rows of one patient: day, practice, pharmacy.</summary>
    private sealed record Line(int Day, string Practice, string Dispenser, bool Cash = true, string Drug = "alprazolam 2 mg");

    /// <summary>A ring of people who take turns at two practices with a pharmacy each, within days of each other.</summary>
    private static IEnumerable<Line[]> Ring(int people, bool cash = true, int spread = 1, int pairs = 2) => Enumerable.Range(0, people).Select(i =>
        Enumerable.Range(0, 6).Select(run => new Line(250 + 20 * run + spread * i, $"R{run % pairs}", $"S{run % pairs}", cash)).ToArray());

    /// <summary>People with a practice and pharmacy out of twelve and a dentist elsewhere now and then.</summary>
    private static List<Line[]> Town(int people, int seed)
    {
        var random = new Random(seed);
        return Enumerable.Range(0, people).Select(_ =>
        {
            var (practice, dispenser) = (random.Next(12), random.Next(12));
            return Enumerable.Range(0, 6).Select(month => random.Next(5) == 0
                ? new Line(230 + 28 * month + random.Next(20), $"D{random.Next(30)}", $"S{random.Next(12)}", false)
                : new Line(230 + 28 * month + random.Next(5), $"P{practice}", $"S{dispenser}", random.Next(6) == 0)).ToArray();
        }).ToList();
    }

    private static SubjectFindings Find(IEnumerable<Line[]> people, IReadOnlySet<long>? alerted = null, params (string Key, string Value)[] settings)
    {
        // One table, so that practices and pharmacies have the same numbers for everyone; cut into patients afterwards.
        var lines = people.ToList();
        var history = History.Of("filled | drug | practice | prescriber | dispenser | pay\n" + string.Join('\n', lines.SelectMany(
            p => p.Select(l => $"{l.Day}|{l.Drug}|{l.Practice}|{l.Practice}|{l.Dispenser}|{(l.Cash ? "cash" : "insurance")}"))));
        var log = new VisitLog();
        var one = new DispensingHistory();
        for (int patient = 0, at = 0; patient < lines.Count; at += lines[patient++].Length)
        {
            DispensationRow[] rows = [.. history.Rows.Skip(at).Take(lines[patient].Length).Select(r =>
            {
                r.PatientId = patient + 1;
                return r;
            })];
            one.Load(rows, history.Reference, AsOf);
            log.Add(one, one.HorizonDay);
        }

        var catalog = RuleCatalog.Create(RuleSettings.From(new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(s => KeyValuePair.Create<string, string?>(s.Key, s.Value))).Build())).Value;
        var findings = new SubjectFindings();
        catalog.Population.SharedNetwork.Evaluate(log, alerted ?? new HashSet<long>(), history.Reference, AsOf, findings);
        return findings;
    }

    [Fact]
    public void RingInATown_IsFoundWithItsMembers_AndNobodyElse()
    {
        var findings = Find([.. Ring(6), .. Town(300, 1)]);

        Assert.Equal([1, 2, 3, 4, 5, 6], findings.Subjects.Select(s => s.Id).Order());
        var finding = Assert.Single(findings.Of(Subject.Patient(3)));
        Assert.Equal((Severity.High, ReviewQueueKind.Review, "CL-02"), (finding.Severity, finding.Rule.Queue, finding.Rule.Id));
        Assert.StartsWith("Group of 6 patients with 2 shared practice-pharmacy pairs between", finding.Text, StringComparison.Ordinal);
        Assert.EndsWith("The others: patients 1, 2, 4, 5 and 6.", finding.Text, StringComparison.Ordinal);
        Assert.Contains(finding.Values, v => v is { Name: "p", Number: < 1 });
        Assert.Equal(6, finding.Evidence.Count);
    }

    [Theory]
    [InlineData(4, true)]
    [InlineData(3, false)]
    public void FourPeople_AreARing(int people, bool fires) => Assert.Equal(fires, Find([.. Ring(people), .. Town(300, 2)]).Subjects.Count > 0);

    [Fact]
    public void OnePairShared_IsAClinicNextToAPharmacy() => Assert.Empty(Find([.. Ring(6, pairs: 1), .. Town(300, 3)]).Subjects);

    [Theory]
    [InlineData(1, true)]
    [InlineData(30, false)]
    public void SamePlacesAtOtherTimes_AreNoRing(int daysApart, bool fires)
    {
        var people = Enumerable.Range(0, 5).Select(i => new[]
        {
            new Line(230 + daysApart * i, "R0", "S0"), new Line(235 + daysApart * i, "R1", "S1"),
        });

        Assert.Equal(fires, Find([.. people, .. Town(300, 4)]).Subjects.Count > 0);
    }

    [Fact]
    public void InsuredPeopleWithoutAlerts_AreNoRing_UntilTheyHaveAlerts()
    {
        Line[][] people = [.. Ring(5, cash: false), .. Town(300, 5)];

        Assert.Empty(Find(people).Subjects);
        Assert.Empty(Find(people, new HashSet<long> { 1, 2 }).Subjects);
        Assert.Equal(5, Find(people, new HashSet<long> { 1, 2, 3 }).Subjects.Count);
    }

    [Fact]
    public void GroupThatChanceMakesAsWell_IsNotTold()
    {
        // A small place: everybody goes to all three practices and both pharmacies, so the ring is one pattern among equals.
        var random = new Random(6);
        var village = Enumerable.Range(0, 40).Select(_ => Enumerable.Range(0, 8).Select(v => new Line(
            240 + 18 * v + random.Next(9), $"R{random.Next(3)}", $"S{random.Next(2)}", random.Next(2) == 0)).ToArray()).ToList();

        Assert.Empty(Find([.. Ring(5), .. village]).Subjects);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void TownWithoutARing_IsQuiet(int seed) => Assert.Empty(Find(Town(400, 100 + seed)).Subjects);

    [Fact]
    public void Rule_IsOffUntilAProgrammeTurnsItOn()
    {
        Assert.False(RuleCatalog.Default.IsOn(RuleCatalog.Default.Find("CL-02")!));
        Assert.True(RuleCatalog.Default.IsOn(RuleCatalog.Default.Find("CL-05")!));
    }

    /// <summary>Weights and shared pairs read naively, pair of people by pair of people.</summary>
    [Fact]
    public void Graph_IsThatOfTheNaiveReading()
    {
        var random = new Random(7);
        var limits = new SharingLimits(14, 2, 0.5, 12);
        for (var round = 0; round < 30; round++)
        {
            List<PairDays> links = [.. from patient in Enumerable.Range(0, 25)
                                       from pair in Enumerable.Range(0, 9)
                                       where random.NextDouble() < 0.4
                                       select new PairDays(patient, pair, [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => random.Next(180)).Order()])];
            var graph = SharedVisits.Graph(links, 25, limits);
            foreach (var a in Enumerable.Range(0, 25))
            {
                foreach (var b in Enumerable.Range(a + 1, 24 - a))
                {
                    var shared = Enumerable.Range(0, 9).Where(p => links.Count(l => l.Pair == p) <= 12
                        && links.Where(l => l.Pair == p && l.Patient == a).SelectMany(l => l.Days)
                            .Any(x => links.Where(l => l.Pair == p && l.Patient == b).SelectMany(l => l.Days).Any(y => Math.Abs(x - y) <= 14))).ToList();
                    var weight = shared.Sum(p => 1 / Math.Log(1 + links.Count(l => l.Pair == p)));
                    var edge = graph.Of(a).Where(n => n.Node == b).Select(n => (double?)n.Weight).SingleOrDefault();
                    if (shared.Count >= 2 && weight >= 0.5)
                    {
                        Assert.NotNull(edge);
                        Assert.Equal(weight, edge.Value, 10);
                    }
                    else
                    {
                        Assert.Null(edge);
                    }
                }
            }
        }
    }
}

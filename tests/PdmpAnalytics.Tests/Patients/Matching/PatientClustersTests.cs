using FsCheck;
using FsCheck.Fluent;
using PdmpAnalytics.Patients.Matching;
using Xunit;

namespace PdmpAnalytics.Tests.Patients.Matching;

public class PatientClustersTests
{
    private const int Merge = 4248;

    [Fact]
    public void WeakBridge_IsSplit()
    {
        // Two persons of three records each; one link between them, which the other eight pairs contradict.
        Assert.Equal("0 1 2; 3 4 5", Persons(6, Strong(0, 1), Strong(1, 2), Strong(0, 2), Strong(3, 4), Strong(4, 5), Strong(3, 5), (2, 3, 5000)));
    }

    [Fact]
    public void Chain_WhoseEndsDisagree_IsNotJoined() =>
        Assert.Equal("0 1; 2", Persons(3, (0, 1, 9000), (1, 2, 5000), (0, 2, -9000)));

    [Fact]
    public void ManyLinksThatAgree_JoinAPairThatDoesNot() =>
        Assert.Equal("0 1 2 3", Persons(4, Strong(0, 1), Strong(1, 2), Strong(2, 3), Strong(0, 2), Strong(1, 3), (0, 3, -3000)));

    [Fact]
    public void GuardedPair_KeepsGroupsApart_HoweverStrongTheRest()
    {
        var links = new[] { Link(0, 1, 20000), Link(1, 2, 15000), Link(0, 2, -4248) with { Guard = LinkGuard.Twin } };

        Assert.Equal("0 1; 2", Persons(3, links, LinkConstraints.None));
    }

    [Fact]
    public void RecordThatFitsTwoPeopleKeptApart_FitsNeither_UnlessOneClearly()
    {
        // LEAN may be LEAH or LENA.
        var twins = Link(0, 2, -4248) with { Guard = LinkGuard.Twin };

        Assert.Equal("0; 1; 2", Persons(3, [Link(0, 1, 11000), Link(1, 2, 9000), twins], LinkConstraints.None));
        Assert.Equal("0; 1; 2", Persons(3, [Link(0, 1, 20000), Link(1, 2, 19000), twins], LinkConstraints.None));
        Assert.Equal("0 1; 2", Persons(3, [Link(0, 1, 18000), Link(1, 2, 9000), twins], LinkConstraints.None));
    }

    [Fact]
    public void RecordThatFitsTwoPeopleDecidedApart_FitsNeither_UnlessOneClearlyOrDecided()
    {
        PatientLink[] links = [Link(0, 1, 20000), Link(0, 2, 11000), Link(1, 2, 9000)];
        var apart = LinkConstraints.Create([], [(0, 1)]).Value;

        Assert.Equal("0; 1; 2", Persons(3, links, apart));
        Assert.Equal("0 2; 1", Persons(3, [links[0], Link(0, 2, 18000), links[2]], apart));
        Assert.Equal("0 2; 1", Persons(3, links, LinkConstraints.Create([], [(0, 1), (2, 1)]).Value));
    }

    [Fact]
    public void Decisions_AlwaysWin()
    {
        var apart = LinkConstraints.Create([], [(0, 1)]).Value;
        var together = LinkConstraints.Create([(0, 2)], []).Value;
        PatientLink[] links = [Link(0, 1, 20000), Link(0, 2, -20000) with { Guard = LinkGuard.OtherGeneration }, Link(1, 2, -20001)];

        Assert.Equal("0; 1; 2", Persons(3, links, apart));
        Assert.Equal("0 2; 1", Persons(3, links, together));
    }

    [Fact]
    public void ApartDecision_HoldsThroughOthers()
    {
        PatientLink[] links = [Link(0, 1, 20000), Link(1, 2, 15000), Link(0, 2, 20000)];

        Assert.Equal("0 1; 2", Persons(3, links, LinkConstraints.Create([], [(0, 2)]).Value));
    }

    [Fact]
    public void ContradictingDecisions_AreRefused() =>
        Assert.Equal(RefusalReason.WrongState, LinkConstraints.Create([(0, 1), (1, 2)], [(2, 0)]).Refusal!.Reason);

    [Fact]
    public void Persons_DependNeitherOnTheOrderOfRecordsNorOfLinks() => ForAllGraphs((weights, order) =>
    {
        var records = order.Length;
        var plain = Persons(records, Links(weights, records), LinkConstraints.None);
        var at = new int[records];
        for (var i = 0; i < records; i++)
        {
            at[order[i]] = i;
        }

        // The same graph with other numbers and the links backwards; numbers are mapped back before comparing.
        var shuffled = Links(weights, records).Select(l => Link(Math.Min(at[l.A], at[l.B]), Math.Max(at[l.A], at[l.B]), l.Weight)).Reverse().ToList();
        var persons = Clusters(shuffled, LinkConstraints.None, record => (ulong)order[record]).Of(shuffled);
        Assert.Equal(plain, Text(records, persons.Select(person => person.Select(record => order[record]))));
    });

    [Fact]
    public void TouchedComponents_AskedAgain_EndAsFromScratch() => ForAllGraphs((weights, order) =>
    {
        // The last record is new: its component as the links tell, by itself, against everything at once.
        var records = order.Length;
        var links = Links(weights, records);
        var whole = Clusters(links, LinkConstraints.None, r => (ulong)r).Of(links);
        var component = new HashSet<int> { records - 1 };
        while (links.Where(l => l.Weight >= Merge && component.Contains(l.A) != component.Contains(l.B)).ToList() is { Count: > 0 } next)
        {
            component.UnionWith(next.SelectMany(l => new[] { l.A, l.B }));
        }

        var touched = links.Where(l => component.Contains(l.A) && component.Contains(l.B)).ToList();
        var again = Clusters(links, LinkConstraints.None, r => (ulong)r).Of(touched);
        Assert.Equal(Text(0, whole.Where(p => component.Contains(p[0]))), Text(0, again));
    });

    [Fact]
    public void Constraints_HoldWhateverTheLinksSay() => ForAllGraphs((weights, order) =>
    {
        var records = order.Length;
        (int, int)[] together = [(order[0], order[1])];
        (int, int)[] apart = [.. Enumerable.Range(2, records - 2).Where(i => i % 2 == 0).Select(i => (order[0], order[i]))];
        var links = Links(weights, records);
        var persons = Clusters(links, LinkConstraints.Create(together, apart).Value, r => (ulong)r).Of(links);
        int PersonOf(int record) => persons.FirstOrDefault(p => p.Contains(record))?[0] ?? record;

        Assert.All(together, pair => Assert.Equal(PersonOf(pair.Item1), PersonOf(pair.Item2)));
        Assert.All(apart, pair => Assert.NotEqual(PersonOf(pair.Item1), PersonOf(pair.Item2)));
        Assert.Equal(persons.Sum(p => p.Count), persons.SelectMany(p => p).Distinct().Count());
    });

    /// <summary>Graphs of three to nine records with a weight for every pair, most pairs against, and an order of the records.</summary>
    private static void ForAllGraphs(Action<int[], int[]> holds)
    {
        var graph =
            from records in Gen.Choose(3, 9)
            from weights in Gen.Frequency((2, Gen.Choose(-20000, 0)), (2, Gen.Choose(Merge, 20000)), (1, Gen.Choose(0, Merge))).ArrayOf(records * (records - 1) / 2)
            from order in Gen.Shuffle(Enumerable.Range(0, records).ToArray())
            select (weights, order);
        Prop.ForAll(graph.ToArbitrary(), g => holds(g.weights, g.order)).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));
    }

    private static List<PatientLink> Links(int[] weights, int records)
    {
        var links = new List<PatientLink>();
        for (var b = 1; b < records; b++)
        {
            for (var a = 0; a < b; a++)
            {
                links.Add(Link(a, b, weights[links.Count]));
            }
        }

        return links;
    }

    private static (int, int, int) Strong(int a, int b) => (a, b, 15000);

    private static PatientLink Link(int a, int b, int weight) => new(a, b, weight, LinkGuard.None);

    private static string Persons(int records, params (int A, int B, int Weight)[] links) =>
        Persons(records, [.. links.Select(l => Link(l.A, l.B, l.Weight))], LinkConstraints.None);

    private static string Persons(int records, IReadOnlyList<PatientLink> links, LinkConstraints constraints) =>
        Text(records, Clusters(links, constraints, r => (ulong)r).Of(links));

    /// <summary>Pairs without a link speak against with ten bits.</summary>
    private static PatientClusters Clusters(IReadOnlyList<PatientLink> links, LinkConstraints constraints, Func<int, ulong> content)
    {
        var known = links.ToDictionary(l => (l.A, l.B));
        return new PatientClusters(Merge, constraints, (a, b) => known.GetValueOrDefault((a, b), Link(a, b, -10000)), content);
    }

    /// <summary>Everyone of 0 to records-1 in one text; whoever stands alone too.</summary>
    private static string Text(int records, IEnumerable<IEnumerable<int>> persons)
    {
        var all = persons.Select(p => p.Order().ToList()).ToList();
        all.AddRange(Enumerable.Range(0, records).Except(all.SelectMany(p => p)).Select(r => new List<int> { r }));
        return string.Join("; ", all.OrderBy(p => p[0]).Select(p => string.Join(' ', p)));
    }
}

using PdmpAnalytics.Detection.Population;
using Xunit;

namespace PdmpAnalytics.Tests.Detection.Population;

public sealed class CommunitiesTests
{
    private static WeightedGraph Graph(int nodes, IEnumerable<(int A, int B)> edges)
    {
        var graph = new WeightedGraph(nodes);
        foreach (var (a, b) in edges)
        {
            graph.Add(a, b, 1);
        }

        return graph;
    }

    private static IEnumerable<(int, int)> Clique(int from, int size) =>
        Enumerable.Range(from, size).SelectMany(a => Enumerable.Range(a + 1, from + size - a - 1).Select(b => (a, b)));

    [Fact]
    public void CliquesInARing_AreFoundEach()
    {
        // Eight cliques of five, each joined to the next by one edge.
        var edges = Enumerable.Range(0, 8).SelectMany(c => Clique(5 * c, 5).Append((5 * c + 4, 5 * (c + 1) % 40)));
        var groups = Communities.Of(Graph(40, edges));

        Assert.Equal(Enumerable.Range(0, 40).Select(i => i / 5), groups);
    }

    [Fact]
    public void NodesWithoutEdges_StandAlone()
    {
        Assert.Equal([0, 1, 2], Communities.Of(new WeightedGraph(3)));
        Assert.Empty(Communities.Of(new WeightedGraph(0)));
        Assert.Equal(0, Communities.Modularity(new WeightedGraph(3), [0, 1, 2]));
    }

    [Fact]
    public void Modularity_IsThatOfTheDefinition()
    {
        // Two triangles joined by one edge: 6/7 inside, degrees 7 and 7 of 14.
        var graph = Graph(6, [.. Clique(0, 3), .. Clique(3, 3), (2, 3)]);

        Assert.Equal(6.0 / 7 - 0.5, Communities.Modularity(graph, [0, 0, 0, 1, 1, 1]), 12);
        Assert.Equal(0, Communities.Modularity(graph, [0, 0, 0, 0, 0, 0]), 12);
    }

    /// <summary>Groups of 12 with probability 0.6 of an edge inside and 0.02 across: the planted partition is found all but whole.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void PlantedGroups_AreFound(int seed)
    {
        var random = new Random(seed);
        var edges = from a in Enumerable.Range(0, 96)
                    from b in Enumerable.Range(a + 1, 95 - a)
                    where random.NextDouble() < (a / 12 == b / 12 ? 0.6 : 0.02)
                    select (a, b);
        var graph = Graph(96, [.. edges]);
        var groups = Communities.Of(graph);
        var rightly = Enumerable.Range(0, 8).Sum(g => Enumerable.Range(12 * g, 12).CountBy(i => groups[i]).Max(c => c.Value));

        Assert.InRange(rightly, 90, 96);
        Assert.True(Communities.Modularity(graph, groups) >= Communities.Modularity(graph, [.. Enumerable.Range(0, 96).Select(i => i / 12)]) - 0.01);
        Assert.Equal(groups, Communities.Of(graph));
    }

    /// <summary>Against all partitions of small graphs, read naively: never far below the best.</summary>
    [Fact]
    public void SmallGraphs_ComeCloseToTheBestOfAllPartitions()
    {
        var random = new Random(20261122);
        for (var round = 0; round < 40; round++)
        {
            var edges = from a in Enumerable.Range(0, 7) from b in Enumerable.Range(a + 1, 6 - a) where random.NextDouble() < 0.4 select (a, b);
            var graph = Graph(7, [.. edges]);
            var best = Partitions(7).Max(p => Communities.Modularity(graph, p));

            Assert.InRange(Communities.Modularity(graph, Communities.Of(graph)), best - 0.06, best + 1e-9);
        }
    }

    private static IEnumerable<int[]> Partitions(int nodes)
    {
        var groups = new int[nodes];
        return Next(1, 1);

        IEnumerable<int[]> Next(int node, int used)
        {
            if (node == nodes)
            {
                yield return groups;
                yield break;
            }

            for (var group = 0; group <= used; group++)
            {
                groups[node] = group;
                foreach (var rest in Next(node + 1, Math.Max(used, group + 1)))
                {
                    yield return rest;
                }
            }
        }
    }
}

namespace PdmpAnalytics.Detection.Population;

/// <summary>
/// Groups that hold together more than chance would have it: modularity, raised node by node and then group by group (Blondel
/// and others 2008, "Louvain"). Nodes are visited in their order and ties go to the smallest group, so equal graphs have equal
/// groups without a seed.
/// </summary>
internal static class Communities
{
    /// <summary>Gains smaller than this are rounding.</summary>
    private const double Least = 1e-12;

    /// <summary>Group of each node, numbered from 0 in the order of their first node. Nodes without an edge stand alone.</summary>
    /// <param name="resolution">1 is plain modularity; more gives smaller groups.</param>
    public static int[] Of(WeightedGraph graph, double resolution = 1)
    {
        var level = Level.Of(graph);
        int[] groups = [.. Enumerable.Range(0, graph.Nodes)];
        while (level.Move(resolution) is { } moved)
        {
            groups = [.. groups.Select(g => moved[g])];
            level = level.Merged(moved);
        }

        return groups;
    }

    /// <summary>Share of weight inside groups above what their degrees alone would give: -0.5 to 1; 0 without edges.</summary>
    public static double Modularity(WeightedGraph graph, int[] groups, double resolution = 1)
    {
        var degrees = new Dictionary<int, double>();
        double inside = 0, all = 0;
        for (var node = 0; node < graph.Nodes; node++)
        {
            foreach (var (other, weight) in graph.Of(node))
            {
                degrees[groups[node]] = degrees.GetValueOrDefault(groups[node]) + weight;
                inside += groups[node] == groups[other] ? weight : 0;
                all += weight;
            }
        }

        return all == 0 ? 0 : inside / all - resolution * degrees.Values.Sum(d => d / all * (d / all));
    }

    /// <summary>The graph with the groups of the level before as nodes; loops hold what lies inside them.</summary>
    private sealed class Level(Dictionary<int, double>[] neighbours, double[] loops)
    {
        private readonly double[] _degrees = [.. neighbours.Select((n, i) => n.Values.Sum() + 2 * loops[i])];

        public static Level Of(WeightedGraph graph) => new(
            [.. Enumerable.Range(0, graph.Nodes).Select(i => graph.Of(i).GroupBy(n => n.Node).ToDictionary(g => g.Key, g => g.Sum(n => n.Weight)))],
            new double[graph.Nodes]);

        /// <summary>Moves nodes until none gains; null when none moved at all.</summary>
        public int[]? Move(double resolution)
        {
            int[] group = [.. Enumerable.Range(0, neighbours.Length)];
            var total = (double[])_degrees.Clone();
            var all = _degrees.Sum();
            var (any, again) = (false, all > 0);
            while (again)
            {
                again = false;
                for (var node = 0; node < neighbours.Length; node++)
                {
                    var best = Best(node, group, total, resolution / all);
                    if (best != group[node])
                    {
                        total[group[node]] -= _degrees[node];
                        total[best] += _degrees[node];
                        group[node] = best;
                        any = again = true;
                    }
                }
            }

            return any ? Numbered(group) : null;
        }

        public Level Merged(int[] group)
        {
            var count = group.Max() + 1;
            Dictionary<int, double>[] merged = [.. Enumerable.Range(0, count).Select(_ => new Dictionary<int, double>())];
            var inside = new double[count];
            for (var node = 0; node < neighbours.Length; node++)
            {
                var own = group[node];
                inside[own] += loops[node];
                foreach (var (other, weight) in neighbours[node])
                {
                    if (group[other] == own)
                    {
                        inside[own] += weight / 2;
                    }
                    else
                    {
                        merged[own][group[other]] = merged[own].GetValueOrDefault(group[other]) + weight;
                    }
                }
            }

            return new Level(merged, inside);
        }

        private int Best(int node, int[] group, double[] total, double scale)
        {
            var shared = new SortedDictionary<int, double> { [group[node]] = 0 };
            foreach (var (other, weight) in neighbours[node])
            {
                shared[group[other]] = shared.GetValueOrDefault(group[other]) + weight;
            }

            var own = _degrees[node];
            var best = group[node];
            var most = shared[best] - (total[best] - own) * own * scale;
            foreach (var (candidate, weight) in shared)
            {
                var gain = weight - (candidate == group[node] ? total[candidate] - own : total[candidate]) * own * scale;
                if (gain > most + Least)
                {
                    (best, most) = (candidate, gain);
                }
            }

            return best;
        }

        private static int[] Numbered(int[] group)
        {
            var numbers = new Dictionary<int, int>();
            return [.. group.Select(g => numbers.TryGetValue(g, out var n) ? n : numbers[g] = numbers.Count)];
        }
    }
}

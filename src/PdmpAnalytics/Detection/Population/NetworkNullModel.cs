namespace PdmpAnalytics.Detection.Population;

/// <summary>
/// How often chance makes a group as tightly connected, where everyone goes to as many pairs as in truth and every pair sees as
/// many people: the patients and pairs around a group, their links exchanged at random again and again (degree-preserving
/// rewiring, Maslov and Sneppen 2002).
/// </summary>
internal sealed class NetworkNullModel(SharingLimits limits, int samples)
{
    /// <summary>Exchanges tried for each link before a sample is looked at (our choice, 2026-11-22: enough to forget the start).</summary>
    private const int SwapsPerLink = 5;

    /// <summary>The start of the random numbers; fixed, so that equal data have equal findings.</summary>
    private const int Seed = 20261122;

    /// <summary>
    /// Probability, at least 1 / (samples + 1), that some group of connected patients weighs as much as the one found. Stops early,
    /// with what it has, once it is certain to lie above <paramref name="enough"/>.
    /// </summary>
    public double Probability(IReadOnlyList<PairDays> around, int patients, double weight, double enough)
    {
        var random = new Random(Seed);
        PairDays[] links = [.. around];
        var taken = links.Select(l => (l.Patient, l.Pair)).ToHashSet();
        var asHeavy = 0;
        for (var sample = 1; sample <= samples; sample++)
        {
            Exchange(links, taken, random);
            asHeavy += Heaviest(SharedVisits.Graph(links, patients, limits)) >= weight ? 1 : 0;
            if (asHeavy + 1 > enough * (samples + 1))
            {
                return (asHeavy + 1.0) / (sample + 1);
            }
        }

        return (asHeavy + 1.0) / (samples + 1);
    }

    /// <summary>Two links exchange their pairs, unless a patient would be at one pair twice.</summary>
    private static void Exchange(PairDays[] links, HashSet<(int, int)> taken, Random random)
    {
        for (var swap = SwapsPerLink * links.Length; swap > 0; swap--)
        {
            var (i, j) = (random.Next(links.Length), random.Next(links.Length));
            var (a, b) = (links[i], links[j]);
            if (a.Pair == b.Pair || taken.Contains((a.Patient, b.Pair)) || taken.Contains((b.Patient, a.Pair)))
            {
                continue;
            }

            taken.Remove((a.Patient, a.Pair));
            taken.Remove((b.Patient, b.Pair));
            (links[i], links[j]) = (a with { Pair = b.Pair }, b with { Pair = a.Pair });
            taken.Add((a.Patient, b.Pair));
            taken.Add((b.Patient, a.Pair));
        }
    }

    /// <summary>Weight of the heaviest connected part: at least that of any group in it, so chance is never made too small.</summary>
    private static double Heaviest(WeightedGraph graph)
    {
        var seen = new bool[graph.Nodes];
        var stack = new Stack<int>();
        var heaviest = 0.0;
        for (var start = 0; start < graph.Nodes; start++)
        {
            if (seen[start] || graph.Of(start).Count == 0)
            {
                continue;
            }

            var weight = 0.0;
            seen[start] = true;
            stack.Push(start);
            while (stack.TryPop(out var node))
            {
                foreach (var (other, edge) in graph.Of(node))
                {
                    weight += edge / 2;
                    if (!seen[other])
                    {
                        seen[other] = true;
                        stack.Push(other);
                    }
                }
            }

            heaviest = Math.Max(heaviest, weight);
        }

        return heaviest;
    }
}

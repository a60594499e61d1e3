namespace PdmpAnalytics.Detection.Population;

/// <summary>A patient's days at one pair of practice and dispenser.</summary>
internal readonly record struct PairDays(int Patient, int Pair, int[] Days);

/// <summary>When two patients count as connected.</summary>
/// <param name="MaxDaysApart">Days between their fills at most.</param>
/// <param name="MinPairs">Pairs they must share.</param>
/// <param name="MinWeight">Sum over shared pairs of 1 / ln(1 + patients of the pair).</param>
/// <param name="MaxPatients">A pair with more patients than this connects nobody.</param>
internal sealed record SharingLimits(int MaxDaysApart, int MinPairs, double MinWeight, int MaxPatients);

/// <summary>
/// Connects patients who were at the same pairs at about the same time: the rarer the pair, the more it says. One patient's
/// connections at a time, so memory holds only those that stay.
/// </summary>
internal static class SharedVisits
{
    /// <param name="incidences">Each patient and pair once.</param>
    /// <param name="patients">Patients are 0 to this less one.</param>
    public static WeightedGraph Graph(IReadOnlyList<PairDays> incidences, int patients, SharingLimits limits)
    {
        var ofPair = incidences.GroupBy(i => i.Pair).Where(g => g.Count() > 1 && g.Count() <= limits.MaxPatients)
            .ToDictionary(g => g.Key, g => g.ToArray());
        var ofPatient = incidences.Where(i => ofPair.ContainsKey(i.Pair)).GroupBy(i => i.Patient)
            .Where(g => g.Count() >= limits.MinPairs).OrderBy(g => g.Key);
        var graph = new WeightedGraph(patients);
        var shared = new Dictionary<int, (double Weight, int Pairs)>();
        foreach (var own in ofPatient)
        {
            shared.Clear();
            foreach (var at in own)
            {
                var others = ofPair[at.Pair];
                var weight = 1 / Math.Log(1 + others.Length);
                foreach (var other in others)
                {
                    if (other.Patient > at.Patient && Meet(at.Days, other.Days, limits.MaxDaysApart))
                    {
                        var (sum, pairs) = shared.GetValueOrDefault(other.Patient);
                        shared[other.Patient] = (sum + weight, pairs + 1);
                    }
                }
            }

            foreach (var (other, (weight, pairs)) in shared.OrderBy(s => s.Key))
            {
                if (pairs >= limits.MinPairs && weight >= limits.MinWeight)
                {
                    graph.Add(own.Key, other, weight);
                }
            }
        }

        return graph;
    }

    /// <summary>Whether a day of one lies within some days of a day of the other; both ascending.</summary>
    private static bool Meet(int[] a, int[] b, int days)
    {
        for (int i = 0, j = 0; i < a.Length && j < b.Length;)
        {
            if (Math.Abs(a[i] - b[j]) <= days)
            {
                return true;
            }

            if (a[i] < b[j])
            {
                i++;
            }
            else
            {
                j++;
            }
        }

        return false;
    }
}

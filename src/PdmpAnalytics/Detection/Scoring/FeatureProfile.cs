namespace PdmpAnalytics.Detection.Scoring;

/// <summary>How the features of some patients are distributed: by feature, how many lie between which edges; pure.</summary>
/// <param name="Edges">By feature, rising; a value belongs behind the last edge that it reaches.</param>
/// <param name="Counts">By feature: below the first edge, behind each edge, and last those whose value cannot be known.</param>
/// <param name="Patients">How many.</param>
public sealed record FeatureProfile(float[][] Edges, int[][] Counts, int Patients)
{
    /// <summary>Bins that the population is cut into (Siddiqi 2006 takes ten).</summary>
    private const int Bins = 10;

    /// <summary>Nobody, between the tenths of the population; equal tenths are one.</summary>
    public static FeatureProfile Empty(TailProbabilityEngine population) => Empty([.. population.Everyone.Select(Tenths)]);

    /// <summary>Nobody, between edges of another profile.</summary>
    public static FeatureProfile Empty(float[][] edges) => new(edges, [.. edges.Select(e => new int[e.Length + 2])], 0);

    /// <param name="vectors">In the order of <see cref="PatientFeatures.Definitions"/>.</param>
    public FeatureProfile With(IEnumerable<float[]> vectors)
    {
        var (counts, patients) = (Counts.Select(c => c.ToArray()).ToArray(), Patients);
        foreach (var vector in vectors)
        {
            patients++;
            for (var f = 0; f < counts.Length; f++)
            {
                counts[f][Bin(Edges[f], vector[f])]++;
            }
        }

        return this with { Counts = counts, Patients = patients };
    }

    /// <summary>Both together; the edges must be the same.</summary>
    public FeatureProfile Plus(FeatureProfile other) => this with
    {
        Counts = [.. Counts.Zip(other.Counts, (a, b) => a.Zip(b, (x, y) => x + y).ToArray())],
        Patients = Patients + other.Patients,
    };

    /// <summary>
    /// Population stability index of each feature: the sum over bins of (now - usual) times ln(now / usual), as shares. 0 is the same;
    /// 0.2 and more is commonly taken for a shift (Siddiqi 2006; domain reference 6.3). Half a patient is added to every bin, so that an
    /// empty one stays finite.
    /// </summary>
    public double[] StabilityAgainst(FeatureProfile usual) => [.. Counts.Zip(usual.Counts, Stability)];

    private static double Stability(int[] now, int[] usual)
    {
        var (allNow, allUsual, index) = (now.Sum() + now.Length / 2.0, usual.Sum() + usual.Length / 2.0, 0.0);
        for (var b = 0; b < now.Length; b++)
        {
            var (n, u) = ((now[b] + 0.5) / allNow, (usual[b] + 0.5) / allUsual);
            index += (n - u) * Math.Log(n / u);
        }

        return index;
    }

    private static int Bin(float[] edges, float value)
    {
        if (float.IsNaN(value))
        {
            return edges.Length + 1;
        }

        var place = Array.BinarySearch(edges, value);
        return place >= 0 ? place + 1 : ~place;
    }

    private static float[] Tenths(TailTable table) =>
    [
        .. Enumerable.Range(1, Bins - 1).Select(tenth => Array.FindIndex(table.Tails, t => t <= 1 - tenth / (float)Bins))
            .Where(at => at >= 0).Select(at => table.Values[at]).Distinct(),
    ];
}

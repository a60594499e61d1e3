using MathNet.Numerics;
using MathNet.Numerics.Statistics;

namespace PdmpAnalytics.Detection.Population;

/// <summary>A figure of one member of a peer group.</summary>
/// <param name="Value">The measure, or the share of <paramref name="Of"/>.</param>
/// <param name="Of">What a share is a share of; 0 for a measure that is no share.</param>
public readonly record struct PeerFigure(double Value, double Of = 0);

/// <summary>How far a figure lies from its peers'.</summary>
/// <param name="Z">Robust standard deviations above the median; negative below.</param>
/// <param name="Median">Of the peer group, the member itself included.</param>
/// <param name="Peers">Members of the group, itself included.</param>
public readonly record struct PeerDistance(double Z, double Median, int Peers)
{
    /// <summary>Probability of a figure this high or higher when it is one of its peers (upper tail of the normal distribution).</summary>
    public double P => 0.5 * SpecialFunctions.Erfc(Z / Math.Sqrt(2));
}

/// <summary>
/// Distances of figures from the middle of their group, so that the outliers looked for do not move the middle: median and
/// median absolute deviation for measures; for shares a funnel, in which a small member may lie farther out.
/// </summary>
public static class PeerComparison
{
    /// <summary>Makes the median absolute deviation of normal figures their standard deviation (Iglewicz and Hoaglin 1993).</summary>
    private const double MadFactor = 0.6745;

    /// <summary>The same for the mean absolute deviation, where half of the group is equal and the median one is 0 (Iglewicz and Hoaglin 1993).</summary>
    private const double MeanFactor = 1.253314;

    /// <summary>By position; all members of a group are of one kind of figure.</summary>
    public static PeerDistance[] Distances(IReadOnlyList<PeerFigure> group) => group.Count == 0 ? []
        : group[0].Of > 0 ? Funnel(group)
        : Measures([.. group.Select(f => f.Value)]);

    /// <summary>
    /// On a logarithmic scale (of 1 + the value): doses, distances and days are never negative and some are many times the
    /// middle, so that on their own scale one in ten would be an outlier (our choice, 2026-11-22).
    /// </summary>
    private static PeerDistance[] Measures(double[] values)
    {
        var logs = Array.ConvertAll(values, Scaled);
        var median = logs.Median();
        var spread = Spread(logs, median);
        return Array.ConvertAll(logs, v => new PeerDistance(spread > 0 ? (v - median) / spread : 0, Unscaled(median), logs.Length));
    }

    /// <summary>The value of a measure or share that lies <paramref name="z"/> away where <paramref name="figure"/> lies <paramref name="distance"/> away.</summary>
    public static double ValueAt(double z, PeerFigure figure, PeerDistance distance) => figure.Of > 0
        ? distance.Median + (figure.Value - distance.Median) * z / distance.Z
        : Unscaled(Scaled(distance.Median) + (Scaled(figure.Value) - Scaled(distance.Median)) * z / distance.Z);

    private static double Scaled(double value) => Math.Log(1 + value);

    private static double Unscaled(double scaled) => Math.Exp(scaled) - 1;

    /// <summary>
    /// Normal approximation around the overall share, which the largest members cannot move far: it is the median. Members differ
    /// by more than chance alone (they treat different people), so distances are divided by their own robust spread where that
    /// is above 1: Spiegelhalter 2005 on overdispersed funnels.
    /// </summary>
    private static PeerDistance[] Funnel(IReadOnlyList<PeerFigure> group)
    {
        var median = group.Select(f => f.Value).Median();
        var z = group.Select(f => (f.Value - median) / Math.Sqrt(Variance(median, f.Of))).ToArray();
        var over = Math.Max(1, Spread(z, z.Median()));
        return Array.ConvertAll(z, d => new PeerDistance(d / over, median, group.Count));
    }

    /// <summary>Of a share among n; a median of 0 or 1 is taken half a case inside, or any single case would be endlessly far.</summary>
    private static double Variance(double share, double n)
    {
        var inside = Math.Clamp(share, 0.5 / n, 1 - 0.5 / n);
        return inside * (1 - inside) / n;
    }

    private static double Spread(double[] values, double median)
    {
        var deviations = Array.ConvertAll(values, v => Math.Abs(v - median));
        var mad = deviations.Median();
        return mad > 0 ? mad / MadFactor : MeanFactor * deviations.Mean();
    }

    /// <summary>
    /// Which tests stay when one in <paramref name="q"/> of those kept may be chance: Benjamini and Hochberg 1995. By position.
    /// </summary>
    public static bool[] Discoveries(IReadOnlyList<double> p, double q)
    {
        var order = Enumerable.Range(0, p.Count).OrderBy(i => p[i]).ThenBy(i => i).ToArray();
        var last = -1;
        for (var rank = 0; rank < order.Length; rank++)
        {
            last = p[order[rank]] <= q * (rank + 1) / order.Length ? rank : last;
        }

        var kept = new bool[p.Count];
        foreach (var i in order.AsSpan(0, last + 1))
        {
            kept[i] = true;
        }

        return kept;
    }
}

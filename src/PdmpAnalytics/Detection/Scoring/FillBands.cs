namespace PdmpAnalytics.Detection.Scoring;

/// <summary>
/// Bands of the number of fills within the horizon, cut where the population is: finer at the top, where misuse and heavy
/// honest use have to be told apart.
/// </summary>
/// <param name="UpTo">Largest number of fills of every band but the last, rising.</param>
public sealed record FillBands(IReadOnlyList<int> UpTo)
{
    // Shares of patients below each cut (our choice, 2026-11-22).
    private static readonly double[] Cuts = [0.25, 0.45, 0.60, 0.72, 0.82, 0.90, 0.96];

    public int Count => UpTo.Count + 1;

    /// <summary>Cuts a population by its numbers of fills; equal cuts become one.</summary>
    public static FillBands Of(IReadOnlyList<int> fills)
    {
        var sorted = fills.Order().ToArray();
        return new FillBands([.. Cuts.Select(c => sorted.Length == 0 ? 0 : sorted[(int)(c * (sorted.Length - 1))]).Distinct()]);
    }

    /// <summary>The band of a number of fills, from 0.</summary>
    public int Of(int fills)
    {
        var band = 0;
        while (band < UpTo.Count && fills > UpTo[band])
        {
            band++;
        }

        return band;
    }
}

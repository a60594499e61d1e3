namespace PdmpAnalytics.Detection.Scoring;

/// <summary>
/// Bands of the number of fills within the horizon. Rarity is judged among patients with about as many fills: ten
/// overlaps mean one thing in twelve fills and another in sixty.
/// </summary>
public static class FillBand
{
    // Upper ends, roughly by factors of 1.5 (our choice, 2026-11-22).
    private static readonly int[] UpTo = [4, 7, 11, 16, 23, 33, 48];

    public static int Count => UpTo.Length + 1;

    public static int Of(int fills)
    {
        var band = 0;
        while (band < UpTo.Length && fills > UpTo[band])
        {
            band++;
        }

        return band;
    }
}

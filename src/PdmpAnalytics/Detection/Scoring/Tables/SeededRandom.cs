namespace PdmpAnalytics.Detection.Scoring.Tables;

/// <summary>
/// Random numbers that are the same on every machine and in every version of .NET: SplitMix64 (Steele, Lea and Flood 2014).
/// Streams of different numbers under one seed are independent.
/// </summary>
internal sealed class SeededRandom(int seed, int stream)
{
    private const ulong Golden = 0x9E3779B97F4A7C15UL;
    private ulong _state = Mix(Mix((uint)seed + Golden) ^ (uint)stream);

    /// <summary>0 inclusive to 1 exclusive.</summary>
    public double Unit() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>0 inclusive to <paramref name="count"/> exclusive.</summary>
    public int Below(int count) => (int)(((Next() >> 32) * (ulong)count) >> 32);

    private ulong Next() => Mix(_state = unchecked(_state + Golden));

    private static ulong Mix(ulong bits)
    {
        unchecked
        {
            bits = (bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9UL;
            bits = (bits ^ (bits >> 27)) * 0x94D049BB133111EBUL;
            return bits ^ (bits >> 31);
        }
    }
}

namespace PdmpAnalytics.Synthetic;

/// <summary>
/// Random numbers that are the same on every machine and in every version of .NET: xoshiro256** (Blackman and Vigna,
/// 2018) seeded through SplitMix64. Each invented entity draws from a stream of its own, so adding an entity never
/// changes another.
/// </summary>
internal sealed class RandomStream
{
    private ulong _a;
    private ulong _b;
    private ulong _c;
    private ulong _d;

    /// <param name="seed">The population's seed.</param>
    /// <param name="entity">Which entity: streams of different numbers are independent.</param>
    public RandomStream(long seed, long entity)
    {
        var state = unchecked((ulong)seed * 0x9E3779B97F4A7C15UL ^ (ulong)entity * 0xD1B54A32D192ED03UL);
        (_a, _b, _c, _d) = (SplitMix(ref state), SplitMix(ref state), SplitMix(ref state), SplitMix(ref state));
    }

    /// <summary>Well mixed bits of a number: for habits that must stay the same whenever they are asked for.</summary>
    public static ulong Mix(ulong value) => SplitMix(ref value);

    /// <summary>0 inclusive to 1 exclusive.</summary>
    public double Unit() => (Next() >> 11) * (1.0 / (1UL << 53));

    public bool Chance(double probability) => Unit() < probability;

    /// <summary>0 inclusive to <paramref name="count"/> exclusive.</summary>
    public int Below(int count) => (int)(((Next() >> 32) * (ulong)count) >> 32);

    /// <summary>Both ends included.</summary>
    public int Between(int first, int last) => first + Below(last - first + 1);

    public double Between(double low, double high) => low + (high - low) * Unit();

    public T Pick<T>(ReadOnlySpan<T> choices) => choices[Below(choices.Length)];

    public T Pick<T>(T[] choices) => choices[Below(choices.Length)];

    public double Normal(double mean, double deviation)
    {
        var radius = Math.Sqrt(-2 * Math.Log(1 - Unit()));
        return mean + deviation * radius * Math.Cos(2 * Math.PI * Unit());
    }

    /// <summary>Many small values and a few large ones, around <paramref name="median"/>.</summary>
    public double LogNormal(double median, double sigma) => median * Math.Exp(Normal(0, sigma));

    /// <summary>Waiting time with the given mean.</summary>
    public double Exponential(double mean) => -mean * Math.Log(1 - Unit());

    public int Poisson(double mean)
    {
        var limit = Math.Exp(-mean);
        var product = Unit();
        var count = 0;
        while (product > limit)
        {
            product *= Unit();
            count++;
        }

        return count;
    }

    /// <summary>Position drawn in proportion to the steps of <paramref name="cumulative"/> (ascending, last = total).</summary>
    public int Weighted(double[] cumulative)
    {
        var at = Array.BinarySearch(cumulative, Unit() * cumulative[^1]);
        return Math.Min(at < 0 ? ~at : at + 1, cumulative.Length - 1);
    }

    public void Shuffle<T>(Span<T> values)
    {
        for (var i = values.Length - 1; i > 0; i--)
        {
            var j = Below(i + 1);
            (values[i], values[j]) = (values[j], values[i]);
        }
    }

    private static ulong SplitMix(ref ulong state)
    {
        unchecked
        {
            var z = state += 0x9E3779B97F4A7C15UL;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
            return z ^ (z >> 31);
        }
    }

    private ulong Next()
    {
        unchecked
        {
            var result = ulong.RotateLeft(_b * 5, 7) * 9;
            var shifted = _b << 17;
            _c ^= _a;
            _d ^= _b;
            _b ^= _c;
            _a ^= _d;
            _c ^= shifted;
            _d = ulong.RotateLeft(_d, 45);
            return result;
        }
    }
}

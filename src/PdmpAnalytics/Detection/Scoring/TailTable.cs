namespace PdmpAnalytics.Detection.Scoring;

/// <summary>
/// How rare a value is from above: the share of a sample that is at least as large. Kept as a bounded list of steps,
/// exact for few different values, thinned out away from the tail for many.
/// </summary>
public sealed class TailTable
{
    /// <summary>Most steps kept (our choice, 2026-11-22): half of them among the top 2 % of the sample.</summary>
    public const int MaxSteps = 256;

    /// <summary>Values in rising order.</summary>
    public required float[] Values { get; init; }

    /// <summary>Share of the sample at or above each value, falling.</summary>
    public required float[] Tails { get; init; }

    /// <summary>Size of the sample, values that were not known left out.</summary>
    public required int Count { get; init; }

    private double[]? _surprises;

    /// <summary>Makes the table of a sample; NaN means not known and is left out. Sorts <paramref name="sample"/>.</summary>
    public static TailTable Of(Span<float> sample)
    {
        sample.Sort();
        var unknown = 0;
        while (unknown < sample.Length && float.IsNaN(sample[unknown]))
        {
            // NaN sorts first.
            unknown++;
        }

        var known = sample[unknown..];
        var values = new List<float>();
        var tails = new List<float>();
        for (var i = 0; i < known.Length; i++)
        {
            if (i == 0 || known[i] != known[i - 1])
            {
                values.Add(known[i]);
                // Half an observation is added, so that even the largest value keeps a probability.
                tails.Add((float)((known.Length - i + 0.5) / (known.Length + 1.0)));
            }
        }

        var keep = Steps(values.Count, tails);
        return new TailTable
        {
            Values = [.. keep.Select(i => values[i])],
            Tails = [.. keep.Select(i => tails[i])],
            Count = known.Length,
        };
    }

    /// <summary>Share of the sample at or above <paramref name="value"/>, above 0 and at most 1; 1 for an unknown value or an empty sample.</summary>
    public double AtLeast(float value)
    {
        if (float.IsNaN(value) || Values.Length == 0)
        {
            return 1;
        }

        var index = Array.BinarySearch(Values, value);
        if (index >= 0)
        {
            return Tails[index];
        }

        // Between two steps of a thinned table the true share lies between theirs; the upper one's is exact in a full table.
        index = ~index;
        return index < Values.Length ? Tails[index] : 0.5 / (Count + 1.0);
    }

    /// <summary>How rare a value is as -log10 of <see cref="AtLeast"/>: 0 is ordinary, 3 is one in a thousand.</summary>
    public double Surprise(float value)
    {
        if (float.IsNaN(value) || Values.Length == 0)
        {
            return 0;
        }

        // The last entry is for what lies above every value; threads that meet here compute the same.
        var surprises = _surprises ??= [.. Tails.Append(0.5f / (Count + 1f)).Select(t => -Math.Log10(t))];
        var index = value <= Values[0] ? 0 : Array.BinarySearch(Values, value);
        return surprises[index < 0 ? ~index : index];
    }

    private static IEnumerable<int> Steps(int count, List<float> tails)
    {
        if (count <= MaxSteps)
        {
            return Enumerable.Range(0, count);
        }

        var tailStart = tails.FindIndex(t => t <= 0.02f);
        tailStart = tailStart < 0 ? count : tailStart;
        return Thin(0, tailStart, MaxSteps / 2).Concat(Thin(tailStart, count, MaxSteps / 2));
    }

    private static IEnumerable<int> Thin(int from, int to, int keep)
    {
        var length = to - from;
        return length <= keep
            ? Enumerable.Range(from, length)
            : Enumerable.Range(0, keep).Select(i => from + (int)((long)i * (length - 1) / (keep - 1)));
    }
}

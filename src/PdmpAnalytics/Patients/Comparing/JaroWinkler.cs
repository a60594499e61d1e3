namespace PdmpAnalytics.Patients.Comparing;

/// <summary>
/// Jaro's similarity of two names (Jaro 1989) with Winkler's bonus for a common beginning (Winkler 1990): 1 for equal texts,
/// 0 for texts with no letter in common. Symmetric.
/// </summary>
internal static class JaroWinkler
{
    /// <summary>Bonus a letter and letters that may earn it, both Winkler's.</summary>
    private const double PrefixWeight = 0.1;
    private const int LongestPrefix = 4;

    /// <summary>Longer texts are compared by their first letters.</summary>
    private const int LongestText = 128;

    public static double Similarity(ReadOnlySpan<char> a, ReadOnlySpan<char> b)
    {
        var jaro = Jaro(a, b);
        var prefix = Math.Min(LongestPrefix, a.CommonPrefixLength(b));
        return jaro + prefix * PrefixWeight * (1 - jaro);
    }

    public static double Jaro(ReadOnlySpan<char> a, ReadOnlySpan<char> b)
    {
        a = a[..Math.Min(a.Length, LongestText)];
        b = b[..Math.Min(b.Length, LongestText)];
        if (a.IsEmpty || b.IsEmpty)
        {
            return a.Length == b.Length ? 1 : 0;
        }

        // Equal letters count as common when they are no further apart than this.
        var reach = Math.Max(Math.Max(a.Length, b.Length) / 2 - 1, 0);
        Span<bool> takenInB = stackalloc bool[b.Length];
        Span<char> common = stackalloc char[a.Length];
        var count = 0;
        for (var i = 0; i < a.Length; i++)
        {
            var last = Math.Min(i + reach, b.Length - 1);
            for (var j = Math.Max(0, i - reach); j <= last; j++)
            {
                if (!takenInB[j] && a[i] == b[j])
                {
                    takenInB[j] = true;
                    common[count++] = a[i];
                    break;
                }
            }
        }

        if (count == 0)
        {
            return 0;
        }

        var (outOfOrder, next) = (0, 0);
        for (var j = 0; j < b.Length; j++)
        {
            outOfOrder += takenInB[j] && b[j] != common[next++] ? 1 : 0;
        }

        double m = count;
        return (m / a.Length + m / b.Length + (m - outOfOrder / 2) / m) / 3;
    }
}

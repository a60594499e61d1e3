using System.Numerics;

namespace PdmpAnalytics.Dispensing;

/// <summary>
/// Sets of days as bits, 64 days a word, counted from a first day. A span of words is a set; all sets of one history have
/// the same first day and length. Ranges include both ends.
/// </summary>
public static class CoverageGrid
{
    private const int WordDays = 64;

    public static int WordsFor(int days) => (days + WordDays - 1) / WordDays;

    /// <summary>Adds the days from <paramref name="from"/> to <paramref name="to"/>, positions from 0; what lies outside the grid is left out.</summary>
    public static void Add(Span<ulong> set, int from, int to, int days)
    {
        from = Math.Max(from, 0);
        to = Math.Min(to, days - 1);
        if (from > to)
        {
            return;
        }

        var first = from / WordDays;
        var last = to / WordDays;
        var head = ulong.MaxValue << (from % WordDays);
        var tail = ulong.MaxValue >> (WordDays - 1 - to % WordDays);
        if (first == last)
        {
            set[first] |= head & tail;
            return;
        }

        set[first] |= head;
        for (var w = first + 1; w < last; w++)
        {
            set[w] = ulong.MaxValue;
        }

        set[last] |= tail;
    }

    /// <summary>How many days of the set lie from <paramref name="from"/> to <paramref name="to"/>.</summary>
    public static int Count(ReadOnlySpan<ulong> set, int from, int to)
    {
        from = Math.Max(from, 0);
        to = Math.Min(to, set.Length * WordDays - 1);
        if (from > to)
        {
            return 0;
        }

        var first = from / WordDays;
        var last = to / WordDays;
        var head = ulong.MaxValue << (from % WordDays);
        var tail = ulong.MaxValue >> (WordDays - 1 - to % WordDays);
        if (first == last)
        {
            return BitOperations.PopCount(set[first] & head & tail);
        }

        var count = BitOperations.PopCount(set[first] & head) + BitOperations.PopCount(set[last] & tail);
        for (var w = first + 1; w < last; w++)
        {
            count += BitOperations.PopCount(set[w]);
        }

        return count;
    }

    public static int Count(ReadOnlySpan<ulong> set)
    {
        var count = 0;
        foreach (var word in set)
        {
            count += BitOperations.PopCount(word);
        }

        return count;
    }

    public static bool Contains(ReadOnlySpan<ulong> set, int position) =>
        position >= 0 && position < set.Length * WordDays && (set[position / WordDays] >> (position % WordDays) & 1) != 0;

    /// <summary>Keeps in <paramref name="set"/> only the days that <paramref name="other"/> has too.</summary>
    public static void KeepShared(Span<ulong> set, ReadOnlySpan<ulong> other)
    {
        for (var w = 0; w < set.Length; w++)
        {
            set[w] &= other[w];
        }
    }

    public static void Remove(Span<ulong> set, ReadOnlySpan<ulong> other)
    {
        for (var w = 0; w < set.Length; w++)
        {
            set[w] &= ~other[w];
        }
    }

    public static void AddAll(Span<ulong> set, ReadOnlySpan<ulong> other)
    {
        for (var w = 0; w < set.Length; w++)
        {
            set[w] |= other[w];
        }
    }

    /// <summary>First position at or after <paramref name="position"/> that is in the set; -1 when there is none.</summary>
    public static int NextIn(ReadOnlySpan<ulong> set, int position) => Next(set, position, 0);

    /// <summary>First position at or after <paramref name="position"/> that is not in the set; the end of the grid when there is none.</summary>
    public static int NextOut(ReadOnlySpan<ulong> set, int position)
    {
        var found = Next(set, position, ulong.MaxValue);
        return found < 0 ? set.Length * WordDays : found;
    }

    /// <summary>Last position in the set; -1 when it is empty.</summary>
    public static int LastIn(ReadOnlySpan<ulong> set)
    {
        for (var w = set.Length - 1; w >= 0; w--)
        {
            if (set[w] != 0)
            {
                return w * WordDays + WordDays - 1 - BitOperations.LeadingZeroCount(set[w]);
            }
        }

        return -1;
    }

    private static int Next(ReadOnlySpan<ulong> set, int position, ulong flip)
    {
        for (var w = position / WordDays; w < set.Length; w++)
        {
            var word = set[w] ^ flip;
            if (w == position / WordDays)
            {
                word &= ulong.MaxValue << (position % WordDays);
            }

            if (word != 0)
            {
                return w * WordDays + BitOperations.TrailingZeroCount(word);
            }
        }

        return -1;
    }
}

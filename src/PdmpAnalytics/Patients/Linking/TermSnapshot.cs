using System.Buffers.Binary;
using System.Runtime.InteropServices;
using PdmpAnalytics.Patients.Comparing;

namespace PdmpAnalytics.Patients.Linking;

/// <summary>
/// Frequencies of values as a model keeps them: for each term the total, then hashes (ascending) and counts of the values that
/// count. Little-endian. A value held by one or two records weighs as one that nobody holds, so it is left out.
/// </summary>
internal sealed class TermSnapshot
{
    /// <summary>The smallest count that changes a weight: two records are those compared.</summary>
    private const int FewestCounted = 3;
    private static readonly LinkTerm[] Terms = Enum.GetValues<LinkTerm>();

    private readonly ulong[][] _hashes = new ulong[Terms.Length][];
    private readonly int[][] _counts = new int[Terms.Length][];
    private readonly long[] _totals = new long[Terms.Length];

    private TermSnapshot()
    {
    }

    /// <summary>Counts of a collection, as bytes.</summary>
    public static byte[] Of(LinkRecords records, TermFrequencies terms)
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        foreach (var term in Terms)
        {
            var counted = Enumerable.Range(1, Math.Max(0, terms.Size(term) - 1)).Where(value => terms.Count(term, value) >= FewestCounted).ToArray();
            var hashes = Array.ConvertAll(counted, value => TermFrequencies.Hash(records, term, value));
            var counts = Array.ConvertAll(counted, value => terms.Count(term, value));
            Array.Sort(hashes, counts);
            writer.Write(terms.Total(term));
            writer.Write(hashes.Length);
            writer.Write(MemoryMarshal.AsBytes(hashes.AsSpan()));
            writer.Write(MemoryMarshal.AsBytes(counts.AsSpan()));
        }

        return bytes.ToArray();
    }

    /// <summary>Throws for bytes that <see cref="Of"/> did not write; terms that an earlier edition did not count weigh as average.</summary>
    public static TermSnapshot Read(ReadOnlySpan<byte> bytes)
    {
        var snapshot = new TermSnapshot();
        foreach (var term in Terms)
        {
            if (bytes.IsEmpty)
            {
                (snapshot._hashes[(int)term], snapshot._counts[(int)term]) = ([], []);
                continue;
            }

            snapshot._totals[(int)term] = BinaryPrimitives.ReadInt64LittleEndian(bytes);
            var length = BinaryPrimitives.ReadInt32LittleEndian(bytes[8..]);
            bytes = bytes[12..];
            snapshot._hashes[(int)term] = MemoryMarshal.Cast<byte, ulong>(bytes[..(length * 8)]).ToArray();
            snapshot._counts[(int)term] = MemoryMarshal.Cast<byte, int>(bytes.Slice(length * 8, length * 4)).ToArray();
            bytes = bytes[(length * 12)..];
        }

        return snapshot;
    }

    /// <summary>The frequencies of the values that some records hold.</summary>
    public TermFrequencies For(LinkRecords records) => TermFrequencies.Of(records, Count, term => _totals[(int)term]);

    private int Count(LinkTerm term, ulong hash)
    {
        var at = Array.BinarySearch(_hashes[(int)term], hash);
        return at < 0 ? 0 : _counts[(int)term][at];
    }
}

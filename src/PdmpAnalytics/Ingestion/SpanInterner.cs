using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Ingestion;

/// <summary>
/// Numbers different byte strings from 0 in order of first sight. Looking up a known one makes no garbage; the bytes of all
/// different ones are kept, in pages that stay where they are: a list that grows to a hundred megabytes leaves no half-sized
/// copies of itself behind.
/// </summary>
internal sealed class SpanInterner
{
    /// <summary>Entries a page holds, as a power of two.</summary>
    private const int EntryBits = 15;
    private const int EntriesPerPage = 1 << EntryBits;
    private const int BytesPerPage = 1 << 20;

    private int[] _buckets = new int[1024];

    // The first page grows from small to full: most lists never need more.
    private Entry[][] _entries = [new Entry[512]];
    private byte[][] _bytes = [new byte[16 * 1024]];
    private int _used;

    public int Count { get; private set; }

    /// <summary>The number of a byte string; a new one gets <see cref="Count"/>.</summary>
    public int Intern(ReadOnlySpan<byte> text, out bool isNew)
    {
        var hash = StableHash.Of(text);
        var bucket = (int)(hash & (uint)(_buckets.Length - 1));
        for (var i = _buckets[bucket] - 1; i >= 0;)
        {
            ref readonly var entry = ref EntryOf(i);
            if (entry.Hash == hash && text.SequenceEqual(TextOf(in entry)))
            {
                isNew = false;
                return i;
            }

            i = entry.Next;
        }

        isNew = true;
        return Add(text, hash);
    }

    /// <summary>A numbered byte string. May be asked for on another thread while more are added here.</summary>
    public ReadOnlySpan<byte> TextOf(int number) => TextOf(in EntryOf(number));

    /// <summary>The stable hash of a numbered byte string.</summary>
    public ulong HashOf(int number) => EntryOf(number).Hash;

    private ref Entry EntryOf(int number) => ref _entries[number >> EntryBits][number & (EntriesPerPage - 1)];

    private ReadOnlySpan<byte> TextOf(in Entry entry) => _bytes[entry.Page].AsSpan(entry.Start, entry.Length);

    private int Add(ReadOnlySpan<byte> text, ulong hash)
    {
        if (Count > 0 && Count * 2 == _buckets.Length)
        {
            GrowBuckets();
        }

        ReserveEntry();
        ReserveBytes(text.Length);
        text.CopyTo(_bytes[^1].AsSpan(_used));
        var bucket = (int)(hash & (uint)(_buckets.Length - 1));
        EntryOf(Count) = new Entry { Hash = hash, Page = _bytes.Length - 1, Start = _used, Length = text.Length, Next = _buckets[bucket] - 1 };
        _used += text.Length;
        _buckets[bucket] = ++Count;
        return Count - 1;
    }

    private void ReserveEntry()
    {
        var index = Count & (EntriesPerPage - 1);
        if (Count > 0 && index == 0)
        {
            _entries = [.. _entries, new Entry[EntriesPerPage]];
        }
        else if (index == _entries[^1].Length)
        {
            Array.Resize(ref _entries[^1], index * 2);
        }
    }

    private void ReserveBytes(int length)
    {
        if (_used + length <= _bytes[^1].Length)
        {
            return;
        }

        if (_bytes.Length == 1 && _used + length <= BytesPerPage)
        {
            Array.Resize(ref _bytes[0], Math.Min(BytesPerPage, Math.Max(_bytes[0].Length * 2, _used + length)));
            return;
        }

        _bytes = [.. _bytes, new byte[Math.Max(BytesPerPage, length)]];
        _used = 0;
    }

    private void GrowBuckets()
    {
        _buckets = new int[_buckets.Length * 2];
        for (var i = 0; i < Count; i++)
        {
            ref var entry = ref EntryOf(i);
            var bucket = (int)(entry.Hash & (uint)(_buckets.Length - 1));
            entry.Next = _buckets[bucket] - 1;
            _buckets[bucket] = i + 1;
        }
    }

    private struct Entry
    {
        public ulong Hash;
        public int Page;
        public int Start;
        public int Length;

        /// <summary>Next entry of the same bucket; -1 for the last.</summary>
        public int Next;
    }
}

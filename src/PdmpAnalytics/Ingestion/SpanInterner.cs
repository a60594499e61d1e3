using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Ingestion;

/// <summary>
/// Numbers different byte strings from 0 in order of first sight. Looking up a known one makes no garbage; the bytes of all
/// different ones are kept.
/// </summary>
internal sealed class SpanInterner
{
    private int[] _buckets = new int[1024];
    private Entry[] _entries = new Entry[512];
    private byte[] _bytes = new byte[16 * 1024];
    private int _used;

    public int Count { get; private set; }

    /// <summary>The number of a byte string; a new one gets <see cref="Count"/>.</summary>
    public int Intern(ReadOnlySpan<byte> text, out bool isNew)
    {
        var hash = StableHash.Of(text);
        var bucket = (int)(hash & (uint)(_buckets.Length - 1));
        for (var i = _buckets[bucket] - 1; i >= 0; i = _entries[i].Next)
        {
            ref readonly var entry = ref _entries[i];
            if (entry.Hash == hash && text.SequenceEqual(_bytes.AsSpan(entry.Start, entry.Length)))
            {
                isNew = false;
                return i;
            }
        }

        isNew = true;
        return Add(text, hash);
    }

    /// <summary>A numbered byte string. May be asked for on another thread while more are added here.</summary>
    public ReadOnlySpan<byte> TextOf(int number)
    {
        ref readonly var entry = ref _entries[number];
        return _bytes.AsSpan(entry.Start, entry.Length);
    }

    /// <summary>The stable hash of a numbered byte string.</summary>
    public ulong HashOf(int number) => _entries[number].Hash;

    private int Add(ReadOnlySpan<byte> text, ulong hash)
    {
        if (Count == _entries.Length)
        {
            Grow();
        }

        if (_used + text.Length > _bytes.Length)
        {
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _used + text.Length));
        }

        text.CopyTo(_bytes.AsSpan(_used));
        var bucket = (int)(hash & (uint)(_buckets.Length - 1));
        _entries[Count] = new Entry { Hash = hash, Start = _used, Length = text.Length, Next = _buckets[bucket] - 1 };
        _used += text.Length;
        _buckets[bucket] = ++Count;
        return Count - 1;
    }

    private void Grow()
    {
        Array.Resize(ref _entries, Count * 2);
        _buckets = new int[_entries.Length * 2];
        for (var i = 0; i < Count; i++)
        {
            var bucket = (int)(_entries[i].Hash & (uint)(_buckets.Length - 1));
            _entries[i].Next = _buckets[bucket] - 1;
            _buckets[bucket] = i + 1;
        }
    }

    private struct Entry
    {
        public ulong Hash;
        public int Start;
        public int Length;

        /// <summary>Next entry of the same bucket; -1 for the last.</summary>
        public int Next;
    }
}

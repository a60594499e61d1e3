using System.Buffers.Binary;

namespace PdmpAnalytics.Synthetic;

/// <summary>What a spilled line is sorted by and what the truth file says about it.</summary>
internal readonly record struct RowKey(int Day, int Dispenser, int RxNumber, int FillNumber, int Part, int Patient);

/// <summary>
/// Puts lines written patient by patient into the order of their days with memory for one month only: lines wait in a
/// temporary file a month.
/// </summary>
internal sealed class DaySortedSpill : IDisposable
{
    private const int DaysPerBucket = 15;
    private const int HeadBytes = 6 * sizeof(int) + sizeof(int);
    private readonly FileStream[] _buckets;
    private readonly byte[] _head = new byte[HeadBytes];

    public DaySortedSpill(string directory, int days)
    {
        _buckets = new FileStream[days / DaysPerBucket + 1];
        for (var i = 0; i < _buckets.Length; i++)
        {
            _buckets[i] = new FileStream(Path.Combine(directory, $".rows-{i:D3}.tmp"), FileMode.Create, FileAccess.ReadWrite, FileShare.None,
                1 << 16, FileOptions.DeleteOnClose);
        }
    }

    public void Add(in RowKey key, ReadOnlySpan<byte> line)
    {
        var head = _head.AsSpan();
        BinaryPrimitives.WriteInt32LittleEndian(head, key.Day);
        BinaryPrimitives.WriteInt32LittleEndian(head[4..], key.Dispenser);
        BinaryPrimitives.WriteInt32LittleEndian(head[8..], key.RxNumber);
        BinaryPrimitives.WriteInt32LittleEndian(head[12..], key.FillNumber);
        BinaryPrimitives.WriteInt32LittleEndian(head[16..], key.Part);
        BinaryPrimitives.WriteInt32LittleEndian(head[20..], key.Patient);
        BinaryPrimitives.WriteInt32LittleEndian(head[24..], line.Length);
        var bucket = _buckets[key.Day / DaysPerBucket];
        bucket.Write(head);
        bucket.Write(line);
    }

    /// <summary>Every line once, by day, dispenser and number.</summary>
    public void Drain(Action<RowKey, ReadOnlyMemory<byte>> take)
    {
        foreach (var bucket in _buckets)
        {
            var bytes = new byte[bucket.Length];
            bucket.Position = 0;
            bucket.ReadExactly(bytes);
            var rows = new List<(RowKey Key, int Offset, int Length)>();
            for (var at = 0; at < bytes.Length;)
            {
                var head = bytes.AsSpan(at);
                int Int(ReadOnlySpan<byte> from, int index) => BinaryPrimitives.ReadInt32LittleEndian(from[(index * 4)..]);
                var length = Int(head, 6);
                rows.Add((new RowKey(Int(head, 0), Int(head, 1), Int(head, 2), Int(head, 3), Int(head, 4), Int(head, 5)), at + HeadBytes, length));
                at += HeadBytes + length;
            }

            rows.Sort(static (a, b) => Compare(in a.Key, in b.Key));
            foreach (var (key, offset, length) in rows)
            {
                take(key, bytes.AsMemory(offset, length));
            }
        }
    }

    public void Dispose()
    {
        foreach (var bucket in _buckets)
        {
            bucket.Dispose();
        }
    }

    private static int Compare(in RowKey a, in RowKey b)
    {
        var order = a.Day.CompareTo(b.Day);
        order = order != 0 ? order : a.Dispenser.CompareTo(b.Dispenser);
        order = order != 0 ? order : a.RxNumber.CompareTo(b.RxNumber);
        order = order != 0 ? order : a.FillNumber.CompareTo(b.FillNumber);
        return order != 0 ? order : a.Part.CompareTo(b.Part);
    }
}

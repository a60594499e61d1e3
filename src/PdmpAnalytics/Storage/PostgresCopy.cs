using System.Buffers.Binary;
using Npgsql;

namespace PdmpAnalytics.Storage;

/// <summary>
/// Writes rows in PostgreSQL's binary COPY format from a buffer of its own: no boxing and no text per value. Every column of a
/// row must be written, in order.
/// </summary>
internal sealed class PostgresCopy : IAsyncDisposable
{
    private const int PostgresEpochDay = 730_119; // DateOnly(2000, 1, 1).DayNumber
    private static readonly DateTimeOffset PostgresEpoch = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly NpgsqlRawCopyStream _stream;
    private readonly short _columns;
    private byte[] _buffer = new byte[256 * 1024];
    private int _used;
    private bool _completed;

    private PostgresCopy(NpgsqlRawCopyStream stream, int columns) => (_stream, _columns) = (stream, (short)columns);

    /// <param name="columns">Names, in the order they are written.</param>
    public static async Task<PostgresCopy> BeginAsync(
        NpgsqlConnection connection, string table, string[] columns, CancellationToken cancellationToken)
    {
        var stream = await connection.BeginRawBinaryCopyAsync(
            $"COPY {table} ({string.Join(", ", columns)}) FROM STDIN (FORMAT BINARY)", cancellationToken);
        var copy = new PostgresCopy(stream, columns.Length);
        copy.Put([.. "PGCOPY\n"u8, 0xFF, .. "\r\n\0"u8]);
        // Flags and the length of the header's extension: none.
        copy.Put([0, 0, 0, 0, 0, 0, 0, 0]);
        return copy;
    }

    /// <summary>Begins a row; sends what has gathered when it is enough.</summary>
    public ValueTask BeginRowAsync(CancellationToken cancellationToken)
    {
        if (_used < _buffer.Length / 2)
        {
            Int16Raw(_columns);
            return ValueTask.CompletedTask;
        }

        return SendAndBeginAsync(cancellationToken);
    }

    public void Boolean(bool value)
    {
        Int32Raw(1);
        Take(1)[0] = value ? (byte)1 : (byte)0;
    }

    public void Int16(short value)
    {
        Int32Raw(2);
        Int16Raw(value);
    }

    public void Int32(int value)
    {
        Int32Raw(4);
        Int32Raw(value);
    }

    /// <summary>Null when it equals the value that stands for none.</summary>
    public void Int32Unless(int value, int none)
    {
        if (value == none)
        {
            Null();
        }
        else
        {
            Int32(value);
        }
    }

    public void Int64(long value)
    {
        Int32Raw(8);
        BinaryPrimitives.WriteInt64BigEndian(Take(8), value);
    }

    public void Double(double value) => Int64(BitConverter.DoubleToInt64Bits(value));

    /// <param name="day"><see cref="DateOnly.DayNumber"/>.</param>
    public void Date(int day) => Int32(day - PostgresEpochDay);

    public void Instant(DateTimeOffset value) => Int64((value - PostgresEpoch).Ticks / TimeSpan.TicksPerMicrosecond);

    public void Text(ReadOnlySpan<byte> utf8)
    {
        Int32Raw(utf8.Length);
        utf8.CopyTo(Take(utf8.Length));
    }

    public void Null() => Int32Raw(-1);

    /// <summary>Ends the copy; without it disposing undoes it.</summary>
    public async Task CompleteAsync(CancellationToken cancellationToken)
    {
        Int16Raw(-1);
        await SendAsync(cancellationToken);
        await _stream.DisposeAsync();
        _completed = true;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_completed)
        {
            await _stream.CancelAsync();
        }
    }

    private async ValueTask SendAndBeginAsync(CancellationToken cancellationToken)
    {
        await SendAsync(cancellationToken);
        Int16Raw(_columns);
    }

    private async ValueTask SendAsync(CancellationToken cancellationToken)
    {
        await _stream.WriteAsync(_buffer.AsMemory(0, _used), cancellationToken);
        _used = 0;
    }

    private void Int16Raw(short value) => BinaryPrimitives.WriteInt16BigEndian(Take(2), value);

    private void Int32Raw(int value) => BinaryPrimitives.WriteInt32BigEndian(Take(4), value);

    private void Put(ReadOnlySpan<byte> bytes) => bytes.CopyTo(Take(bytes.Length));

    private Span<byte> Take(int length)
    {
        if (_used + length > _buffer.Length)
        {
            Array.Resize(ref _buffer, Math.Max(_buffer.Length * 2, _used + length));
        }

        var span = _buffer.AsSpan(_used, length);
        _used += length;
        return span;
    }
}

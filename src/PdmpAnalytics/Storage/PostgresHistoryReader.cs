using System.Buffers.Binary;
using Npgsql;
using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Storage;

/// <summary>
/// Takes the rows from PostgreSQL as one binary COPY and reads its fields in place. (PostgreSQL documentation, "COPY":
/// a signature, then a tuple a row: field count, and for each field a length, -1 for null, and big-endian bytes.)
/// </summary>
internal sealed class PostgresHistoryReader : IHistoryReader
{
    private const int SignatureBytes = 11;
    private const int FieldCount = 20;
    private const int VersionFieldCount = 2;
    private const string VersionColumns = "(valid_from AT TIME ZONE 'UTC')::date, (valid_to AT TIME ZONE 'UTC')::date";
    /// <summary>PostgreSQL counts days from 2000-01-01.</summary>
    private static readonly int Epoch = new DateOnly(2000, 1, 1).DayNumber;

    private readonly Stream _copy;
    private readonly int _fields;
    private byte[] _buffer = new byte[1 << 18];
    private int _at;
    private int _end;
    private bool _ended;

    private PostgresHistoryReader(Stream copy, int fields) => (_copy, _fields) = (copy, fields);

    /// <param name="connection">Open; stays the caller's and is busy until the reader is disposed.</param>
    public static async Task<PostgresHistoryReader> OpenAsync(NpgsqlConnection connection, HistorySelection selection, CancellationToken cancel)
    {
        await using (var settings = connection.CreateCommand())
        {
            // The sort by patient is the whole cost of this query: give it room before it goes to disk.
            settings.CommandText = "SET work_mem = '128MB'";
            await settings.ExecuteNonQueryAsync(cancel);
        }

        var copy = await connection.BeginRawBinaryCopyAsync($"COPY ({HistoryReader.Query(selection, VersionColumns)}) TO STDOUT (FORMAT BINARY)", cancel);
        var reader = new PostgresHistoryReader(copy, selection.AllVersions ? FieldCount + VersionFieldCount : FieldCount);
        reader.SkipHeader();
        return reader;
    }

    public bool TryRead(ref DispensationRow row)
    {
        if (_ended)
        {
            return false;
        }

        Need(2);
        var fields = Take16();
        if (fields == -1)
        {
            _ended = true;
            return false;
        }

        if (fields != _fields)
        {
            throw new InvalidDataException($"COPY sent {fields} fields instead of {_fields}.");
        }

        // Every field is at most eight bytes with a length of four: one check serves the row.
        Need(_fields * 12);
        row.PatientId = Field();
        row.DispensationId = Field();
        row.DrugId = (int)Field();
        row.DispenserId = (int)Field();
        row.PrescriberSiteId = (int)Field();
        row.FilledDay = Day();
        row.SoldDay = Day();
        row.WrittenDay = Day();
        row.Quantity = BitConverter.Int64BitsToDouble(Field());
        row.DaysSupply = (short)Field();
        row.FillNumber = (short)Field();
        row.RefillsAuthorized = (short)Field();
        row.PartialFill = (byte)Field();
        row.Payment = (PaymentType)Field();
        row.TransmissionForm = (byte)Field();
        row.Context = (FillContext)Field();
        row.Quality = (RecordQuality)Field();
        row.PatientZip = (int)Field();
        row.PatientAge = (short)Field();
        row.RxKey = Field();
        (row.ReceivedDay, row.ClosedDay) = _fields > FieldCount ? (Day(), Day()) : (0, 0);
        return true;
    }

    public ValueTask DisposeAsync() => _copy.DisposeAsync();

    private void SkipHeader()
    {
        Need(SignatureBytes + 8);
        _at += SignatureBytes + 4;
        var extension = Take32();
        Need(extension);
        _at += extension;
    }

    /// <summary>The next field as a number, 0 for null.</summary>
    private long Field()
    {
        var length = Take32();
        var bytes = _buffer.AsSpan(_at);
        switch (length)
        {
            case -1:
                return 0;
            case 2:
                _at += 2;
                return BinaryPrimitives.ReadInt16BigEndian(bytes);
            case 4:
                _at += 4;
                return BinaryPrimitives.ReadInt32BigEndian(bytes);
            case 8:
                _at += 8;
                return BinaryPrimitives.ReadInt64BigEndian(bytes);
            default:
                throw new InvalidDataException($"COPY sent a field of {length} bytes.");
        }
    }

    private int Day()
    {
        var isNull = BinaryPrimitives.ReadInt32BigEndian(_buffer.AsSpan(_at)) == -1;
        var days = (int)Field();
        return isNull ? 0 : days + Epoch;
    }

    private short Take16()
    {
        var value = BinaryPrimitives.ReadInt16BigEndian(_buffer.AsSpan(_at));
        _at += 2;
        return value;
    }

    private int Take32()
    {
        var value = BinaryPrimitives.ReadInt32BigEndian(_buffer.AsSpan(_at));
        _at += 4;
        return value;
    }

    /// <summary>Has at least so many bytes in the buffer, or all that are left.</summary>
    private void Need(int bytes)
    {
        if (_end - _at >= bytes)
        {
            return;
        }

        if (_buffer.Length < bytes)
        {
            Array.Resize(ref _buffer, bytes * 2);
        }

        _buffer.AsSpan(_at, _end - _at).CopyTo(_buffer);
        _end -= _at;
        _at = 0;
        while (_end < bytes)
        {
            var read = _copy.Read(_buffer.AsSpan(_end));
            if (read == 0)
            {
                // The trailer ends the stream: the last tuples need less than the full allowance.
                return;
            }

            _end += read;
        }
    }
}

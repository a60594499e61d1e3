using Microsoft.Data.Sqlite;
using PdmpAnalytics.Dispensing;
using SQLitePCL;

namespace PdmpAnalytics.Storage;

/// <summary>Steps through SQLite's table in key order: the table is stored by patient, so this is one sequential sweep.</summary>
internal sealed class SqliteHistoryReader : IHistoryReader
{
    /// <summary>Instants are milliseconds since 1970, whose first day has this <see cref="DateOnly.DayNumber"/>.</summary>
    private const string VersionColumns = "valid_from / 86400000 + 719162, valid_to / 86400000 + 719162";

    private readonly sqlite3_stmt _statement;
    private readonly bool _versions;

    /// <summary>SQLite starts the query again when it is stepped after its end.</summary>
    private bool _ended;

    /// <param name="connection">Open; stays the caller's.</param>
    public SqliteHistoryReader(SqliteConnection connection, HistorySelection selection)
    {
        var handle = connection.Handle ?? throw new InvalidOperationException("The connection is not open.");
        SqliteException.ThrowExceptionForRC(raw.sqlite3_prepare_v2(handle, HistoryReader.Query(selection, VersionColumns), out _statement), handle);
        _versions = selection.AllVersions;
    }

    public bool TryRead(ref DispensationRow row)
    {
        if (_ended)
        {
            return false;
        }

        var code = raw.sqlite3_step(_statement);
        if (code != raw.SQLITE_ROW)
        {
            _ended = true;
            return code == raw.SQLITE_DONE ? false : throw new SqliteException("Reading dispensations failed.", code);
        }

        row.PatientId = raw.sqlite3_column_int64(_statement, 0);
        row.DispensationId = raw.sqlite3_column_int64(_statement, 1);
        row.DrugId = Int(2);
        row.DispenserId = Int(3);
        row.PrescriberSiteId = Int(4);
        // A missing date reads as 0.
        row.FilledDay = Int(5);
        row.SoldDay = Int(6);
        row.WrittenDay = Int(7);
        row.Quantity = raw.sqlite3_column_double(_statement, 8);
        row.DaysSupply = (short)Int(9);
        row.FillNumber = (short)Int(10);
        row.RefillsAuthorized = (short)Int(11);
        row.PartialFill = (byte)Int(12);
        row.Payment = (PaymentType)Int(13);
        row.TransmissionForm = (byte)Int(14);
        row.Context = (FillContext)Int(15);
        row.Quality = (RecordQuality)Int(16);
        row.PatientZip = Int(17);
        row.PatientAge = (short)Int(18);
        row.RxKey = raw.sqlite3_column_int64(_statement, 19);
        row.ReceivedDay = _versions ? Int(20) : 0;
        row.ClosedDay = _versions ? Int(21) : 0;
        return true;
    }

    public ValueTask DisposeAsync()
    {
        _statement.Dispose();
        return ValueTask.CompletedTask;
    }

    private int Int(int column) => raw.sqlite3_column_int(_statement, column);
}

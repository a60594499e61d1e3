using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace PdmpAnalytics.Storage;

/// <summary>
/// A prepared statement bound value by value from numbers and UTF-8, without a parameter object or a string per value. Values
/// are added in the order of the question marks.
/// </summary>
internal sealed class SqliteStatement : IDisposable
{
    private readonly sqlite3 _connection;
    private readonly sqlite3_stmt _statement;
    private int _next;

    public SqliteStatement(SqliteConnection connection, string sql)
    {
        _connection = connection.Handle ?? throw new InvalidOperationException("The connection is closed.");
        SqliteException.ThrowExceptionForRC(raw.sqlite3_prepare_v2(_connection, sql, out _statement), _connection);
    }

    public void Add(long value) => Check(raw.sqlite3_bind_int64(_statement, ++_next, value));

    public void Add(double value) => Check(raw.sqlite3_bind_double(_statement, ++_next, value));

    /// <summary>Text as UTF-8.</summary>
    public void Add(ReadOnlySpan<byte> utf8) => Check(raw.sqlite3_bind_text(_statement, ++_next, utf8));

    /// <summary>Null when it equals the value that stands for "not reported".</summary>
    public void AddUnless(long value, long missing)
    {
        if (value == missing)
        {
            AddNull();
        }
        else
        {
            Add(value);
        }
    }

    public void AddUnlessEmpty(ReadOnlySpan<byte> utf8)
    {
        if (utf8.IsEmpty)
        {
            AddNull();
        }
        else
        {
            Add(utf8);
        }
    }

    public void AddUnlessNaN(double value)
    {
        if (double.IsNaN(value))
        {
            AddNull();
        }
        else
        {
            Add(value);
        }
    }

    /// <summary>Runs the statement to its end and gets it ready for the next values.</summary>
    public void Run()
    {
        while (Step())
        {
        }

        Reset();
    }

    /// <summary>Moves to the next row; false at the end.</summary>
    public bool Step()
    {
        var result = raw.sqlite3_step(_statement);
        if (result is not (raw.SQLITE_ROW or raw.SQLITE_DONE))
        {
            Check(result);
        }

        return result == raw.SQLITE_ROW;
    }

    public long Int64(int column) => raw.sqlite3_column_int64(_statement, column);

    public double Double(int column) => raw.sqlite3_column_double(_statement, column);

    /// <summary>Gets the statement ready for the next values.</summary>
    public void Reset()
    {
        _next = 0;
        Check(raw.sqlite3_reset(_statement));
    }

    public void Dispose() => _statement.Dispose();

    private void AddNull() => Check(raw.sqlite3_bind_null(_statement, ++_next));

    private void Check(int result) => SqliteException.ThrowExceptionForRC(result, _connection);
}

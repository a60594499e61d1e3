using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using PdmpAnalytics.Ingestion;
using SQLitePCL;

namespace PdmpAnalytics.Storage;

/// <summary>Intake on SQLite by prepared statements, rows in the order of the tables' keys.</summary>
internal sealed class SqliteDispensationWriter : IDispensationWriter
{
    /// <summary>A write transaction on SQLite is alone. SQLite waits for another's as long as its busy timeout; a load may take longer.</summary>
    public async Task<IDbContextTransaction> BeginAsync(PdmpDbContext db, CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                return await db.Database.BeginTransactionAsync(cancellationToken);
            }
            catch (SqliteException fault) when (fault.SqliteErrorCode == raw.SQLITE_BUSY)
            {
                // Another load is at work: go on waiting.
            }
        }
    }

    public Task FindAsync(
        PdmpDbContext db, ReadOnlyMemory<RecordKey> keys, Memory<StoredKey> found, CancellationToken cancellationToken)
    {
        SqliteRecordKeys.Find(Connection(db), keys.Span, found.Span);
        return Task.CompletedTask;
    }

    public Task<Dictionary<RecordKey, List<KeyReport>>> FindReportsAsync(
        PdmpDbContext db, IReadOnlyList<RecordKey> keys, CancellationToken cancellationToken) =>
        Task.FromResult(SqliteRecordKeys.FindReports(Connection(db), keys));

    public Task<List<RecordKey>> FindSubmittedAsync(
        PdmpDbContext db, int submissionId, int firstLine, int lastLine, CancellationToken cancellationToken) =>
        Task.FromResult(SqliteRecordKeys.FindSubmitted(Connection(db), submissionId, firstLine, lastLine));

    public Task WriteAsync(PdmpDbContext db, DispensationChanges changes, CancellationToken cancellationToken)
    {
        var connection = Connection(db);
        Close(connection, changes);
        InsertVersions(connection, changes);
        CopyVersions(connection, changes);
        WriteKeys(connection, changes);
        InsertReports(connection, changes);
        return Task.CompletedTask;
    }

    public Task AddFillsAsync(PdmpDbContext db, IReadOnlyDictionary<int, long> fillsBySite, CancellationToken cancellationToken)
    {
        using var add = new SqliteStatement(Connection(db), "UPDATE prescriber_sites SET fills = fills + ? WHERE id = ?");
        foreach (var (site, fills) in fillsBySite)
        {
            add.Add(fills);
            add.Add(site);
            add.Run();
        }

        return Task.CompletedTask;
    }

    public Task AddFiguresAsync(PdmpDbContext db, IReadOnlyList<DispenserMonth> figures, CancellationToken cancellationToken)
    {
        using var add = new SqliteStatement(
            Connection(db),
            """
            INSERT INTO dispenser_months (dispenser_id, month, figure, count) VALUES (?, ?, ?, ?)
            ON CONFLICT (dispenser_id, month, figure) DO UPDATE SET count = count + excluded.count
            """);
        foreach (var figure in figures)
        {
            add.Add(figure.DispenserId);
            add.Add(figure.Month.DayNumber);
            add.Add(figure.Figure);
            add.Add(figure.Count);
            add.Run();
        }

        return Task.CompletedTask;
    }

    public Task MarkToJudgeAsync(PdmpDbContext db, IReadOnlyCollection<long> patients, CancellationToken cancellationToken)
    {
        using var mark = new SqliteStatement(Connection(db), "INSERT OR IGNORE INTO patients_to_judge (patient_id) VALUES (?)");
        foreach (var patient in patients)
        {
            mark.Add(patient);
            mark.Run();
        }

        return Task.CompletedTask;
    }

    private static void Close(SqliteConnection connection, DispensationChanges changes)
    {
        if (changes.Plan.Closings.Count == 0)
        {
            return;
        }

        using var close = new SqliteStatement(
            connection, "UPDATE dispensations SET valid_to = ?, closed_by_submission_id = ? WHERE patient_id = ? AND id = ?");
        foreach (var version in changes.Plan.Closings)
        {
            close.Add(changes.ReceivedAt.ToUnixTimeMilliseconds());
            close.Add(changes.SubmissionId);
            close.Add(version.PatientId);
            close.Add(version.DispensationId);
            close.Run();
        }
    }

    private static void InsertVersions(SqliteConnection connection, DispensationChanges changes)
    {
        using var insert = new SqliteStatement(connection, Insert("dispensations", DispensationColumns.Names));
        foreach (var position in changes.Order.Span)
        {
            DispensationColumns.Write(insert, changes, changes.Plan.Inserts[position]);
            insert.Run();
        }
    }

    private static void CopyVersions(SqliteConnection connection, DispensationChanges changes)
    {
        if (changes.Plan.Copies.Count == 0)
        {
            return;
        }

        using var insert = new SqliteStatement(
            connection,
            $"""
            INSERT INTO dispensations ({string.Join(", ", DispensationColumns.Names)})
            SELECT {DispensationColumns.Copied("", id: "?", submission: "?", line: "?", validFrom: "?")}
            FROM dispensations WHERE patient_id = ? AND id = ?
            """);
        foreach (var copy in changes.Plan.Copies)
        {
            insert.Add(copy.DispensationId);
            insert.Add(copy.SubmissionId);
            insert.Add(copy.Line);
            insert.Add(changes.ReceivedAt.ToUnixTimeMilliseconds());
            insert.Add(copy.Source.PatientId);
            insert.Add(copy.Source.DispensationId);
            insert.Run();
        }
    }

    private static void WriteKeys(SqliteConnection connection, DispensationChanges changes)
    {
        using var insert = new SqliteStatement(
            connection, Insert("dispensation_keys", [.. ReportColumns.OfKey, .. ReportColumns.Key]));
        using var change = new SqliteStatement(
            connection,
            $"UPDATE dispensation_keys SET {string.Join(", ", ReportColumns.OfKey.Select(c => $"{c} = ?"))} WHERE {SqliteRecordKeys.Is}");
        foreach (var key in changes.Plan.Keys)
        {
            var statement = key.IsNew ? insert : change;
            var (patient, dispensation) = changes.Resolve(key.Version);
            statement.Add(patient);
            statement.Add(dispensation);
            statement.Add((long)key.ContentHash);
            statement.Add(key.ReportedAt);
            statement.Add((byte)key.Status);
            statement.Add(key.HasReports ? 1 : 0);
            SqliteRecordKeys.Add(statement, key.Key);
            statement.Run();
        }
    }

    private static void InsertReports(SqliteConnection connection, DispensationChanges changes)
    {
        if (changes.Plan.Reports.Count == 0)
        {
            return;
        }

        using var insert = new SqliteStatement(
            connection, Insert("dispensation_reports", [.. ReportColumns.Key, .. ReportColumns.OfReport]));
        foreach (var (key, report) in changes.Plan.Reports)
        {
            SqliteRecordKeys.Add(insert, in key);
            insert.Add(report.ReportedAt);
            insert.Add(report.SubmissionId);
            insert.Add(report.Line);
            insert.Add((byte)report.Status);
            insert.Add(report.Quantity);
            insert.Add((long)report.ContentHash);
            var (patient, dispensation) = changes.Resolve(report.Version);
            insert.Add(patient);
            insert.Add(dispensation);
            insert.AddUnless(report.TargetSubmissionId, 0);
            insert.AddUnless(report.TargetFirstLine, 0);
            insert.AddUnless(report.TargetLastLine, 0);
            insert.Run();
        }
    }

    private static string Insert(string table, string[] columns) =>
        $"INSERT INTO {table} ({string.Join(", ", columns)}) VALUES ({string.Join(", ", columns.Select(_ => "?"))})";

    private static SqliteConnection Connection(PdmpDbContext db) => (SqliteConnection)db.Database.GetDbConnection();
}

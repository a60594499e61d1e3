using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using PdmpAnalytics.Ingestion;

namespace PdmpAnalytics.Storage;

/// <summary>Intake on SQLite by prepared statements, rows in the order of the tables' keys.</summary>
internal sealed class SqliteDispensationWriter : IDispensationWriter
{
    private const string KeyIs = "filled_on = ? AND dispenser_id = ? AND rx_key = ? AND fill_number = ? AND partial_fill = ?";

    /// <summary>Nothing to do: a write transaction on SQLite is alone already.</summary>
    public Task LockAsync(PdmpDbContext db, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task FindLiveAsync(
        PdmpDbContext db, ReadOnlyMemory<RecordKey> keys, Memory<LiveVersion> live, CancellationToken cancellationToken)
    {
        using var find = new SqliteStatement(
            Connection(db),
            """
            SELECT k.patient_id, k.dispensation_id, k.content_hash, d.quantity, d.prescriber_site_id
            FROM dispensation_keys k JOIN dispensations d ON d.patient_id = k.patient_id AND d.id = k.dispensation_id
            WHERE k.filled_on = ? AND k.dispenser_id = ? AND k.rx_key = ? AND k.fill_number = ? AND k.partial_fill = ?
            """);
        for (var i = 0; i < keys.Length; i++)
        {
            AddKey(find, keys.Span[i]);
            live.Span[i] = find.Step()
                ? new LiveVersion(find.Int64(0), find.Int64(1), (ulong)find.Int64(2), find.Double(3), (int)find.Int64(4))
                : default;
            find.Reset();
        }

        return Task.CompletedTask;
    }

    public Task WriteAsync(PdmpDbContext db, DispensationChanges changes, CancellationToken cancellationToken)
    {
        var connection = Connection(db);
        var plan = changes.Plan;
        if (plan.Closings.Count > 0)
        {
            using var close = new SqliteStatement(
                connection, "UPDATE dispensations SET valid_to = ?, closed_by_submission_id = ? WHERE patient_id = ? AND id = ?");
            foreach (var version in plan.Closings)
            {
                close.Add(changes.ReceivedAt.ToUnixTimeMilliseconds());
                close.Add(changes.SubmissionId);
                close.Add(version.PatientId);
                close.Add(version.DispensationId);
                close.Run();
            }
        }

        if (plan.KeyChanges.Count > 0)
        {
            using var delete = new SqliteStatement(connection, $"DELETE FROM dispensation_keys WHERE {KeyIs}");
            foreach (var change in plan.KeyChanges)
            {
                AddKey(delete, change.Key);
                delete.Run();
            }
        }

        InsertVersions(connection, changes);
        InsertKeys(connection, changes);
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

    public Task MergePatientsAsync(
        PdmpDbContext db, IReadOnlyList<(long From, long Into)> merges, CancellationToken cancellationToken)
    {
        string[] statements =
        [
            // Keys first: they are found through the dispensations that still carry the old patient.
            """
            UPDATE dispensation_keys SET patient_id = ?
            WHERE (filled_on, dispenser_id, rx_key, fill_number, partial_fill) IN
                (SELECT filled_on, dispenser_id, rx_key, fill_number, partial_fill
                 FROM dispensations WHERE patient_id = ? AND valid_to IS NULL)
            """,
            "UPDATE dispensations SET patient_id = ? WHERE patient_id = ?",
            "UPDATE patient_records SET patient_id = ? WHERE patient_id = ?",
            "UPDATE patients SET merged_into = ? WHERE id = ?",
        ];
        foreach (var sql in statements)
        {
            using var statement = new SqliteStatement(Connection(db), sql);
            foreach (var (from, into) in merges)
            {
                statement.Add(into);
                statement.Add(from);
                statement.Run();
            }
        }

        return Task.CompletedTask;
    }

    private static void InsertVersions(SqliteConnection connection, DispensationChanges changes)
    {
        var names = DispensationColumns.Names;
        using var insert = new SqliteStatement(
            connection,
            $"INSERT INTO dispensations ({string.Join(", ", names)}) VALUES ({string.Join(", ", names.Select(_ => "?"))})");
        foreach (var position in changes.Order.Span)
        {
            DispensationColumns.Write(insert, changes, changes.Plan.Inserts[position]);
            insert.Run();
        }
    }

    private static void InsertKeys(SqliteConnection connection, DispensationChanges changes)
    {
        using var insert = new SqliteStatement(
            connection,
            """
            INSERT INTO dispensation_keys
                (filled_on, dispenser_id, rx_key, fill_number, partial_fill, patient_id, dispensation_id, content_hash,
                 reported_at, status, has_reports)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0)
            """);
        foreach (var version in changes.Plan.Inserts)
        {
            if (version.TakesNewKey)
            {
                InsertKey(insert, in changes.Batch.Records[version.Record], changes.ReceivedAt);
            }
        }

        foreach (var change in changes.Plan.KeyChanges)
        {
            if (change.Insert >= 0)
            {
                InsertKey(insert, in changes.Batch.Records[changes.Plan.Inserts[change.Insert].Record], changes.ReceivedAt);
            }
        }
    }

    private static void InsertKey(SqliteStatement insert, in CheckedRecord record, DateTimeOffset reportedAt)
    {
        ref readonly var fill = ref record.Fill;
        AddKey(insert, new RecordKey(fill.FilledDay, fill.DispenserId, fill.RxKey, fill.FillNumber, fill.PartialFill));
        insert.Add(fill.PatientId);
        insert.Add(fill.DispensationId);
        insert.Add((long)record.ContentHash);
        insert.Add(reportedAt.ToUnixTimeMilliseconds());
        insert.Add((byte)record.Status);
        insert.Run();
    }

    private static void AddKey(SqliteStatement statement, in RecordKey key)
    {
        statement.Add(key.FilledDay);
        statement.Add(key.DispenserId);
        statement.Add(key.RxKey);
        statement.Add(key.FillNumber);
        statement.Add(key.PartialFill);
    }

    private static SqliteConnection Connection(PdmpDbContext db) => (SqliteConnection)db.Database.GetDbConnection();
}

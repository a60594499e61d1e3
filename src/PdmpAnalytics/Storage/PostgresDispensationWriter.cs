using Microsoft.EntityFrameworkCore;
using Npgsql;
using PdmpAnalytics.Ingestion;

namespace PdmpAnalytics.Storage;

/// <summary>
/// Intake on PostgreSQL. The keys of a batch go by COPY into a staging table without index and are joined with the stored
/// ones; new versions go by COPY straight into their tables, in key order; the few that close or change keys go set-based.
/// </summary>
internal sealed class PostgresDispensationWriter : IDispensationWriter
{
    /// <summary>Any number that no other program takes locks on: the letters PDMP.</summary>
    private const long LoadLock = 0x50444D50;

    private static readonly string[] KeyColumns = ["n", "filled_on", "dispenser_id", "rx_key", "fill_number", "partial_fill"];

    private static readonly string[] VersionKeyColumns =
    [
        "filled_on", "dispenser_id", "rx_key", "fill_number", "partial_fill", "patient_id", "dispensation_id", "content_hash",
        "reported_at", "status", "has_reports",
    ];

    public async Task LockAsync(PdmpDbContext db, CancellationToken cancellationToken)
    {
        await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock({LoadLock})", cancellationToken);
        // Every query of a load looks a batch up by key. Tables that grow while their statistics say "empty" would tempt the
        // planner to read them whole, batch after batch.
        await ExecuteAsync(
            Connection(db),
            "SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off; SET LOCAL enable_seqscan = off; SET LOCAL jit = off",
            cancellationToken);
    }

    public async Task FindLiveAsync(
        PdmpDbContext db, ReadOnlyMemory<RecordKey> keys, Memory<LiveVersion> live, CancellationToken cancellationToken)
    {
        live.Span.Clear();
        var connection = Connection(db);
        await ExecuteAsync(
            connection,
            """
            CREATE TEMP TABLE IF NOT EXISTS staged_keys
                (n int, filled_on date, dispenser_id int, rx_key bigint, fill_number smallint, partial_fill smallint) ON COMMIT DROP;
            TRUNCATE staged_keys;
            """,
            cancellationToken);
        await using (var copy = await PostgresCopy.BeginAsync(connection, "staged_keys", KeyColumns, cancellationToken))
        {
            for (var i = 0; i < keys.Length; i++)
            {
                await copy.BeginRowAsync(cancellationToken);
                copy.Int32(i);
                WriteKey(copy, keys.Span[i]);
            }

            await copy.CompleteAsync(cancellationToken);
        }

        await using var command = connection.CreateCommand();
        command.CommandText =
            """
            SELECT s.n, k.patient_id, k.dispensation_id, k.content_hash, d.quantity, d.prescriber_site_id
            FROM staged_keys s
            JOIN dispensation_keys k USING (filled_on, dispenser_id, rx_key, fill_number, partial_fill)
            JOIN dispensations d ON d.patient_id = k.patient_id AND d.id = k.dispensation_id
            """;
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            live.Span[reader.GetInt32(0)] = new LiveVersion(
                reader.GetInt64(1), reader.GetInt64(2), (ulong)reader.GetInt64(3), reader.GetDouble(4), reader.GetInt32(5));
        }
    }

    public async Task WriteAsync(PdmpDbContext db, DispensationChanges changes, CancellationToken cancellationToken)
    {
        var connection = Connection(db);
        if (changes.Plan.Closings.Count > 0)
        {
            await CloseAsync(connection, changes, cancellationToken);
        }

        if (changes.Plan.KeyChanges.Count > 0)
        {
            await DeleteKeysAsync(connection, changes.Plan.KeyChanges, cancellationToken);
        }

        if (changes.Plan.Inserts.Count > 0)
        {
            await InsertVersionsAsync(connection, changes, cancellationToken);
            await InsertKeysAsync(connection, changes, cancellationToken);
        }
    }

    public Task AddFillsAsync(
        PdmpDbContext db, IReadOnlyDictionary<int, long> fillsBySite, CancellationToken cancellationToken) =>
        ExecuteAsync(
            Connection(db),
            """
            UPDATE prescriber_sites s SET fills = s.fills + c.fills
            FROM unnest($1::int[], $2::bigint[]) AS c(id, fills) WHERE s.id = c.id
            """,
            cancellationToken, fillsBySite.Keys.ToArray(), fillsBySite.Values.ToArray());

    public Task MarkToJudgeAsync(PdmpDbContext db, IReadOnlyCollection<long> patients, CancellationToken cancellationToken) =>
        ExecuteAsync(
            Connection(db),
            "INSERT INTO patients_to_judge (patient_id) SELECT * FROM unnest($1::bigint[]) ON CONFLICT DO NOTHING",
            cancellationToken, patients.ToArray());

    public async Task MergePatientsAsync(
        PdmpDbContext db, IReadOnlyList<(long From, long Into)> merges, CancellationToken cancellationToken)
    {
        string[] statements =
        [
            // Keys first: they are found through the dispensations that still carry the old patient.
            """
            UPDATE dispensation_keys k SET patient_id = m.into_id
            FROM unnest($1::bigint[], $2::bigint[]) AS m(from_id, into_id)
            JOIN dispensations d ON d.patient_id = m.from_id AND d.valid_to IS NULL
            WHERE k.filled_on = d.filled_on AND k.dispenser_id = d.dispenser_id AND k.rx_key = d.rx_key
              AND k.fill_number = d.fill_number AND k.partial_fill = d.partial_fill
            """,
            Move("dispensations", "patient_id"), Move("patient_records", "patient_id"), Move("patients", "merged_into", by: "id"),
        ];
        foreach (var statement in statements)
        {
            await ExecuteAsync(
                Connection(db), statement, cancellationToken,
                merges.Select(m => m.From).ToArray(), merges.Select(m => m.Into).ToArray());
        }

        static string Move(string table, string column, string by = "patient_id") =>
            $"""
            UPDATE {table} t SET {column} = m.into_id
            FROM unnest($1::bigint[], $2::bigint[]) AS m(from_id, into_id) WHERE t.{by} = m.from_id
            """;
    }

    private static Task CloseAsync(NpgsqlConnection connection, DispensationChanges changes, CancellationToken cancellationToken) =>
        ExecuteAsync(
            connection,
            """
            UPDATE dispensations d SET valid_to = $3, closed_by_submission_id = $4
            FROM unnest($1::bigint[], $2::bigint[]) AS c(patient_id, id) WHERE d.patient_id = c.patient_id AND d.id = c.id
            """,
            cancellationToken,
            changes.Plan.Closings.Select(c => c.PatientId).ToArray(), changes.Plan.Closings.Select(c => c.DispensationId).ToArray(),
            changes.ReceivedAt, changes.SubmissionId);

    private static Task DeleteKeysAsync(NpgsqlConnection connection, List<KeyChange> keys, CancellationToken cancellationToken) =>
        ExecuteAsync(
            connection,
            """
            DELETE FROM dispensation_keys k
            USING unnest($1::date[], $2::int[], $3::bigint[], $4::smallint[], $5::smallint[])
                AS c(filled_on, dispenser_id, rx_key, fill_number, partial_fill)
            WHERE k.filled_on = c.filled_on AND k.dispenser_id = c.dispenser_id AND k.rx_key = c.rx_key
              AND k.fill_number = c.fill_number AND k.partial_fill = c.partial_fill
            """,
            cancellationToken,
            keys.Select(k => DateOnly.FromDayNumber(k.Key.FilledDay)).ToArray(), keys.Select(k => k.Key.DispenserId).ToArray(),
            keys.Select(k => k.Key.RxKey).ToArray(), keys.Select(k => k.Key.FillNumber).ToArray(),
            keys.Select(k => (short)k.Key.PartialFill).ToArray());

    private static async Task InsertVersionsAsync(
        NpgsqlConnection connection, DispensationChanges changes, CancellationToken cancellationToken)
    {
        await using var copy = await PostgresCopy.BeginAsync(
            connection, "dispensations", DispensationColumns.Names, cancellationToken);
        for (var i = 0; i < changes.Order.Length; i++)
        {
            await copy.BeginRowAsync(cancellationToken);
            DispensationColumns.Write(copy, changes, changes.Plan.Inserts[changes.Order.Span[i]]);
        }

        await copy.CompleteAsync(cancellationToken);
    }

    private static async Task InsertKeysAsync(
        NpgsqlConnection connection, DispensationChanges changes, CancellationToken cancellationToken)
    {
        await using var copy = await PostgresCopy.BeginAsync(
            connection, "dispensation_keys", VersionKeyColumns, cancellationToken);
        foreach (var version in changes.Plan.Inserts)
        {
            if (version.TakesNewKey)
            {
                await copy.BeginRowAsync(cancellationToken);
                WriteVersionKey(copy, in changes.Batch.Records[version.Record], changes.ReceivedAt);
            }
        }

        foreach (var change in changes.Plan.KeyChanges)
        {
            if (change.Insert >= 0)
            {
                await copy.BeginRowAsync(cancellationToken);
                WriteVersionKey(copy, in changes.Batch.Records[changes.Plan.Inserts[change.Insert].Record], changes.ReceivedAt);
            }
        }

        await copy.CompleteAsync(cancellationToken);
    }

    private static void WriteVersionKey(PostgresCopy copy, in CheckedRecord record, DateTimeOffset reportedAt)
    {
        ref readonly var fill = ref record.Fill;
        WriteKey(copy, new RecordKey(fill.FilledDay, fill.DispenserId, fill.RxKey, fill.FillNumber, fill.PartialFill));
        copy.Int64(fill.PatientId);
        copy.Int64(fill.DispensationId);
        copy.Int64((long)record.ContentHash);
        copy.Instant(reportedAt);
        copy.Int16((byte)record.Status);
        copy.Boolean(false);
    }

    private static void WriteKey(PostgresCopy copy, in RecordKey key)
    {
        copy.Date(key.FilledDay);
        copy.Int32(key.DispenserId);
        copy.Int64(key.RxKey);
        copy.Int16(key.FillNumber);
        copy.Int16(key.PartialFill);
    }

    private static NpgsqlConnection Connection(PdmpDbContext db) => (NpgsqlConnection)db.Database.GetDbConnection();

    private static async Task ExecuteAsync(
        NpgsqlConnection connection, string sql, CancellationToken cancellationToken, params object[] parameters)
    {
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Only constants of this class are passed.
        command.CommandText = sql;
#pragma warning restore CA2100
        foreach (var parameter in parameters)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = parameter });
        }

        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}

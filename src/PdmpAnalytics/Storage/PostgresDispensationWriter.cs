using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using PdmpAnalytics.Ingestion;

namespace PdmpAnalytics.Storage;

/// <summary>
/// Intake on PostgreSQL. New versions, keys and reports go by COPY straight into their tables, in key order; the few that close,
/// copy or change something go set-based.
/// </summary>
internal sealed class PostgresDispensationWriter : IDispensationWriter
{
    /// <summary>Any number that no other program takes locks on: the letters PDMP.</summary>
    private const long LoadLock = 0x50444D50;

    public async Task<IDbContextTransaction> BeginAsync(PdmpDbContext db, CancellationToken cancellationToken)
    {
        var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        try
        {
            await ExecuteAsync(Connection(db), "SELECT pg_advisory_xact_lock($1)", cancellationToken, LoadLock);
            // Every query of a load looks a batch up by key. Tables that grow while their statistics say "empty" would tempt the
            // planner to read them whole, batch after batch.
            await ExecuteAsync(
                Connection(db),
                "SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off; SET LOCAL enable_seqscan = off; SET LOCAL jit = off",
                cancellationToken);
            return transaction;
        }
        catch
        {
            await transaction.DisposeAsync();
            throw;
        }
    }

    public Task FindAsync(
        PdmpDbContext db, ReadOnlyMemory<RecordKey> keys, Memory<StoredKey> found, CancellationToken cancellationToken) =>
        PostgresRecordKeys.FindAsync(Connection(db), keys, found, cancellationToken);

    public Task<Dictionary<RecordKey, List<KeyReport>>> FindReportsAsync(
        PdmpDbContext db, IReadOnlyList<RecordKey> keys, CancellationToken cancellationToken) =>
        PostgresRecordKeys.FindReportsAsync(Connection(db), [.. keys], cancellationToken);

    public Task<List<RecordKey>> FindSubmittedAsync(
        PdmpDbContext db, int submissionId, int firstLine, int lastLine, CancellationToken cancellationToken) =>
        PostgresRecordKeys.FindSubmittedAsync(Connection(db), submissionId, firstLine, lastLine, cancellationToken);

    public async Task WriteAsync(PdmpDbContext db, DispensationChanges changes, CancellationToken cancellationToken)
    {
        var connection = Connection(db);
        var plan = changes.Plan;
        if (plan.Closings.Count > 0)
        {
            await CloseAsync(connection, changes, cancellationToken);
        }

        if (plan.Inserts.Count > 0)
        {
            await InsertVersionsAsync(connection, changes, cancellationToken);
        }

        if (plan.Copies.Count > 0)
        {
            await CopyVersionsAsync(connection, changes, cancellationToken);
        }

        if (plan.Keys.Exists(k => k.IsNew))
        {
            await InsertKeysAsync(connection, changes, cancellationToken);
        }

        if (plan.Keys.Exists(k => !k.IsNew))
        {
            await ChangeKeysAsync(connection, changes, cancellationToken);
        }

        if (plan.Reports.Count > 0)
        {
            await InsertReportsAsync(connection, changes, cancellationToken);
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

    public Task AddFiguresAsync(PdmpDbContext db, IReadOnlyList<DispenserMonth> figures, CancellationToken cancellationToken) =>
        ExecuteAsync(
            Connection(db),
            """
            INSERT INTO dispenser_months AS m (dispenser_id, month, figure, count)
            SELECT * FROM unnest($1::int[], $2::date[], $3::smallint[], $4::bigint[])
            ON CONFLICT (dispenser_id, month, figure) DO UPDATE SET count = m.count + excluded.count
            """,
            cancellationToken,
            figures.Select(f => f.DispenserId).ToArray(), figures.Select(f => f.Month).ToArray(),
            figures.Select(f => f.Figure).ToArray(), figures.Select(f => f.Count).ToArray());

    public Task MarkToJudgeAsync(PdmpDbContext db, IReadOnlyCollection<long> patients, CancellationToken cancellationToken) =>
        ExecuteAsync(
            Connection(db),
            "INSERT INTO patients_to_judge (patient_id) SELECT * FROM unnest($1::bigint[]) ON CONFLICT DO NOTHING",
            cancellationToken, patients.ToArray());

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

    private static Task CopyVersionsAsync(
        NpgsqlConnection connection, DispensationChanges changes, CancellationToken cancellationToken)
    {
        var copies = changes.Plan.Copies;
        return ExecuteAsync(
            connection,
            $"""
            INSERT INTO dispensations ({string.Join(", ", DispensationColumns.Names)})
            SELECT {DispensationColumns.Copied("d.", id: "c.new_id", submission: "c.submission_id", line: "c.line", validFrom: "$6")}
            FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::int[], $5::int[])
                AS c(patient_id, id, new_id, submission_id, line)
            JOIN dispensations d ON d.patient_id = c.patient_id AND d.id = c.id
            """,
            cancellationToken,
            copies.Select(c => c.Source.PatientId).ToArray(), copies.Select(c => c.Source.DispensationId).ToArray(),
            copies.Select(c => c.DispensationId).ToArray(), copies.Select(c => c.SubmissionId).ToArray(),
            copies.Select(c => c.Line).ToArray(), changes.ReceivedAt);
    }

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
            connection, "dispensation_keys", [.. ReportColumns.Key, .. ReportColumns.OfKey], cancellationToken);
        foreach (var key in changes.Plan.Keys)
        {
            if (key.IsNew)
            {
                await copy.BeginRowAsync(cancellationToken);
                PostgresRecordKeys.Write(copy, key.Key);
                var (patient, dispensation) = changes.Resolve(key.Version);
                copy.Int64(patient);
                copy.Int64(dispensation);
                copy.Int64((long)key.ContentHash);
                copy.Instant(DateTimeOffset.FromUnixTimeMilliseconds(key.ReportedAt));
                copy.Int16((byte)key.Status);
                copy.Boolean(key.HasReports);
            }
        }

        await copy.CompleteAsync(cancellationToken);
    }

    private static Task ChangeKeysAsync(
        NpgsqlConnection connection, DispensationChanges changes, CancellationToken cancellationToken)
    {
        var keys = changes.Plan.Keys.FindAll(k => !k.IsNew);
        var versions = keys.ConvertAll(k => changes.Resolve(k.Version));
        return ExecuteAsync(
            connection,
            """
            UPDATE dispensation_keys k
            SET patient_id = c.patient_id, dispensation_id = c.dispensation_id, content_hash = c.content_hash,
                reported_at = c.reported_at, status = c.status, has_reports = c.has_reports
            FROM unnest($1::date[], $2::int[], $3::bigint[], $4::smallint[], $5::smallint[], $6::bigint[], $7::bigint[],
                        $8::bigint[], $9::timestamptz[], $10::smallint[], $11::boolean[])
                AS c(filled_on, dispenser_id, rx_key, fill_number, partial_fill, patient_id, dispensation_id, content_hash,
                     reported_at, status, has_reports)
            WHERE k.filled_on = c.filled_on AND k.dispenser_id = c.dispenser_id AND k.rx_key = c.rx_key
              AND k.fill_number = c.fill_number AND k.partial_fill = c.partial_fill
            """,
            cancellationToken,
            keys.Select(k => DateOnly.FromDayNumber(k.Key.FilledDay)).ToArray(), keys.Select(k => k.Key.DispenserId).ToArray(),
            keys.Select(k => k.Key.RxKey).ToArray(), keys.Select(k => k.Key.FillNumber).ToArray(),
            keys.Select(k => (short)k.Key.PartialFill).ToArray(), versions.Select(v => v.PatientId).ToArray(),
            versions.Select(v => v.DispensationId).ToArray(), keys.Select(k => (long)k.ContentHash).ToArray(),
            keys.Select(k => DateTimeOffset.FromUnixTimeMilliseconds(k.ReportedAt)).ToArray(),
            keys.Select(k => (short)k.Status).ToArray(), keys.Select(k => k.HasReports).ToArray());
    }

    private static async Task InsertReportsAsync(
        NpgsqlConnection connection, DispensationChanges changes, CancellationToken cancellationToken)
    {
        await using var copy = await PostgresCopy.BeginAsync(
            connection, "dispensation_reports", [.. ReportColumns.Key, .. ReportColumns.OfReport], cancellationToken);
        foreach (var (key, report) in changes.Plan.Reports)
        {
            await copy.BeginRowAsync(cancellationToken);
            PostgresRecordKeys.Write(copy, in key);
            copy.Instant(DateTimeOffset.FromUnixTimeMilliseconds(report.ReportedAt));
            copy.Int32(report.SubmissionId);
            copy.Int32(report.Line);
            copy.Int16((byte)report.Status);
            copy.Double(report.Quantity);
            copy.Int64((long)report.ContentHash);
            var (patient, dispensation) = changes.Resolve(report.Version);
            copy.Int64(patient);
            copy.Int64(dispensation);
            copy.Int32Unless(report.TargetSubmissionId, 0);
            copy.Int32Unless(report.TargetFirstLine, 0);
            copy.Int32Unless(report.TargetLastLine, 0);
        }

        await copy.CompleteAsync(cancellationToken);
    }

    private static NpgsqlConnection Connection(PdmpDbContext db) => (NpgsqlConnection)db.Database.GetDbConnection();

    private static async Task ExecuteAsync(
        NpgsqlConnection connection, string sql, CancellationToken cancellationToken, params object[] parameters)
    {
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Only constants of this class are passed.
        command.CommandText = sql;
#pragma warning restore CA2100
        // Waiting for another load, or withdrawing a large file, takes as long as it takes.
        command.CommandTimeout = 0;
        foreach (var parameter in parameters)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = parameter });
        }

        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}

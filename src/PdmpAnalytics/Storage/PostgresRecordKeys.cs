using Npgsql;
using PdmpAnalytics.Dispensing;
using PdmpAnalytics.Ingestion;

namespace PdmpAnalytics.Storage;

/// <summary>
/// What intake asks PostgreSQL about record keys. Keys go by COPY into a staging table without index and are joined with the
/// stored ones.
/// </summary>
internal static class PostgresRecordKeys
{
    private const string Key = "filled_on, dispenser_id, rx_key, fill_number, partial_fill";

    public static async Task FindAsync(
        NpgsqlConnection connection, ReadOnlyMemory<RecordKey> keys, Memory<StoredKey> found, CancellationToken cancellationToken)
    {
        found.Span.Clear();
        await StageAsync(connection, keys, cancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText =
            $"""
            SELECT s.n, k.patient_id, k.dispensation_id, k.content_hash, k.reported_at, k.status, k.has_reports,
                   coalesce(d.quantity, 0), coalesce(d.prescriber_site_id, 0), coalesce(d.submission_id, 0), coalesce(d.line, 0)
            FROM staged_keys s
            JOIN dispensation_keys k USING ({Key})
            LEFT JOIN dispensations d ON d.patient_id = k.patient_id AND d.id = k.dispensation_id
            """;
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            found.Span[reader.GetInt32(0)] = new StoredKey
            {
                Exists = true,
                Version = new VersionRef(reader.GetInt64(1), reader.GetInt64(2), reader.GetInt32(8), Added: 0),
                ContentHash = (ulong)reader.GetInt64(3),
                ReportedAt = Milliseconds(reader, 4),
                Status = (ReportStatus)reader.GetInt16(5),
                HasReports = reader.GetBoolean(6),
                Quantity = reader.GetDouble(7),
                SubmissionId = reader.GetInt32(9),
                Line = reader.GetInt32(10),
            };
        }
    }

    public static async Task<Dictionary<RecordKey, List<KeyReport>>> FindReportsAsync(
        NpgsqlConnection connection, RecordKey[] keys, CancellationToken cancellationToken)
    {
        await StageAsync(connection, keys, cancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText =
            $"""
            SELECT s.n, r.reported_at, r.submission_id, r.line, r.status, r.quantity, r.content_hash, r.patient_id,
                   r.dispensation_id, coalesce(d.prescriber_site_id, 0), coalesce(r.target_submission_id, 0),
                   coalesce(r.target_first_line, 0), coalesce(r.target_last_line, 0)
            FROM staged_keys s
            JOIN dispensation_reports r USING ({Key})
            LEFT JOIN dispensations d ON d.patient_id = r.patient_id AND d.id = r.dispensation_id
            """;
        var reports = new Dictionary<RecordKey, List<KeyReport>>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            var version = new VersionRef(reader.GetInt64(7), reader.GetInt64(8), reader.GetInt32(9), Added: 0);
            var key = keys[reader.GetInt32(0)];
            if (!reports.TryGetValue(key, out var list))
            {
                reports.Add(key, list = []);
            }

            list.Add(new KeyReport(
                Milliseconds(reader, 1), reader.GetInt32(2), reader.GetInt32(3), (ReportStatus)reader.GetInt16(4),
                reader.GetDouble(5), (ulong)reader.GetInt64(6), version)
            {
                TargetSubmissionId = reader.GetInt32(10),
                TargetFirstLine = reader.GetInt32(11),
                TargetLastLine = reader.GetInt32(12),
            });
        }

        return reports;
    }

    public static async Task<List<RecordKey>> FindSubmittedAsync(
        NpgsqlConnection connection, int submissionId, int firstLine, int lastLine, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.CommandText =
            $"""
            SELECT {Key} FROM dispensations WHERE submission_id = $1 AND line BETWEEN $2 AND $3
            UNION
            SELECT {Key} FROM dispensation_reports WHERE submission_id = $1 AND line BETWEEN $2 AND $3 AND dispensation_id <> 0
            """;
        command.CommandTimeout = 0;
        command.Parameters.Add(new NpgsqlParameter { Value = submissionId });
        command.Parameters.Add(new NpgsqlParameter { Value = firstLine });
        command.Parameters.Add(new NpgsqlParameter { Value = lastLine });
        var keys = new List<RecordKey>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            keys.Add(new RecordKey(
                reader.GetFieldValue<DateOnly>(0).DayNumber, reader.GetInt32(1), reader.GetInt64(2), reader.GetInt16(3),
                (byte)reader.GetInt16(4)));
        }

        return keys;
    }

    /// <summary>Writes the five columns of a key.</summary>
    public static void Write(PostgresCopy copy, in RecordKey key)
    {
        copy.Date(key.FilledDay);
        copy.Int32(key.DispenserId);
        copy.Int64(key.RxKey);
        copy.Int16(key.FillNumber);
        copy.Int16(key.PartialFill);
    }

    private static async Task StageAsync(
        NpgsqlConnection connection, ReadOnlyMemory<RecordKey> keys, CancellationToken cancellationToken)
    {
        await using (var command = connection.CreateCommand())
        {
            command.CommandText =
                """
                CREATE TEMP TABLE IF NOT EXISTS staged_keys
                    (n int, filled_on date, dispenser_id int, rx_key bigint, fill_number smallint, partial_fill smallint) ON COMMIT DROP;
                TRUNCATE staged_keys;
                """;
            await command.ExecuteNonQueryAsync(cancellationToken);
        }

        await using var copy = await PostgresCopy.BeginAsync(connection, "staged_keys", ["n", .. ReportColumns.Key], cancellationToken);
        for (var i = 0; i < keys.Length; i++)
        {
            await copy.BeginRowAsync(cancellationToken);
            copy.Int32(i);
            Write(copy, keys.Span[i]);
        }

        await copy.CompleteAsync(cancellationToken);
    }

    private static long Milliseconds(NpgsqlDataReader reader, int column) =>
        new DateTimeOffset(reader.GetDateTime(column)).ToUnixTimeMilliseconds();
}

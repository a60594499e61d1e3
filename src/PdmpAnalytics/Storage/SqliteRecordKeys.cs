using Microsoft.Data.Sqlite;
using PdmpAnalytics.Dispensing;
using PdmpAnalytics.Ingestion;

namespace PdmpAnalytics.Storage;

/// <summary>What intake asks SQLite about record keys, one prepared look-up after the other.</summary>
internal static class SqliteRecordKeys
{
    /// <summary>The five columns of a key, bound by <see cref="Add"/>.</summary>
    public static readonly string Is = string.Join(" AND ", ReportColumns.Key.Select(column => $"{column} = ?"));

    private static readonly string Key = string.Join(", ", ReportColumns.Key);

    public static void Find(SqliteConnection connection, ReadOnlySpan<RecordKey> keys, Span<StoredKey> found)
    {
        using var find = new SqliteStatement(
            connection,
            """
            SELECT k.patient_id, k.dispensation_id, k.content_hash, k.reported_at, k.status, k.has_reports,
                   d.quantity, d.prescriber_site_id, d.submission_id, d.line
            FROM dispensation_keys k LEFT JOIN dispensations d ON d.patient_id = k.patient_id AND d.id = k.dispensation_id
            WHERE k.filled_on = ? AND k.dispenser_id = ? AND k.rx_key = ? AND k.fill_number = ? AND k.partial_fill = ?
            """);
        for (var i = 0; i < keys.Length; i++)
        {
            Add(find, in keys[i]);
            found[i] = find.Step() ? Stored(find) : default;
            find.Reset();
        }
    }

    public static Dictionary<RecordKey, List<KeyReport>> FindReports(SqliteConnection connection, IReadOnlyList<RecordKey> keys)
    {
        using var find = new SqliteStatement(
            connection,
            """
            SELECT r.reported_at, r.submission_id, r.line, r.status, r.quantity, r.content_hash, r.patient_id, r.dispensation_id,
                   d.prescriber_site_id, r.target_submission_id, r.target_first_line, r.target_last_line
            FROM dispensation_reports r LEFT JOIN dispensations d ON d.patient_id = r.patient_id AND d.id = r.dispensation_id
            WHERE r.filled_on = ? AND r.dispenser_id = ? AND r.rx_key = ? AND r.fill_number = ? AND r.partial_fill = ?
            """);
        var reports = new Dictionary<RecordKey, List<KeyReport>>();
        foreach (var key in keys)
        {
            var list = new List<KeyReport>();
            Add(find, in key);
            while (find.Step())
            {
                list.Add(Report(find));
            }

            find.Reset();
            if (list.Count > 0)
            {
                reports.Add(key, list);
            }
        }

        return reports;
    }

    public static List<RecordKey> FindSubmitted(SqliteConnection connection, int submissionId, int firstLine, int lastLine)
    {
        using var find = new SqliteStatement(
            connection,
            $"""
            SELECT {Key} FROM dispensations WHERE submission_id = ? AND line BETWEEN ? AND ?
            UNION
            SELECT {Key} FROM dispensation_reports WHERE submission_id = ? AND line BETWEEN ? AND ? AND dispensation_id <> 0
            """);
        for (var half = 0; half < 2; half++)
        {
            find.Add(submissionId);
            find.Add(firstLine);
            find.Add(lastLine);
        }

        var keys = new List<RecordKey>();
        while (find.Step())
        {
            keys.Add(new RecordKey(
                (int)find.Int64(0), (int)find.Int64(1), find.Int64(2), (short)find.Int64(3), (byte)find.Int64(4)));
        }

        return keys;
    }

    /// <summary>Binds the five columns of a key.</summary>
    public static void Add(SqliteStatement statement, in RecordKey key)
    {
        statement.Add(key.FilledDay);
        statement.Add(key.DispenserId);
        statement.Add(key.RxKey);
        statement.Add(key.FillNumber);
        statement.Add(key.PartialFill);
    }

    /// <summary>SQLite reads NULL, of a key without a live version, as 0.</summary>
    private static StoredKey Stored(SqliteStatement row) => new()
    {
        Exists = true,
        Version = new VersionRef(row.Int64(0), row.Int64(1), (int)row.Int64(7), Added: 0),
        ContentHash = (ulong)row.Int64(2),
        ReportedAt = row.Int64(3),
        Status = (ReportStatus)row.Int64(4),
        HasReports = row.Int64(5) != 0,
        Quantity = row.Double(6),
        SubmissionId = (int)row.Int64(8),
        Line = (int)row.Int64(9),
    };

    private static KeyReport Report(SqliteStatement row) => new(
        row.Int64(0), (int)row.Int64(1), (int)row.Int64(2), (ReportStatus)row.Int64(3), row.Double(4), (ulong)row.Int64(5),
        new VersionRef(row.Int64(6), row.Int64(7), (int)row.Int64(8), Added: 0))
    {
        TargetSubmissionId = (int)row.Int64(9),
        TargetFirstLine = (int)row.Int64(10),
        TargetLastLine = (int)row.Int64(11),
    };
}

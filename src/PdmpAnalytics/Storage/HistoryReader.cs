using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Storage;

/// <summary>Which patients' histories to read.</summary>
public sealed record HistorySelection
{
    /// <summary>Every patient.</summary>
    public static HistorySelection Everyone { get; } = new();

    /// <summary>These patients only; null means no restriction. In any order, without repeats.</summary>
    public IReadOnlyList<long>? Patients { get; init; }

    /// <summary>Also versions that were revised or voided since, each with the days between which it was known.</summary>
    public bool AllVersions { get; init; }

    /// <summary>Only patients whose id is a multiple of this: an even sample that both databases draw alike. 1 reads all.</summary>
    public int EveryNth { get; init; } = 1;
}

/// <summary>
/// Dispensations in patient order, as fast as the database gives them: numbers only, no entity, no text, nothing
/// allocated for a row.
/// </summary>
public interface IHistoryReader : IAsyncDisposable
{
    /// <summary>Reads the next row; false at the end.</summary>
    bool TryRead(ref DispensationRow row);
}

/// <summary>Opens the reader of the database at hand.</summary>
public static class HistoryReader
{
    /// <summary>Columns in the order both readers expect.</summary>
    internal const string Columns =
        "patient_id, id, drug_id, dispenser_id, prescriber_site_id, filled_on, sold_on, written_on, quantity, days_supply, "
        + "fill_number, COALESCE(refills_authorized, -1), partial_fill, payment, transmission_form, context, quality, patient_zip, "
        + "patient_age, rx_key";

    /// <summary>Opens the context's connection for as long as the context lives; the reader has it to itself until disposed.</summary>
    public static async Task<IHistoryReader> OpenAsync(PdmpDbContext db, HistorySelection selection, CancellationToken cancellationToken)
    {
        await db.Database.OpenConnectionAsync(cancellationToken);
        return db.Database.GetDbConnection() switch
        {
            NpgsqlConnection postgres => await PostgresHistoryReader.OpenAsync(postgres, selection, cancellationToken),
            SqliteConnection sqlite => new SqliteHistoryReader(sqlite, selection),
            var other => throw new NotSupportedException($"No history reader for {other.GetType().Name}."),
        };
    }

    /// <summary>The query both databases run; ids are numbers, so nothing needs quoting.</summary>
    /// <param name="versionColumns">Day received and day closed, in the database's words; read when all versions are asked for.</param>
    internal static string Query(HistorySelection selection, string versionColumns)
    {
        var where = selection.AllVersions ? "1 = 1" : "valid_to IS NULL";
        if (selection.EveryNth > 1)
        {
            where += FormattableString.Invariant($" AND patient_id % {selection.EveryNth} = 0");
        }

        if (selection.Patients is { } patients)
        {
            where += $" AND patient_id IN ({string.Join(',', patients)})";
        }

        return $"SELECT {(selection.AllVersions ? $"{Columns}, {versionColumns}" : Columns)} FROM dispensations WHERE {where} ORDER BY patient_id, id";
    }
}

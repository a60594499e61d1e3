using Microsoft.Data.Sqlite;
using Npgsql;
using PdmpAnalytics.Storage;

namespace PdmpAnalytics.Web;

/// <summary>Tells a database that cannot answer now from a fault of ours: gone, too busy, or without this program's schema.</summary>
internal static class Unavailability
{
    /// <summary>Our choice, 2026-11-22: a restart or a migration of an index takes about as long.</summary>
    public const string RetryAfterSeconds = "30";

    /// <summary>
    /// PostgreSQL documentation, appendix A: connection, resources, operator intervention; a database, table or column that is not there; and
    /// a statement that was prepared before a migration.
    /// </summary>
    private static readonly string[] SqlStates = ["08", "53", "57", "3D000", "42P01", "42703", "0A000"];

    /// <summary>SQLite's result codes: busy, locked, input/output, cannot open.</summary>
    private static readonly int[] SqliteCodes = [5, 6, 10, 14];

    public static bool IsCauseOf(Exception failure)
    {
        for (var cause = failure; cause is not null; cause = cause.InnerException)
        {
            if (cause is StorageNotReadyException or TimeoutException
                || (cause is SqliteException sqlite && SqliteCodes.Contains(sqlite.SqliteErrorCode))
                || (cause is PostgresException server && Array.Exists(SqlStates, state => server.SqlState.StartsWith(state, StringComparison.Ordinal)))
                || (cause is NpgsqlException and not PostgresException))
            {
                return true;
            }
        }

        return false;
    }
}

using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace PdmpAnalytics.Storage;

/// <summary>Sets up every SQLite connection: write-ahead log, foreign keys, patience with other writers, room to work.</summary>
internal sealed class SqlitePragmas : DbConnectionInterceptor
{
    /// <summary>
    /// NORMAL never corrupts under WAL; a power cut may lose the last commits, and a file is then loaded again. Timeout, 256 MB
    /// of cache and 1 GB of memory map: our choice, 2026-11-22.
    /// </summary>
    private const string Statements =
        """
        PRAGMA busy_timeout = 30000;
        PRAGMA journal_mode = WAL;
        PRAGMA synchronous = NORMAL;
        PRAGMA foreign_keys = ON;
        PRAGMA temp_store = MEMORY;
        PRAGMA cache_size = -262144;
        PRAGMA mmap_size = 1073741824;
        """;

    public static SqlitePragmas Instance { get; } = new();

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        using var command = connection.CreateCommand();
        command.CommandText = Statements;
        command.ExecuteNonQuery();
    }

    public override async Task ConnectionOpenedAsync(
        DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = Statements;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}

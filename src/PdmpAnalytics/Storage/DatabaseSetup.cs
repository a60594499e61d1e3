using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace PdmpAnalytics.Storage;

/// <summary>Brings a database to the schema of this program.</summary>
internal static class DatabaseSetup
{
    public static void UseSqlite(DbContextOptionsBuilder builder, string connectionString) => builder
        .UseSqlite(connectionString)
        .AddInterceptors(SqlitePragmas.Instance, CommitFence.Instance)
        .ReplaceService<IMigrationsSqlGenerator, SqliteTables>();

    public static void UsePostgres(DbContextOptionsBuilder builder, string connectionString) =>
        builder.UseNpgsql(connectionString).AddInterceptors(CommitFence.Instance);

    /// <summary>
    /// Migrates a SQLite file in one transaction. Not through EF's own runner: its lock is a row that a killed process leaves
    /// behind, and every later start would wait for it.
    /// </summary>
    public static void MigrateSqlite(SqlitePdmpDbContext db)
    {
        var history = db.GetService<IHistoryRepository>();
        if (!Pending(db, history).Any())
        {
            return;
        }

        using var transaction = db.Database.BeginTransaction();
        // Asked again: another process may have migrated while this one waited to write.
        if (Pending(db, history).Any())
        {
            var script = db.GetService<IMigrator>().GenerateScript(
                fromMigration: history.Exists() ? history.GetAppliedMigrations().Select(row => row.MigrationId).Max() : null,
                toMigration: null,
                MigrationsSqlGenerationOptions.NoTransactions);
            using var command = db.Database.GetDbConnection().CreateCommand();
            command.CommandText = script;
            command.ExecuteNonQuery();
        }

        transaction.Commit();
    }

    /// <summary>Throws with advice when a PostgreSQL database lacks migrations.</summary>
    public static void RequireMigrated(PostgresPdmpDbContext db)
    {
        if (db.Database.GetPendingMigrations().Any())
        {
            throw new StorageNotReadyException(
                "The PostgreSQL database does not have this program's schema. Run 'pdmp migrate' with a role that may change it.");
        }
    }

    private static IEnumerable<string> Pending(SqlitePdmpDbContext db, IHistoryRepository history)
    {
        var applied = history.Exists() ? history.GetAppliedMigrations().Select(row => row.MigrationId) : [];
        return db.Database.GetMigrations().Except(applied);
    }
}

using System.Globalization;
using Npgsql;
using PdmpAnalytics.IntegrationTests.Nightly;
using PdmpAnalytics.Storage;
using PdmpAnalytics.TestKit.Databases;
using Xunit;
using static PdmpAnalytics.IntegrationTests.Deploy.Deployed;

namespace PdmpAnalytics.IntegrationTests.Deploy;

/// <summary>backup.sh and restore.sh: a backup comes back on a server that knows nothing, and costs nobody else theirs.</summary>
[Collection(nameof(RolesTests))] // roles belong to the server, not to a database
public class BackupTests
{
    [Theory, OnPostgres]
    public async Task BackupRestoredOnAFreshServer_IsTheSameStore_AndGoesOn(StorageProvider provider)
    {
        await using var database = await PreparedAsync(provider);
        var files = NightInbox.Of(20, database.Folder);
        var inbox = Directory.CreateDirectory(Path.Combine(database.Folder, "inbox")).FullName;
        files.Fill(inbox, second: false);
        await OkAsync(database, Script.As(database.Options.ConnectionString, App), "nightly", "--date", "2025-05-30", "--inbox", inbox);

        var backup = await Script.RunAsync(database.Options.ConnectionString, Backup, "backup.sh", Path.Combine(database.Folder, "backups"));
        Assert.True(backup.ExitCode == 0, backup.Error);
        var file = Assert.Single(backup.Lines);
        await using var fresh = await FreshServer.StartAsync();
        var restored = fresh.Database("restored", "postgres");
        var restore = await Script.RunAsync(restored, "postgres", "restore.sh", file, "restored");
        Assert.True(restore.ExitCode == 0, restore.Error);

        Assert.Equal(await DumpAsync(database.Options.ConnectionString), await DumpAsync(restored));
        Assert.Equal(await RightsAsync(database.Options.ConnectionString), await RightsAsync(restored));
        await OkAsync(database, fresh.Database("restored", App), "audit", "verify");
        await OkAsync(database, fresh.Database("restored", App), "nightly", "--date", "2025-05-31");
        var again = await Script.RunAsync(restored, "postgres", "restore.sh", file, "restored");
        Assert.Equal(1, again.ExitCode);
        Assert.Contains("has tables", again.Error, StringComparison.Ordinal);
    }

    [Theory, OnPostgres]
    public async Task BackupThatWasChanged_IsNotRestored(StorageProvider provider)
    {
        await using var database = await PreparedAsync(provider);
        var backup = await Script.RunAsync(database.Options.ConnectionString, Backup, "backup.sh", Path.Combine(database.Folder, "backups"));
        var file = Assert.Single(backup.Lines);
        var bytes = await File.ReadAllBytesAsync(file);
        bytes[^20] ^= 1;
        await File.WriteAllBytesAsync(file, bytes);

        var restore = await Script.RunAsync(database.Options.ConnectionString, "postgres", "restore.sh", file, "never_made");

        Assert.NotEqual(0, restore.ExitCode);
        Assert.Contains("sha256sum", restore.Error, StringComparison.Ordinal);
        var never = new NpgsqlConnectionStringBuilder(database.Options.ConnectionString) { Database = "never_made", Pooling = false };
        Assert.Equal(
            PostgresErrorCodes.InvalidCatalogName,
            (await Assert.ThrowsAsync<PostgresException>(() => ExecuteAsync(never.ConnectionString, "SELECT 1"))).SqlState);
    }

    /// <summary>Old ones of its own go, with what a killed one left; a database whose name begins alike keeps its only one.</summary>
    [Theory, OnPostgres]
    public async Task OldBackups_GoForTheirOwnDatabaseOnly(StorageProvider provider)
    {
        await using var database = await PreparedAsync(provider);
        var name = new NpgsqlConnectionStringBuilder(database.Options.ConnectionString).Database!;
        var folder = Directory.CreateDirectory(Path.Combine(database.Folder, "backups")).FullName;
        var yesterday = TimeProvider.System.GetUtcNow().AddDays(-1).ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        string[] gone = [$"{name}-20250901T060000Z.dump", $"{name}-20250901T060000Z.dump.sha256", $"{name}-20250902T060000Z.part"];
        string[] kept =
        [
            $"{name}-{yesterday}.dump", $"{name}-test-20250901T060000Z.dump", $"{name}-20250901T060000Z-20250901T060000Z.dump",
            $"x{name}-20250901T060000Z.dump", $"{name}-20250901T060000Z.dump.note",
        ];
        foreach (var file in gone.Concat(kept))
        {
            await File.WriteAllTextAsync(Path.Combine(folder, file), "");
        }

        var backup = await Script.RunAsync(database.Options.ConnectionString, Backup, "backup.sh", folder);

        Assert.True(backup.ExitCode == 0, backup.Error);
        var made = Path.GetFileName(Assert.Single(backup.Lines));
        Assert.Equal(kept.Append(made).Append(made + ".sha256").Order(StringComparer.Ordinal), Directory.GetFiles(folder).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal));
    }

    [Theory, OnPostgres]
    public async Task BackupThatCannotBe_LeavesNothing(StorageProvider provider)
    {
        await using var empty = await TestDatabase.CreateEmptyAsync(provider);
        var folder = Path.Combine(empty.Folder, "backups");

        var lacks = await Script.RunAsync(empty.Options.ConnectionString, "postgres", "backup.sh", folder);
        var slash = await Script.RunAsync(
            new NpgsqlConnectionStringBuilder(empty.Options.ConnectionString) { Database = "a/b" }.ConnectionString, "postgres", "backup.sh", folder);

        Assert.Equal(1, lacks.ExitCode);
        Assert.Contains("lacks the audit log", lacks.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(folder));
        Assert.Equal(2, slash.ExitCode);
        Assert.Contains("slash", slash.Error, StringComparison.Ordinal);
    }

    /// <summary>
    /// Hangfire's tables are in a schema of their own, which its owner made by <c>pdmp-web provision</c>: the running role has rows there,
    /// also in tables that a later version adds once roles.sql was run again, and a backup has all of it.
    /// </summary>
    [Theory, OnPostgres]
    public async Task SchemaOfHangfire_IsUsedAndBackedUp(StorageProvider provider)
    {
        await using var database = await PreparedAsync(provider);
        var owner = Script.As(database.Options.ConnectionString, Owner);
        await ExecuteAsync(owner, "CREATE SCHEMA hangfire; CREATE TABLE hangfire.job (id serial PRIMARY KEY, state text); CREATE TABLE hangfire.lock (resource text)");
        await Script.SetRolesAsync(database.Options.ConnectionString);
        var app = Script.As(database.Options.ConnectionString, App);

        await ExecuteAsync(app, "INSERT INTO hangfire.job (state) VALUES ('a'), ('b'); UPDATE hangfire.job SET state = 'c' WHERE id = 1; DELETE FROM hangfire.job WHERE id = 2");
        await Assert.ThrowsAsync<PostgresException>(() => ExecuteAsync(app, "DROP TABLE hangfire.lock"));
        await Assert.ThrowsAsync<PostgresException>(() => ExecuteAsync(app, "CREATE TABLE hangfire.another (id int)"));
        var backup = await Script.RunAsync(database.Options.ConnectionString, Backup, "backup.sh", Path.Combine(database.Folder, "backups"));

        Assert.True(backup.ExitCode == 0, backup.Error);
        await using var fresh = await FreshServer.StartAsync();
        var restore = await Script.RunAsync(fresh.Database("restored", "postgres"), "postgres", "restore.sh", Assert.Single(backup.Lines), "restored");
        Assert.True(restore.ExitCode == 0, restore.Error);
        await ExecuteAsync(fresh.Database("restored", App), "INSERT INTO hangfire.job (state) SELECT state FROM hangfire.job WHERE id = 1 AND state = 'c'");
    }

    /// <summary>Names that psql, createdb or pg_restore would take for something else.</summary>
    [Theory, OnPostgres]
    public async Task OddNames_AreRestoredAndBackedUp(StorageProvider provider)
    {
        await using var database = await PreparedAsync(provider);
        var file = Assert.Single((await Script.RunAsync(database.Options.ConnectionString, Backup, "backup.sh", Path.Combine(database.Folder, "backups"))).Lines);
        await using var fresh = await FreshServer.StartAsync();

        foreach (var name in new[] { "a=b", "-x", "it's [a*] \\ name", "UPPER" })
        {
            var restored = fresh.Database(name, "postgres");
            var restore = await Script.RunAsync(restored, "postgres", "restore.sh", file, name);
            Assert.True(restore.ExitCode == 0, restore.Error);
            Assert.Contains("note: pdmp_app has no password", restore.Error, StringComparison.Ordinal);
            Assert.Equal(await DumpAsync(database.Options.ConnectionString), await DumpAsync(restored));
            var backup = await Script.RunAsync(restored, Backup, "backup.sh", Path.Combine(database.Folder, "again"));
            Assert.True(backup.ExitCode == 0 && File.Exists(backup.Lines[0]), backup.Error);
        }
    }

    private static async Task<string> RightsAsync(string connection)
    {
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connection) { Pooling = false });
        await using var command = source.CreateCommand(
            "SELECT string_agg(relname || ' ' || relowner::regrole || ' ' || coalesce(relacl::text, ''), E'\\n' ORDER BY relname) FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'S')");
        return (string)(await command.ExecuteScalarAsync())!;
    }
}

using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using PdmpAnalytics.Accounts;
using PdmpAnalytics.IntegrationTests.Cli;
using PdmpAnalytics.IntegrationTests.Nightly;
using PdmpAnalytics.IntegrationTests.Web;
using PdmpAnalytics.Nightly;
using PdmpAnalytics.Storage;
using PdmpAnalytics.TestKit.Databases;
using Xunit;

namespace PdmpAnalytics.IntegrationTests.Deploy;

/// <summary>deploy/postgres on a real server: what each role may do, and that a backup comes back on a server that knows nothing.</summary>
[Collection(nameof(RolesTests))] // roles belong to the server, not to a database
public partial class RolesTests
{
    private const string Owner = "pdmp_owner";
    private const string App = "pdmp_app";
    private const string Backup = "pdmp_backup";

    /// <summary>Not even by mistake: what the running role may never do.</summary>
    private static readonly string[] Forbidden =
    [
        "UPDATE audit_events SET action = 'nothing'",
        "DELETE FROM audit_events",
        "TRUNCATE audit_events",
        "DELETE FROM audit_heads",
        "TRUNCATE dispensations",
        "TRUNCATE alerts",
        "DROP TABLE audit_events",
        "ALTER TABLE audit_events DISABLE TRIGGER ALL",
        "ALTER TABLE audit_events OWNER TO pdmp_app",
        "CREATE TABLE another (id int)",
        "DELETE FROM \"__EFMigrationsHistory\"",
        "SET ROLE pdmp_owner",
        "CREATE ROLE another",
    ];

    [Theory, OnPostgres]
    public async Task RunningRole_MayDoItsWork_AndNothingToTheAuditLogOrTables(StorageProvider provider)
    {
        await using var database = await PreparedAsync(provider);
        var files = NightInbox.Of(20, database.Folder);
        var inbox = Directory.CreateDirectory(Path.Combine(database.Folder, "inbox")).FullName;
        files.Fill(inbox, second: false);
        var app = Script.As(database.Options.ConnectionString, App);

        await OkAsync(database, app, "nightly", "--date", "2025-05-30", "--inbox", inbox);
        await OkAsync(database, app, "link", "--all");
        await OkAsync(database, app, "audit", "verify");

        foreach (var statement in Forbidden)
        {
            var refused = await Assert.ThrowsAsync<PostgresException>(() => ExecuteAsync(app, statement));
            Assert.True(refused.SqlState is PostgresErrorCodes.InsufficientPrivilege, $"{statement}: {refused.SqlState}");
        }

        var reader = Script.As(database.Options.ConnectionString, Backup);
        await Assert.ThrowsAsync<PostgresException>(() => ExecuteAsync(reader, "INSERT INTO audit_heads SELECT * FROM audit_heads"));
        await Assert.ThrowsAsync<PostgresException>(() => ExecuteAsync(reader, "CREATE TABLE another (id int)"));
    }

    /// <summary>The scheduler's tables are made by their owner; the running role then keeps its schedule in them and has a night.</summary>
    [Theory, OnPostgres]
    public async Task RunningRole_HasItsNightByTheSchedulerThatTheOwnerProvisioned(StorageProvider provider)
    {
        await using var database = await PreparedAsync(provider);
        var app = Script.As(database.Options.ConnectionString, App);
        (string, string)[] settings = [("Nightly__At", "02:00"), ("Scheduler__ProvisionSchema", "false"), ("DATABASE", app)];
        await WebProcess.ProvisionAsync(database, ("Nightly__At", "02:00"), ("DATABASE", Script.As(database.Options.ConnectionString, Owner)));
        await Script.SetRolesAsync(database.Options.ConnectionString);
        await database.Get<UserService>().AddAsync("ada", [AccountRole.Administrator], WebHost.Password, "test");

        await using var web = await WebProcess.StartAsync(database, settings);
        await web.BeginNightAsync("ada");
        await web.LineAsync(Done());

        Assert.Equal(NightState.Done, Assert.Single(await database.Get<NightLedgerService>().ListAsync(10)).Night.State);
        await Assert.ThrowsAsync<PostgresException>(() => ExecuteAsync(app, "DROP TABLE qrtz_triggers"));
    }

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

    /// <summary>An upgrade that is taken back by the owner and made again: what the older schema knows is as it was.</summary>
    [Theory, OnPostgres]
    public async Task LastMigrationTakenBackAndMadeAgain_LeavesTheStore(StorageProvider provider)
    {
        await using var database = await PreparedAsync(provider);
        var owner = Script.As(database.Options.ConnectionString, Owner);
        var before = await DumpAsync(database.Options.ConnectionString);
        var migrations = (await Pdmp.RunAsync(owner, database.Folder, "migrate", "--list")).Lines;

        await OkAsync(database, owner, "migrate", "--to", migrations[^2]);

        var app = await Pdmp.RunAsync(Script.As(database.Options.ConnectionString, App), database.Folder, "nights", "list");
        Assert.Equal(11, app.ExitCode); // and says to migrate
        await OkAsync(database, owner, "migrate");
        Assert.Equal(before, await DumpAsync(database.Options.ConnectionString));
    }

    /// <summary>A database as the runbook prepares one.</summary>
    private static async Task<TestDatabase> PreparedAsync(StorageProvider provider)
    {
        var database = await TestDatabase.CreateEmptyAsync(provider);
        await Script.SetRolesAsync(database.Options.ConnectionString);
        await using (var owner = new ServiceCollection().AddPdmpAnalytics(StorageOptions.Parse(Script.As(database.Options.ConnectionString, Owner))).BuildServiceProvider())
        {
            await owner.GetRequiredService<StorageMigration>().MigrateAsync();
        }

        await Script.SetRolesAsync(database.Options.ConnectionString);
        return database;
    }

    private static async Task OkAsync(TestDatabase database, string connection, params string[] arguments)
    {
        var run = await Pdmp.RunAsync(connection, database.Folder, arguments);
        Assert.True(run.ExitCode == 0, run.Error);
    }

    private static async Task ExecuteAsync(string connection, string sql)
    {
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connection) { Pooling = false });
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<string> RightsAsync(string connection)
    {
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connection) { Pooling = false });
        await using var command = source.CreateCommand(
            "SELECT string_agg(relname || ' ' || relowner::regrole || ' ' || coalesce(relacl::text, ''), E'\\n' ORDER BY relname) FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'S')");
        return (string)(await command.ExecuteScalarAsync())!;
    }

    private static async Task<string> DumpAsync(string connection)
    {
        await using var services = new ServiceCollection().AddPdmpAnalytics(StorageOptions.Parse(connection)).BuildServiceProvider();
        await using var db = services.GetRequiredService<IDbContextFactory<PdmpDbContext>>().CreateDbContext();
        return await DatabaseDump.OfAsync(db);
    }

    [GeneratedRegex("Night .*, run .*: Done")]
    private static partial Regex Done();
}

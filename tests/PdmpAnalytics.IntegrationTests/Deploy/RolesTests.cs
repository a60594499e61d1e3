using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using PdmpAnalytics.Accounts;
using PdmpAnalytics.IntegrationTests.Nightly;
using PdmpAnalytics.IntegrationTests.Web;
using PdmpAnalytics.Nightly;
using PdmpAnalytics.Storage;
using PdmpAnalytics.TestKit;
using PdmpAnalytics.TestKit.Databases;
using Xunit;
using static PdmpAnalytics.IntegrationTests.Deploy.Deployed;

namespace PdmpAnalytics.IntegrationTests.Deploy;

/// <summary>deploy/postgres/roles.sql on a real server: what each role may do.</summary>
[Collection(nameof(RolesTests))] // roles belong to the server, not to a database
public partial class RolesTests
{
    /// <summary>Not even by mistake: what the running role may never do.</summary>
    private static readonly string[] Forbidden =
    [
        "UPDATE audit_events SET action = 'nothing'",
        "DELETE FROM audit_events",
        "TRUNCATE audit_events",
        "DELETE FROM audit_heads",
        "UPDATE review_decisions SET reason = ''",
        "DELETE FROM patient_disclosures",
        "DELETE FROM legal_holds",
        "DELETE FROM purge_runs",
        "DELETE FROM nights",
        "DELETE FROM run_leases",
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

    /// <summary>Every table that roles.sql names is there: one renamed would be open again.</summary>
    [Theory, OnPostgres]
    public async Task TablesThatKeepHistory_AreThere(StorageProvider provider)
    {
        await using var database = await PreparedAsync(provider);
        var sql = await File.ReadAllTextAsync(RepositoryFiles.Path("deploy", "postgres", "roles.sql"));
        var tables = Arrays().Matches(sql).SelectMany(a => Quoted().Matches(a.Groups[1].Value)).Select(m => m.Groups[1].Value)
            .Where(name => name is not (Owner or App or Backup or "public" or "hangfire")).ToList();

        await using var db = database.Open();
        var known = db.Model.GetEntityTypes().Select(e => e.GetTableName()).ToHashSet();
        Assert.True(tables.Count > 20);
        Assert.All(tables, table => Assert.Contains(table, known));
    }

    /// <summary>Placed once and ended once; begun once and certified once.</summary>
    [Theory, OnPostgres]
    public async Task EndedHoldsAndCertificates_AreNotChanged(StorageProvider provider)
    {
        await using var database = await PreparedAsync(provider);
        var app = Script.As(database.Options.ConnectionString, App);
        await OkAsync(database, app, "retention", "hold", "--all", "--reason", "A court order");
        await RefusedAsync("UPDATE legal_holds SET reason = 'Another'", "UPDATE legal_holds SET patient_id = 1");
        await OkAsync(database, app, "retention", "release", "1", "--reason", "It is over");
        await RefusedAsync("UPDATE legal_holds SET ended_at = NULL");
        await OkAsync(database, app, "retention", "purge", "--user", "officer");
        await RefusedAsync("UPDATE purge_runs SET dispensations = 5", "UPDATE purge_runs SET before = before + 1");

        async Task RefusedAsync(params string[] statements)
        {
            foreach (var statement in statements)
            {
                foreach (var role in new[] { App, Owner })
                {
                    var refused = await Assert.ThrowsAsync<PostgresException>(() => ExecuteAsync(Script.As(database.Options.ConnectionString, role), statement));
                    Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
                }
            }
        }
    }

    /// <summary>An upgrade that adds a table opens nothing, until roles.sql is told about it.</summary>
    [Theory, OnPostgres]
    public async Task TableThatAnUpgradeAdds_CanBeReadAndAppendedToOnly(StorageProvider provider)
    {
        await using var database = await PreparedAsync(provider);
        await ExecuteAsync(Script.As(database.Options.ConnectionString, Owner), "CREATE TABLE added (id int)");
        var app = Script.As(database.Options.ConnectionString, App);

        await ExecuteAsync(app, "INSERT INTO added SELECT 1 WHERE NOT EXISTS (SELECT FROM added)");

        await Assert.ThrowsAsync<PostgresException>(() => ExecuteAsync(app, "UPDATE added SET id = 2"));
        await Assert.ThrowsAsync<PostgresException>(() => ExecuteAsync(app, "DELETE FROM added"));
        await Script.SetRolesAsync(database.Options.ConnectionString);
        await ExecuteAsync(app, "DELETE FROM added");
    }

    /// <summary>An upgrade that is taken back by the owner and made again: what the older schema knows is as it was.</summary>
    [Theory, OnPostgres]
    public async Task LastMigrationTakenBackAndMadeAgain_LeavesTheStore(StorageProvider provider)
    {
        await using var database = await PreparedAsync(provider);
        var owner = Script.As(database.Options.ConnectionString, Owner);
        var before = await DumpAsync(database.Options.ConnectionString);
        var migrations = (await Cli.Pdmp.RunAsync(owner, database.Folder, "migrate", "--list")).Lines;

        await OkAsync(database, owner, "migrate", "--to", migrations[^2]);

        var app = await Cli.Pdmp.RunAsync(Script.As(database.Options.ConnectionString, App), database.Folder, "nights", "list");
        Assert.Equal(11, app.ExitCode); // and says to migrate
        await OkAsync(database, owner, "migrate");
        Assert.Equal(before, await DumpAsync(database.Options.ConnectionString));
    }

    [GeneratedRegex(@"ARRAY\[([^\]]+)\]")]
    private static partial Regex Arrays();

    [GeneratedRegex("'([a-z_]+)'")]
    private static partial Regex Quoted();

    [GeneratedRegex("Night .*, run .*: Done")]
    private static partial Regex Done();
}

using System.Net;
using Microsoft.Data.Sqlite;
using Npgsql;
using PdmpAnalytics.Accounts;
using PdmpAnalytics.IntegrationTests.Web.Api;
using PdmpAnalytics.Storage;
using PdmpAnalytics.TestKit.Databases;
using Xunit;

namespace PdmpAnalytics.IntegrationTests.Web.Lookup;

/// <summary>A database that is busy, gone or half migrated: the counter is told so, with the time, and gets no report that looks whole.</summary>
public class LookupFaultTests
{
    private static readonly (string, string)[] Alice = [("last", "Testpatient"), ("first", "Alice"), ("born", "1980-02-14"), ("purpose", "Dispensing")];

    [Theory, OnSqlite, OnPostgres]
    public async Task AuditLockedBySomebodyElse_IsNotAvailable(StorageProvider provider)
    {
        await using var system = await PharmacySystem.ConnectAsync(provider);
        var patience = provider == StorageProvider.Postgres ? ";Command Timeout=1" : ";Default Timeout=1";
        await using var host = system.Host.Beside(("database", system.Host.Database.Options.ConnectionString + patience));
        using var client = await host.SignedInAsync(AccountRole.Pharmacist);
        await using System.Data.Common.DbConnection other = provider == StorageProvider.Postgres
            ? new NpgsqlConnection(system.Host.Database.Options.ConnectionString) : new SqliteConnection(system.Host.Database.Options.ConnectionString);
        await other.OpenAsync();
        var locking = provider == StorageProvider.Postgres ? "BEGIN; LOCK TABLE audit_heads IN ACCESS EXCLUSIVE MODE" : "BEGIN IMMEDIATE";
        await ExecuteAsync(other, locking);

        await AssertNotAvailableAsync(client);

        await ExecuteAsync(other, "ROLLBACK");
        Assert.Empty(await system.DisclosuresAsync());
        using var later = await WebHost.PostAsync(client, "/look-up", "/look-up", Alice);
        Assert.Contains("ALICE TESTPATIENT", await later.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory, OnPostgres]
    public async Task DatabaseInMigration_IsNotAvailable_AndNothingIsKept(StorageProvider provider)
    {
        await using var system = await PharmacySystem.ConnectAsync(provider);
        using var client = await system.Host.SignedInAsync(AccountRole.Pharmacist);
        await using var other = new NpgsqlConnection(system.Host.Database.Options.ConnectionString);
        await other.OpenAsync();

        await ExecuteAsync(other, "ALTER TABLE dispensations RENAME TO dispensations_moving");
        await AssertNotAvailableAsync(client);
        await ExecuteAsync(other, "ALTER TABLE dispensations_moving RENAME TO dispensations; ALTER TABLE patient_disclosures RENAME COLUMN override TO override_moving");
        await AssertNotAvailableAsync(client);
        await ExecuteAsync(other, "ALTER TABLE patient_disclosures RENAME COLUMN override_moving TO override");

        Assert.Empty(await system.DisclosuresAsync());
    }

    [Theory, OnPostgres]
    public async Task DatabaseGone_IsNotAvailable(StorageProvider provider)
    {
        await using var system = await PharmacySystem.ConnectAsync(provider);
        using var client = await system.Host.SignedInAsync(AccountRole.Pharmacist);
        var target = new NpgsqlConnectionStringBuilder(system.Host.Database.Options.ConnectionString);
        await using var other = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(target.ConnectionString) { Database = "postgres" }.ConnectionString);
        await other.OpenAsync();
        using var page = await client.GetAsync(new Uri("/look-up", UriKind.Relative));
        await ExecuteAsync(other, $"DROP DATABASE {target.Database} WITH (FORCE)");

        await AssertNotAvailableAsync(client);
        await AssertNotAvailableAsync(client);
    }

    private static async Task AssertNotAvailableAsync(HttpClient client)
    {
        client.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        using var answer = await WebHost.PostAsync(client, "/look-up", "/look-up", Alice);
        var page = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == HttpStatusCode.ServiceUnavailable, page);
        Assert.Equal("30", Assert.Single(answer.Headers.GetValues("Retry-After")));
        Assert.Contains("Not available, as of 20", page, StringComparison.Ordinal);
        Assert.DoesNotContain("ALICE", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Nothing stands out", page, StringComparison.Ordinal);
    }

    private static async Task ExecuteAsync(System.Data.Common.DbConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }
}

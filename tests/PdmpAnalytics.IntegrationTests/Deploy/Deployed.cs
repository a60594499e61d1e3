using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using PdmpAnalytics.IntegrationTests.Cli;
using PdmpAnalytics.Storage;
using PdmpAnalytics.TestKit.Databases;
using Xunit;

namespace PdmpAnalytics.IntegrationTests.Deploy;

/// <summary>A database as the runbook prepares one, and what is asked of it as one role or another.</summary>
internal static class Deployed
{
    public const string Owner = "pdmp_owner";
    public const string App = "pdmp_app";
    public const string Backup = "pdmp_backup";

    public static async Task<TestDatabase> PreparedAsync(StorageProvider provider)
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

    /// <summary>Runs <c>pdmp</c>, which must end well.</summary>
    public static async Task OkAsync(TestDatabase database, string connection, params string[] arguments)
    {
        var run = await Pdmp.RunAsync(connection, database.Folder, arguments);
        Assert.True(run.ExitCode == 0, run.Error);
    }

    public static async Task ExecuteAsync(string connection, string sql)
    {
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connection) { Pooling = false });
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Every row of every table.</summary>
    public static async Task<string> DumpAsync(string connection)
    {
        await using var services = new ServiceCollection().AddPdmpAnalytics(StorageOptions.Parse(connection)).BuildServiceProvider();
        await using var db = services.GetRequiredService<IDbContextFactory<PdmpDbContext>>().CreateDbContext();
        return await DatabaseDump.OfAsync(db);
    }
}

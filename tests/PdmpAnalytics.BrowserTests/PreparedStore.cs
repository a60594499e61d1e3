using Microsoft.Data.Sqlite;
using PdmpAnalytics.IntegrationTests.Cli;
using PdmpAnalytics.Storage;
using PdmpAnalytics.TestKit.Databases;

namespace PdmpAnalytics.BrowserTests;

/// <summary>
/// The demonstration's queue and an account for everybody, made as the README says: <c>pdmp demo</c>, <c>pdmp user add</c>. It
/// is made once a run and database, and each test gets a copy.
/// </summary>
internal static class PreparedStore
{
    private static readonly SemaphoreSlim Gate = new(1);
    private static string? _file;

    private static TestDatabase? _database;

    public static async Task<TestDatabase> CreateAsync(StorageProvider provider)
    {
        if (provider == StorageProvider.Postgres)
        {
            return await CopyAsync();
        }

        var database = await TestDatabase.CreateAsync(provider);
        File.Copy(await FileAsync(), new SqliteConnectionStringBuilder(database.Options.ConnectionString).DataSource, overwrite: true);
        return database;
    }

    /// <summary>The first stays on the server, which is thrown away with it, as the template of the others.</summary>
    private static async Task<TestDatabase> CopyAsync()
    {
        await Gate.WaitAsync();
        try
        {
            if (_database is null)
            {
                var made = await TestDatabase.CreateAsync(StorageProvider.Postgres);
                await FillAsync(made.Options.ConnectionString, made.Folder);
                _database = made;
            }

            return await _database.CopyAsync();
        }
        finally
        {
            Gate.Release();
        }
    }

    private static async Task<string> FileAsync()
    {
        await Gate.WaitAsync();
        try
        {
            if (_file is null)
            {
                var folder = Directory.CreateTempSubdirectory("pdmp-browser-").FullName;
                AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
                var file = Path.Combine(folder, "prepared.db");
                await FillAsync($"Data Source={file}", folder);
                await using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
                await connection.OpenAsync();
                await using var command = connection.CreateCommand();
                command.CommandText = "PRAGMA wal_checkpoint(TRUNCATE)"; // the copy takes the file alone
                await command.ExecuteNonQueryAsync();
                _file = file;
            }

            return _file;
        }
        finally
        {
            Gate.Release();
        }
    }

    private static async Task FillAsync(string database, string folder)
    {
        Require(await Pdmp.RunAsync(database, folder, "demo"));
        foreach (var person in Person.All)
        {
            using var password = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(Person.Password + "\n"));
            string[] roles = [.. person.Roles.SelectMany(role => new[] { "--role", PdmpAnalytics.Accounts.AccountRoles.Code(role) })];
            Require(await Pdmp.RunAsync(database, folder, password, ["user", "add", person.Name, .. roles]));
        }
    }

    private static void Require(PdmpRun run)
    {
        if (run.ExitCode != 0)
        {
            throw new InvalidOperationException($"The store could not be prepared: {run.Error}");
        }
    }
}

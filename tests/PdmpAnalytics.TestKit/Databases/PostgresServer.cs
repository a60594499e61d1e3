using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using PdmpAnalytics.Storage;

namespace PdmpAnalytics.TestKit.Databases;

/// <summary>The throwaway PostgreSQL server of a test run: makes each test a database of its own from a migrated template.</summary>
public static class PostgresServer
{
    /// <summary>Environment variable with the connection string of a role that may create databases.</summary>
    public const string Variable = "PDMP_TEST_POSTGRES";

    private static readonly SemaphoreSlim Gate = new(1);
    private static readonly string Template = $"pdmp_template_{Environment.ProcessId}";
    private static bool _templateReady;

    public static string? AdminConnectionString
    {
        get
        {
            var value = Environment.GetEnvironmentVariable(Variable);
            return string.IsNullOrWhiteSpace(value) ? null : value;
        }
    }

    /// <summary>Makes a database and returns its connection string. <paramref name="migrated"/> false: without any table.</summary>
    internal static async Task<string> CreateDatabaseAsync(string name, bool migrated)
    {
        // One at a time: PostgreSQL refuses to copy a template that someone is connected to.
        await Gate.WaitAsync();
        try
        {
            if (migrated && !_templateReady)
            {
                await ExecuteAsync($"DROP DATABASE IF EXISTS {Template}");
                await ExecuteAsync($"CREATE DATABASE {Template}");
                await MigrateAsync(ConnectionString(Template));
                _templateReady = true;
            }

            await ExecuteAsync($"CREATE DATABASE {name}" + (migrated ? $" TEMPLATE {Template}" : ""));
            return ConnectionString(name);
        }
        finally
        {
            Gate.Release();
        }
    }

    /// <summary>Makes a database like another to which nobody is connected, and returns its connection string.</summary>
    internal static async Task<string> CopyDatabaseAsync(string name, string original)
    {
        await Gate.WaitAsync();
        try
        {
            await ExecuteAsync($"CREATE DATABASE {name} TEMPLATE {original}");
            return ConnectionString(name);
        }
        finally
        {
            Gate.Release();
        }
    }

    internal static Task DropDatabaseAsync(string name) => ExecuteAsync($"DROP DATABASE IF EXISTS {name} WITH (FORCE)");

    private static string ConnectionString(string database) =>
        new NpgsqlConnectionStringBuilder(Required()) { Database = database, Pooling = true, MaxPoolSize = 8 }.ConnectionString;

    private static string Required() => AdminConnectionString
        ?? throw new InvalidOperationException($"No PostgreSQL server: {Variable} is not set.");

    private static async Task MigrateAsync(string connectionString)
    {
        await using var services = new ServiceCollection()
            .AddPdmpAnalytics(StorageOptions.Parse(connectionString))
            .BuildServiceProvider();
        await services.GetRequiredService<StorageMigration>().MigrateAsync();
        await using var connection = new NpgsqlConnection(connectionString);
        NpgsqlConnection.ClearPool(connection);
    }

    private static async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(Required()) { Database = "postgres", Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }
}

using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Npgsql;
using PdmpAnalytics.Ingestion;
using PdmpAnalytics.Storage;

namespace PdmpAnalytics.TestKit.Databases;

/// <summary>A database of a test's own, with the library's services over it. Gone when disposed.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private readonly string _name;
    private readonly ServiceProvider _services;

    private TestDatabase(string name, string folder, StorageOptions options, Action<IServiceCollection>? configure)
    {
        (_name, Folder, Options) = (name, folder, options);
        var services = new ServiceCollection();
        configure?.Invoke(services);
        services.TryAddSingleton(new IngestionOptions { KeyFile = KeyFile(folder) });
        services.AddPdmpAnalytics(options);
        _services = services.BuildServiceProvider();
    }

    public StorageOptions Options { get; }

    /// <summary>An empty folder for the test's files.</summary>
    public string Folder { get; }

    public IServiceProvider Services => _services;

    /// <summary>Where tests keep the key of rejected records, so that none touches the one of the user who runs them.</summary>
    public static string KeyFile(string folder) => Path.Combine(folder, "intake.key");

    /// <summary>Makes a database with the schema in place.</summary>
    /// <param name="configure">Services that take precedence, e.g. a <see cref="TimeProvider"/> that stands still.</param>
    public static Task<TestDatabase> CreateAsync(StorageProvider provider, Action<IServiceCollection>? configure = null) =>
        CreateAsync(provider, migrated: true, configure);

    /// <summary>Makes a database without any table.</summary>
    public static Task<TestDatabase> CreateEmptyAsync(StorageProvider provider) => CreateAsync(provider, migrated: false, null);

    /// <summary>Makes a PostgreSQL database with everything that is in this one. Nothing may be under way here.</summary>
    public async Task<TestDatabase> CopyAsync()
    {
        await using (var connection = new NpgsqlConnection(Options.ConnectionString))
        {
            NpgsqlConnection.ClearPool(connection);
        }

        var name = NewName();
        return new TestDatabase(
            name, Directory.CreateTempSubdirectory("pdmp-test-").FullName, StorageOptions.Parse(await PostgresServer.CopyDatabaseAsync(name, _name)), null);
    }

    /// <summary>A context on the database; the caller disposes it.</summary>
    public PdmpDbContext Open() => _services.GetRequiredService<IDbContextFactory<PdmpDbContext>>().CreateDbContext();

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        if (Options.Provider == StorageProvider.Postgres)
        {
            await using var connection = new NpgsqlConnection(Options.ConnectionString);
            NpgsqlConnection.ClearPool(connection);
            await PostgresServer.DropDatabaseAsync(_name);
        }
        else
        {
            await using var connection = new SqliteConnection(Options.ConnectionString);
            SqliteConnection.ClearPool(connection);
        }

        Directory.Delete(Folder, recursive: true);
    }

    private static string NewName() => $"pdmp_test_{Guid.NewGuid():N}";

    private static async Task<TestDatabase> CreateAsync(
        StorageProvider provider, bool migrated, Action<IServiceCollection>? configure)
    {
        var name = NewName();
        var folder = Directory.CreateTempSubdirectory("pdmp-test-").FullName;
        var connectionString = provider == StorageProvider.Postgres
            ? await PostgresServer.CreateDatabaseAsync(name, migrated)
            : $"Data Source={Path.Combine(folder, "pdmp.db")}";
        return new TestDatabase(name, folder, StorageOptions.Parse(connectionString), configure);
    }
}

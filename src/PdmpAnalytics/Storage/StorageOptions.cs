using System.Data.Common;
using Npgsql;

namespace PdmpAnalytics.Storage;

/// <summary>The database products the store runs on.</summary>
public enum StorageProvider
{
    /// <summary>Embedded, one file, no server; migrates itself.</summary>
    Sqlite,

    /// <summary>A server; migrated by an operator only.</summary>
    Postgres,
}

/// <summary>Where the store is.</summary>
public sealed record StorageOptions
{
    /// <summary>The database used when nothing is said.</summary>
    public const string DefaultDatabase = "Data Source=pdmp.db";

    /// <summary>Statements kept ready on a connection. Our choice, 2026-11-22: those of look-ups and pages, twice.</summary>
    private const int MostPrepared = 100;

    private StorageOptions(StorageProvider provider, string connectionString) =>
        (Provider, ConnectionString) = (provider, connectionString);

    public StorageProvider Provider { get; }

    /// <summary>May hold a password: <see cref="ToString"/> leaves it out.</summary>
    public string ConnectionString { get; }

    /// <summary>Reads a connection string: one with <c>Host=</c> is PostgreSQL, any other SQLite. Blank stands for <see cref="DefaultDatabase"/>.</summary>
    public static StorageOptions Parse(string? connectionString)
    {
        var text = string.IsNullOrWhiteSpace(connectionString) ? DefaultDatabase : connectionString.Trim();
        return text.Contains("Host=", StringComparison.OrdinalIgnoreCase)
            ? new StorageOptions(StorageProvider.Postgres, text)
            : new StorageOptions(StorageProvider.Sqlite, text);
    }

    /// <summary>
    /// For a process that asks the same things all day: PostgreSQL plans a statement once a connection and not every time. What the
    /// connection string says stays: behind a pooler of transactions it says <c>Max Auto Prepare=0</c>.
    /// </summary>
    public StorageOptions WithPreparedStatements()
    {
        if (Provider != StorageProvider.Postgres)
        {
            return this;
        }

        var stated = new DbConnectionStringBuilder { ConnectionString = ConnectionString };
        return stated.ContainsKey("Max Auto Prepare") || stated.ContainsKey("MaxAutoPrepare")
            ? this
            : new StorageOptions(Provider, new NpgsqlConnectionStringBuilder(ConnectionString) { MaxAutoPrepare = MostPrepared }.ConnectionString);
    }

    public override string ToString() => $"{Provider}";
}

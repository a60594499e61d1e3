using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using PdmpAnalytics.Ingestion;
using PdmpAnalytics.Storage;

namespace PdmpAnalytics.Benchmarks;

/// <summary>
/// <c>import [--fills 1000000] [--postgres CONNECTION] [--folder DIR]</c>: loading a file into an empty store beside the
/// bare minimum of each database: <c>psql \copy</c> of the same rows into a table with the same columns and two unique indexes of
/// the same columns, and prepared inserts into such a table in one transaction. Rows come in file order for both.
/// </summary>
internal static class ImportBenchmark
{
    private const string RecordKey = "filled_on, dispenser_id, rx_key, fill_number, partial_fill";

    public static async Task<int> RunAsync(string[] args)
    {
        var file = BenchmarkFile.Dispensations(args);
        var folder = Path.GetDirectoryName(file)!;
        await SqliteAsync(file, folder);
        if (Arguments.Value(args, "--postgres", "") is { Length: > 0 } server)
        {
            await PostgresAsync(file, folder, server);
        }

        return 0;
    }

    private static async Task SqliteAsync(string file, string folder)
    {
        var store = Path.Combine(folder, "import.db");
        var bare = Path.Combine(folder, "bare.db");
        foreach (var path in Directory.GetFiles(folder, "*.db*"))
        {
            File.Delete(path);
        }

        var (records, import) = await ImportAsync($"Data Source={store}", file);
        Report("SQLite import", records, import, null);
        Report("SQLite bare inserts", records, BareInserts(store, bare), import);
    }

    private static double BareInserts(string store, string bare)
    {
        using var source = new SqliteConnection($"Data Source={store}");
        source.Open();
        var columns = Rows(source, "SELECT name FROM pragma_table_info('dispensations')");
        // Read first: only writing is timed.
        var rows = new List<object[]>();
        using (var read = Command(source, $"SELECT {string.Join(", ", columns)} FROM dispensations ORDER BY id"))
        using (var reader = read.ExecuteReader())
        {
            while (reader.Read())
            {
                var row = new object[columns.Count];
                reader.GetValues(row);
                rows.Add(row);
            }
        }

        using var target = new SqliteConnection($"Data Source={bare}");
        target.Open();
        Execute(target, "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -262144;");
        Execute(target, Rows(source, "SELECT sql FROM sqlite_master WHERE name = 'dispensations'")[0]);
        Execute(target, $"CREATE UNIQUE INDEX record_key ON dispensations ({RecordKey})");
        var watch = Stopwatch.StartNew();
        using (var transaction = target.BeginTransaction())
        {
            using var insert = Command(
                target, $"INSERT INTO dispensations ({string.Join(", ", columns)}) VALUES ({string.Join(", ", columns.Select(c => "$" + c))})");
            insert.Transaction = transaction;
            var parameters = columns.ConvertAll(c => insert.Parameters.Add(new SqliteParameter { ParameterName = "$" + c }));
            foreach (var row in rows)
            {
                for (var i = 0; i < row.Length; i++)
                {
                    parameters[i].Value = row[i];
                }

                insert.ExecuteNonQuery();
            }

            transaction.Commit();
        }

        return watch.Elapsed.TotalSeconds;
    }

    private static async Task PostgresAsync(string file, string folder, string server)
    {
        var admin = new NpgsqlConnectionStringBuilder(server) { Database = "postgres", Pooling = false };
        var target = new NpgsqlConnectionStringBuilder(server) { Database = "pdmp_benchmark" };
        await using var connection = new NpgsqlConnection(admin.ConnectionString);
        await connection.OpenAsync();
        await ExecuteAsync(connection, "DROP DATABASE IF EXISTS pdmp_benchmark WITH (FORCE)");
        await ExecuteAsync(connection, "CREATE DATABASE pdmp_benchmark");
        var (records, import) = await ImportAsync(target.ConnectionString, file);
        Report("PostgreSQL import", records, import, null);

        var rows = Path.Combine(folder, "rows.csv");
        Psql(target, $@"\copy (SELECT * FROM dispensations ORDER BY id) TO '{rows}' (FORMAT csv)");
        Psql(target, "CREATE TABLE bare (LIKE dispensations INCLUDING INDEXES)");
        Psql(target, $"CREATE UNIQUE INDEX ON bare ({RecordKey})");
        Psql(target, "CHECKPOINT");
        var watch = Stopwatch.StartNew();
        Psql(target, $@"\copy bare FROM '{rows}' (FORMAT csv)");
        Report(@"psql \copy", records, watch.Elapsed.TotalSeconds, import);
        NpgsqlConnection.ClearAllPools();
        await ExecuteAsync(connection, "DROP DATABASE pdmp_benchmark WITH (FORCE)");
    }

    private static async Task<(long Records, double Seconds)> ImportAsync(string database, string file)
    {
        await using var services = new ServiceCollection().AddPdmpAnalytics(StorageOptions.Parse(database)).BuildServiceProvider();
        await services.GetRequiredService<StorageMigration>().MigrateAsync();
        await using var db = await services.GetRequiredService<IDbContextFactory<PdmpDbContext>>().CreateDbContextAsync();
        var watch = Stopwatch.StartNew();
        var outcome = await services.GetRequiredService<SubmissionService>().LoadAsync(file);
        return (outcome.Counts.Read, watch.Elapsed.TotalSeconds);
    }

    private static void Psql(NpgsqlConnectionStringBuilder target, string command)
    {
        var start = new ProcessStartInfo("psql") { RedirectStandardOutput = true };
        string[] arguments =
        [
            "-q", "-v", "ON_ERROR_STOP=1", "-h", target.Host!, "-p", $"{target.Port}", "-U", target.Username!, "-d", target.Database!,
            "-c", command,
        ];
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        using var psql = Process.Start(start)!;
        psql.StandardOutput.ReadToEnd();
        psql.WaitForExit();
        if (psql.ExitCode != 0)
        {
            throw new InvalidOperationException($"psql ended with {psql.ExitCode}");
        }
    }

    private static void Report(string what, long records, double seconds, double? import)
    {
        var ratio = import is { } ours ? FormattableString.Invariant($"   import takes {ours / seconds:N2} times as long") : "";
        Console.WriteLine(FormattableString.Invariant($"{what,-22}{seconds,8:N2} s{records / seconds,12:N0} records/s{ratio}"));
    }

    private static List<string> Rows(SqliteConnection connection, string sql)
    {
        using var command = Command(connection, sql);
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
        {
            rows.Add(reader.GetString(0));
        }

        return rows;
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = Command(connection, sql);
        command.ExecuteNonQuery();
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Constants of this class only.
        command.CommandText = sql;
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }

    private static SqliteCommand Command(SqliteConnection connection, string sql)
    {
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // Constants of this class only.
        command.CommandText = sql;
#pragma warning restore CA2100
        return command;
    }
}

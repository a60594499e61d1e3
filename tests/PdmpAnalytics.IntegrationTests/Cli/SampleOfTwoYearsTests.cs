using PdmpAnalytics.Storage;
using PdmpAnalytics.TestKit;
using PdmpAnalytics.TestKit.Databases;
using Xunit;

namespace PdmpAnalytics.IntegrationTests.Cli;

/// <summary>The main job on a file that others made, as an operator runs it, with every reference file loaded.</summary>
public class SampleOfTwoYearsTests
{
    [SharedFilesFact]
    public async Task MainJob_OnBothDatabases_LeavesTheSameQueue()
    {
        await using var sqlite = await TestDatabase.CreateAsync(StorageProvider.Sqlite);
        var queue = await QueueAsync(sqlite);

        Assert.True(queue.Count > 100, $"{queue.Count} rows");
        if (PostgresServer.AdminConnectionString is not null)
        {
            await using var postgres = await TestDatabase.CreateAsync(StorageProvider.Postgres);
            Assert.Equal(queue, await QueueAsync(postgres));
        }
    }

    /// <summary>The exported rows without ids.</summary>
    private static async Task<List<string>> QueueAsync(TestDatabase database)
    {
        string[][] commands =
        [
            ["reference", "import", "--kind", "ndc", SharedFiles.PathOf("reference/fda-ndc-controlled-2015-12.csv.gz")],
            ["reference", "import", "--kind", "zip", SharedFiles.PathOf("reference/zcta-centroids-2021.csv.gz")],
            ["import", SharedFiles.PathOf("samples/dispensations-two-years.csv.gz")],
            ["detect", "--as-of", "2026-05-31", "--all"],
        ];
        foreach (var command in commands)
        {
            var run = await Pdmp.RunAsync(database.Options.ConnectionString, database.Folder, command);
            // 10: the directory holds lines that name no product; they are listed and the rest is loaded.
            Assert.True(run.ExitCode is 0 || (run.ExitCode == 10 && command[0] == "reference"), $"{command[0]} {run.ExitCode}: {run.Error}");
        }

        var export = await Pdmp.RunAsync(database.Options.ConnectionString, database.Folder, "queue", "export", "--format", "csv", "--out", "-");
        Assert.Equal(0, export.ExitCode);
        return export.Lines.ToList().ConvertAll(WithoutIds);
    }

    private static string WithoutIds(string row)
    {
        var fields = row.Split(',');
        return string.Join(',', fields.Where((_, i) => i is not (0 or 3 or 4)));
    }
}

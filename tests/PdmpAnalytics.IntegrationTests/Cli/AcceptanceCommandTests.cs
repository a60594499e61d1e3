using PdmpAnalytics.Storage;
using PdmpAnalytics.TestKit;
using PdmpAnalytics.TestKit.Databases;
using PdmpAnalytics.TestKit.Ingestion;
using Xunit;

namespace PdmpAnalytics.IntegrationTests.Cli;

/// <summary>Acceptance cases of domain reference 6.4 that begin with a file, from import to queue (T10: <see cref="CorrectionCommandTests"/>).</summary>
public class AcceptanceCommandTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task T1_ExampleFile_AsTheDaysGoBy(StorageProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await RunAsync(database, 0, "import", RepositoryFiles.Path("data-samples", "asap", "complete.asap"));

        var first = await JudgeAsync(database, "2025-01-15");
        Assert.Contains("MEDIUM  ER-04", first, StringComparison.Ordinal);
        Assert.Contains("ER-01", first, StringComparison.Ordinal);
        Assert.DoesNotContain("OV-01", first, StringComparison.Ordinal);
        Assert.Contains("LOW  OV-01", await JudgeAsync(database, "2025-01-17"), StringComparison.Ordinal);
        var last = await JudgeAsync(database, "2025-01-24");
        Assert.Contains("MEDIUM  OV-01", last, StringComparison.Ordinal);
        Assert.Contains("LOW  DO-01", last, StringComparison.Ordinal);

        // Alice alone: nothing of Bob is queued, nor kept beside the queue.
        Assert.Equal(2, (await RunAsync(database, 0, "queue", "export", "--out", "-", "--all")).Lines.Count);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task T13_NumberThatFailsItsCheck_IsE202(StorageProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await WriteAsync(database, "bad.csv", CsvRow.Sound.With("prescriber_dea", "AP5836728").With("prescriber_last_name", "PARK"));
        await WriteAsync(database, "good.csv", CsvRow.Sound.Rx("2").With("prescriber_dea", "AP5836727").With("prescriber_last_name", "PARK"));

        Assert.Contains("1 × E202", (await RunAsync(database, 0, "import", "bad.csv")).Error, StringComparison.Ordinal);
        Assert.DoesNotContain("E202", (await RunAsync(database, 0, "import", "good.csv")).Error, StringComparison.Ordinal);
        Assert.Contains("E202 S   prescriber_dea", (await RunAsync(database, 0, "submissions", "show", "1")).Output, StringComparison.Ordinal);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task T15_SixthRefill_IsE108AndId03(StorageProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await WriteAsync(database, "six.csv", CsvRow.Sound.With("refills_authorized", "6").With("refill_number", "6"));
        await WriteAsync(database, "five.csv", CsvRow.Sound.Rx("2").With("refills_authorized", "5").With("refill_number", "5")
            .With("patient_last_name", "OTHER").With("patient_first_name", "BEN").With("patient_id", "").With("patient_birth_date", "1961-05-05"));

        Assert.Contains("1 × E108", (await RunAsync(database, 0, "import", "six.csv")).Error, StringComparison.Ordinal);
        Assert.DoesNotContain("E108", (await RunAsync(database, 0, "import", "five.csv")).Error, StringComparison.Ordinal);
        await RunAsync(database, 0, "detect", "--as-of", "2025-01-15");

        var alerts = (await RunAsync(database, 0, "queue", "export", "--out", "-", "--all")).Lines.Skip(1).ToList();
        Assert.Single(alerts, alert => alert.Contains("ID-03", StringComparison.Ordinal));
    }

    /// <summary>Judges on a day and shows the only alert.</summary>
    private static async Task<string> JudgeAsync(TestDatabase database, string asOf)
    {
        await RunAsync(database, 0, "detect", "--as-of", asOf);
        return (await RunAsync(database, 0, "queue", "show", "1")).Output;
    }

    private static Task WriteAsync(TestDatabase database, string name, CsvRow row) =>
        File.WriteAllTextAsync(Path.Combine(database.Folder, name), CsvRow.File(row));

    private static async Task<PdmpRun> RunAsync(TestDatabase database, int exitCode, params string[] arguments)
    {
        var run = await Pdmp.RunAsync(database.Options.ConnectionString, database.Folder, arguments);
        Assert.True(run.ExitCode == exitCode, $"{string.Join(' ', arguments)}: {run.ExitCode}\n{run.Output}{run.Error}");
        return run;
    }
}

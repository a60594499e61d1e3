using PdmpAnalytics.Storage;
using PdmpAnalytics.TestKit;
using PdmpAnalytics.TestKit.Databases;
using Xunit;

namespace PdmpAnalytics.IntegrationTests.Cli;

/// <summary>The README's submitter's day, command by command.</summary>
public class SubmittersDayTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task FaultyFile_IsReportedCorrectedAndAccepted(StorageProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);

        var monday = await RunAsync(database, "import", Sample("monday.asap"), "--reports", database.Folder);
        Assert.Equal(10, monday.ExitCode);
        Assert.Contains("12 records: 11 loaded, 1 rejected, 1 with a serious fault.", monday.Error, StringComparison.Ordinal);
        var report = await File.ReadAllTextAsync(Path.Combine(database.Folder, "monday.asap.report.txt"));
        Assert.Contains("was \"19520631\"", report, StringComparison.Ordinal);
        Assert.DoesNotContain("19520631", monday.Output + monday.Error, StringComparison.Ordinal);

        var open = await RunAsync(database, "submissions", "errors");
        Assert.Contains("E031 FR  PAT18", open.Output, StringComparison.Ordinal);

        var corrected = await RunAsync(database, "submissions", "resubmit", "1", "--record", "17", "--set", "PAT18=19520613");
        Assert.Equal(0, corrected.ExitCode);

        var tuesday = await RunAsync(database, "import", Sample("tuesday.asap"), "--reports", database.Folder);
        Assert.Equal(0, tuesday.ExitCode);
        Assert.Contains("1 revised", tuesday.Error, StringComparison.Ordinal);

        var rest = await RunAsync(database, "submissions", "errors");
        Assert.DoesNotContain("E031", rest.Output, StringComparison.Ordinal);
        Assert.Equal(0, (await RunAsync(database, "submissions", "delinquent")).ExitCode);
        Assert.Equal(0, (await RunAsync(database, "submissions", "quality")).ExitCode);
    }

    private static string Sample(string name) => RepositoryFiles.Path("data-samples", "day", name);

    private static Task<PdmpRun> RunAsync(TestDatabase database, params string[] arguments) =>
        Pdmp.RunAsync(database.Options.ConnectionString, database.Folder, arguments);
}

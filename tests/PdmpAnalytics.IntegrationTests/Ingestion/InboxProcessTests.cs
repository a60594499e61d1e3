using System.Globalization;
using Microsoft.EntityFrameworkCore;
using PdmpAnalytics.Dispensing;
using PdmpAnalytics.Ingestion;
using PdmpAnalytics.IntegrationTests.Cli;
using PdmpAnalytics.Storage;
using PdmpAnalytics.TestKit.Databases;
using PdmpAnalytics.TestKit.Ingestion;
using Xunit;

namespace PdmpAnalytics.IntegrationTests.Ingestion;

/// <summary>An inbox worked by several processes, or by one that is killed (SIGKILL): every file is loaded once and in exactly one place.</summary>
public class InboxProcessTests
{
    private const int Submitters = 4;
    private const int FilesEach = 6;

    /// <summary>Milliseconds after the start: while the program starts, migrates, loads and moves.</summary>
    private static readonly int[] Moments = [300, 600, 800, 1000, 1200, 1500, 2000];

    [Theory, OnSqlite, OnPostgres]
    public async Task TwoProcessesAtOnce_LoadEveryFileOnce(StorageProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        Fill(database);

        var runs = await Task.WhenAll(RunAsync(database), RunAsync(database));

        Assert.All(runs, run => Assert.True(run.ExitCode == 0, run.Error));
        await AssertAllPutAwayAsync(database);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task KilledAtAnyMoment_LeavesEveryFileInOnePlace_AndTheNextRunFinishes(StorageProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        Fill(database);
        foreach (var moment in Moments)
        {
            using var process = Pdmp.Start(database.Options.ConnectionString, database.Folder, "import", "--inbox", "inbox");
            await Task.WhenAny(process.WaitForExitAsync(), Task.Delay(moment));
            process.Kill();
            await process.WaitForExitAsync();

            Assert.Equal(Names(), Places(database).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        }

        var last = await RunAsync(database);

        Assert.True(last.ExitCode == 0, last.Error);
        await AssertAllPutAwayAsync(database);
    }

    private static async Task AssertAllPutAwayAsync(TestDatabase database)
    {
        Assert.Equal(Names(), Places(database).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.All(Places(database), file => Assert.Equal("accepted", Path.GetFileName(Path.GetDirectoryName(file))));
        Assert.All(Places(database), file => Assert.True(File.Exists(file + ".report.txt") && File.Exists(file + ".report.json")));
        Assert.Empty(Directory.EnumerateFiles(Inbox(database), "*.part", SearchOption.AllDirectories));
        await using var db = database.Open();
        Assert.Equal(Submitters * FilesEach, await db.Set<Submission>().CountAsync());
        Assert.Equal(Submitters * FilesEach, await db.Set<Dispensation>().CountAsync());
    }

    private static void Fill(TestDatabase database)
    {
        foreach (var name in Names())
        {
            var folder = Path.Combine(Inbox(database), name[..2]);
            Directory.CreateDirectory(folder);
            File.WriteAllText(Path.Combine(folder, name), CsvRow.File(CsvRow.Sound.Rx(name)));
        }
    }

    /// <summary>For example <c>s1-2.csv</c>, the second file of the first submitter.</summary>
    private static IEnumerable<string> Names() =>
        from submitter in Enumerable.Range(1, Submitters)
        from file in Enumerable.Range(1, FilesEach)
        select string.Create(CultureInfo.InvariantCulture, $"s{submitter}-{file}.csv");

    /// <summary>Where the submitted files are, wherever that is.</summary>
    private static IEnumerable<string> Places(TestDatabase database) =>
        Directory.EnumerateFiles(Inbox(database), "*.csv", SearchOption.AllDirectories);

    private static string Inbox(TestDatabase database) => Path.Combine(database.Folder, "inbox");

    private static Task<PdmpRun> RunAsync(TestDatabase database) =>
        Pdmp.RunAsync(database.Options.ConnectionString, database.Folder, "import", "--inbox", "inbox");
}

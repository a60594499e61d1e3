using Microsoft.EntityFrameworkCore;
using PdmpAnalytics.Auditing;
using PdmpAnalytics.Ingestion;
using PdmpAnalytics.Storage;
using PdmpAnalytics.TestKit.Databases;
using PdmpAnalytics.TestKit.Ingestion;
using Xunit;

namespace PdmpAnalytics.IntegrationTests.Cli;

/// <summary>Intake where something is missing or named wrong: a clear text and the contract's exit code.</summary>
public class IntakeMishapTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task LostKey_IsAFaultOfTheConfiguration_UntilItIsBackOrGivenUp(StorageProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await WriteAsync(database, "bad.csv", CsvRow.Sound, CsvRow.Sound.Rx("2").With("quantity", "none"));
        await WriteAsync(database, "next.csv", CsvRow.Sound.Rx("3"));
        await RunAsync(database, 10, "import", "bad.csv");
        var key = TestDatabase.KeyFile(database.Folder);
        var content = await File.ReadAllTextAsync(key);

        foreach (var other in new[] { null, Convert.ToBase64String(new byte[32]) })
        {
            File.Delete(key);
            if (other is not null)
            {
                await File.WriteAllTextAsync(key, other);
            }

            foreach (var command in new string[][] { ["import", "next.csv"], ["submissions", "errors", "--reveal"], ["submissions", "resubmit", "1", "--record", "3"] })
            {
                var run = await RunAsync(database, 12, command);
                Assert.Contains(key, run.Error, StringComparison.Ordinal);
                Assert.Contains("Restore that file", run.Error, StringComparison.Ordinal);
            }

            Assert.Equal(other is not null, File.Exists(key));
        }

        await using (var db = database.Open())
        {
            Assert.Equal((1, 0), (await db.Set<Submission>().CountAsync(), await db.Set<AuditEvent>().CountAsync()));
        }

        await File.WriteAllTextAsync(key, content);
        Assert.Contains("was \"none\"", (await RunAsync(database, 0, "submissions", "errors", "--reveal")).Output, StringComparison.Ordinal);
        File.Delete(key);
        Assert.Contains("1 that wait", (await RunAsync(database, 0, "submissions", "new-key")).Error, StringComparison.Ordinal);
        await RunAsync(database, 0, "import", "next.csv");
        Assert.DoesNotContain("none", (await RunAsync(database, 0, "submissions", "errors", "--reveal")).Output, StringComparison.Ordinal);
        await using var after = database.Open();
        Assert.Equal(["record.revealed", "key.begun"], await after.Set<AuditEvent>().OrderBy(e => e.Sequence).Select(e => e.Action).ToListAsync());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task RotatedKey_OpensWhatWaited_AlsoWithoutTheFormer(StorageProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await WriteAsync(database, "bad.csv", CsvRow.Sound, CsvRow.Sound.Rx("2").With("quantity", "none"));
        await RunAsync(database, 10, "import", "bad.csv");
        var key = TestDatabase.KeyFile(database.Folder);

        Assert.Contains("1 that wait", (await RunAsync(database, 0, "submissions", "rotate-key")).Error, StringComparison.Ordinal);

        var keys = await File.ReadAllLinesAsync(key);
        Assert.Equal(2, keys.Length);
        await File.WriteAllTextAsync(key, keys[1]);
        await RunAsync(database, 12, "submissions", "errors", "--reveal");
        await File.WriteAllTextAsync(key, keys[0]);
        Assert.Contains("was \"none\"", (await RunAsync(database, 0, "submissions", "errors", "--reveal")).Output, StringComparison.Ordinal);
    }

    [Theory, OnSqlite]
    public async Task FilesOfOneName_HaveAReportEach(StorageProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        foreach (var folder in new[] { "a", "b" })
        {
            Directory.CreateDirectory(Path.Combine(database.Folder, folder));
            await WriteAsync(database, $"{folder}/day.csv", CsvRow.Sound, CsvRow.Sound.Rx($"2{folder}").With("quantity", $"none of {folder}"));
        }

        var run = await RunAsync(database, 10, "import", "a/day.csv", "b/day.csv");

        Assert.Contains("reports/day.2.csv.report.txt lists why", run.Error.Replace('\\', '/'), StringComparison.Ordinal);
        foreach (var (report, folder) in new[] { ("day.csv", "a"), ("day.2.csv", "b") })
        {
            Assert.Contains($"none of {folder}", await File.ReadAllTextAsync(Path.Combine(database.Folder, "reports", $"{report}.report.txt")), StringComparison.Ordinal);
        }
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task WhatIsNotThere_IsAMistakeOfUse(StorageProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await WriteAsync(database, "good.csv", CsvRow.Sound);
        await RunAsync(database, 0, "import", "good.csv");

        foreach (var command in new string[][]
        {
            ["submissions", "errors", "7"], ["submissions", "show", "7"], ["submissions", "resubmit", "7", "--record", "2"],
        })
        {
            Assert.Contains("ubmission 7", (await RunAsync(database, 2, command)).Error, StringComparison.Ordinal);
        }

        foreach (var command in new[] { "errors", "quality" })
        {
            Assert.Contains("NOPE", (await RunAsync(database, 2, "submissions", command, "--dispenser", "NOPE")).Error, StringComparison.Ordinal);
            await RunAsync(database, 0, "submissions", command, "--dispenser", "FP1234563");
        }
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Corrections_ComeFromAFileOrStandardInput(StorageProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await WriteAsync(database, "bad.csv", CsvRow.Sound.Rx("2").With("quantity", "none"), CsvRow.Sound.Rx("3").With("days_supply", "none"), CsvRow.Sound);
        await RunAsync(database, 10, "import", "bad.csv");
        await File.WriteAllTextAsync(Path.Combine(database.Folder, "set.txt"), "quantity=60\r\n\r\ndays_supply=30\r\n");
        await File.WriteAllTextAsync(Path.Combine(database.Folder, "wrong.txt"), "days_supply=30\n60\n");

        Assert.Contains("Correction 2", (await RunAsync(database, 2, "submissions", "resubmit", "1", "--record", "2", "--set-from", "wrong.txt")).Error, StringComparison.Ordinal);
        await RunAsync(database, 2, "submissions", "resubmit", "1", "--record", "2", "--set-from", "nowhere.txt");
        await RunAsync(database, 0, "submissions", "resubmit", "1", "--record", "2", "--set-from", "set.txt");
        var piped = await Pdmp.RunAsync(
            database.Options.ConnectionString, database.Folder, new MemoryStream("days_supply=30"u8.ToArray()),
            ["submissions", "resubmit", "1", "--record", "3", "--set-from", "-"]);

        Assert.True(piped.ExitCode == 0, piped.Error);
        Assert.Contains("Nothing to correct.", (await RunAsync(database, 0, "submissions", "errors")).Error, StringComparison.Ordinal);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Inbox_ThatHoldsNothingLoadable_IsRefusedInput_AndNothingAtAllIsFine(StorageProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var acme = Path.Combine(database.Folder, "inbox", "acme");
        Directory.CreateDirectory(Path.Combine(acme, "accepted"));
        await WriteAsync(database, "inbox/acme/accepted/old.csv", CsvRow.Sound);
        await WriteAsync(database, "inbox/acme/half.csv.part", CsvRow.Sound);
        await RunAsync(database, 0, "import", "--inbox", "inbox");

        Directory.CreateDirectory(Path.Combine(acme, "may"));
        await RunAsync(database, 10, "import", "--inbox", "inbox");

        // A folder where the lock should be keeps even the system's owner out.
        Directory.CreateDirectory(Path.Combine(database.Folder, "inbox", "beta", ".pdmp-inbox.lock"));
        await RunAsync(database, 11, "import", "--inbox", "inbox");
    }

    private static Task WriteAsync(TestDatabase database, string name, params CsvRow[] rows) =>
        File.WriteAllTextAsync(Path.Combine(database.Folder, name), CsvRow.File(rows));

    private static async Task<PdmpRun> RunAsync(TestDatabase database, int exitCode, params string[] arguments)
    {
        var run = await Pdmp.RunAsync(database.Options.ConnectionString, database.Folder, arguments);
        Assert.True(run.ExitCode == exitCode, $"{string.Join(' ', arguments)}: {run.ExitCode}\n{run.Output}{run.Error}");
        return run;
    }
}

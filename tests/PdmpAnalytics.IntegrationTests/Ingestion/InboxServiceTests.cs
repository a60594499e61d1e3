using System.Diagnostics;
using System.Net.Sockets;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using PdmpAnalytics.Dispensing;
using PdmpAnalytics.Ingestion;
using PdmpAnalytics.Ingestion.Inbox;
using PdmpAnalytics.Storage;
using PdmpAnalytics.TestKit.Databases;
using PdmpAnalytics.TestKit.Ingestion;
using Xunit;

namespace PdmpAnalytics.IntegrationTests.Ingestion;

public class InboxServiceTests
{
    private static readonly CsvRow Bad = CsvRow.Sound.Rx("700199").With("quantity", "none");

    [Theory, OnSqlite, OnPostgres]
    public async Task Files_AreLoadedForTheirSubmitter_AndPutAwayWithReports(StorageProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        Put(database, "acme/good.csv", CsvRow.File(CsvRow.Sound));
        Put(database, "acme/part.csv", CsvRow.File(CsvRow.Sound.Rx("700102"), Bad));
        Put(database, "beta/bad.csv", "no header\n");
        Put(database, "own.csv", CsvRow.File(CsvRow.Sound.Rx("700103")));

        var results = await RunAsync(database);

        Assert.Equal(
            ["own.csv Accepted", "acme/good.csv Accepted", "acme/part.csv AcceptedInPart", "beta/bad.csv Rejected"],
            results.Cast<InboxFile>().Select(f => $"{f.Name} {f.Outcome.Result}"));
        Assert.Equal(
            [
                "accepted/own.csv", "accepted/own.csv.report.json", "accepted/own.csv.report.txt",
                "acme/accepted/good.csv", "acme/accepted/good.csv.report.json", "acme/accepted/good.csv.report.txt",
                "acme/accepted/part.csv", "acme/accepted/part.csv.report.json", "acme/accepted/part.csv.report.txt",
                "beta/rejected/bad.csv", "beta/rejected/bad.csv.report.json", "beta/rejected/bad.csv.report.txt",
            ],
            Files(database));
        Assert.Contains("was \"none\"", await File.ReadAllTextAsync(Path.Combine(Inbox(database), "acme/accepted/part.csv.report.txt")));
        var page = await database.Get<SubmissionWorkbenchService>().ListAsync(new SubmissionFilter { Submitter = "acme", OnlyOpen = true });
        Assert.Equal("part.csv", page.Submissions.Single().Submission.Name);
        Assert.Equal(4, (await database.Get<SubmissionWorkbenchService>().ListAsync(new SubmissionFilter { Top = 1 })).Total);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task SameNameAgain_KeepsBoth_AndSameContentGetsItsReportAgain(StorageProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        foreach (var file in new[] { CsvRow.File(CsvRow.Sound), CsvRow.File(CsvRow.Sound.Rx("700102")), CsvRow.File(CsvRow.Sound) })
        {
            Put(database, "acme/daily.csv", file);
            await RunAsync(database);
        }

        Assert.Equal(
            ["daily.2.csv", "daily.3.csv", "daily.csv"],
            Files(database).Select(Path.GetFileName).Where(f => !f!.Contains("report", StringComparison.Ordinal)));
        using var report = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(Inbox(database), "acme/accepted/daily.3.csv.report.json")));
        Assert.Equal(1, report.RootElement.GetProperty("submission_id").GetInt32());
        Assert.True(report.RootElement.GetProperty("came_before").GetBoolean());
        await using var db = database.Open();
        Assert.Equal(2, await db.Set<Dispensation>().CountAsync());
    }

    [Theory, OnSqlite]
    public async Task ReportThatIsThereAlready_IsNotOverwritten(StorageProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        Put(database, "acme/accepted/may.csv.report.txt", "of another year");
        Put(database, "acme/may.csv", CsvRow.File(CsvRow.Sound));

        await RunAsync(database);

        Assert.Equal("of another year", await File.ReadAllTextAsync(Path.Combine(Inbox(database), "acme/accepted/may.csv.report.txt")));
        Assert.Contains("acme/accepted/may.2.csv", Files(database));
    }

    [Theory, OnSqlite]
    public async Task UploadsLinksPipesAndDeepFolders_AreLeft_AndOthersGoOn(StorageProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        Put(database, "acme/a.csv.part", "half");
        Put(database, "acme/.b.csv", "half");
        Put(database, "acme/deep/c.csv", CsvRow.File(CsvRow.Sound));
        Put(database, "acme/z.csv", CsvRow.File(CsvRow.Sound));
        Put(database, "elsewhere.txt", "secret");
        File.Move(Path.Combine(Inbox(database), "elsewhere.txt"), Path.Combine(database.Folder, "elsewhere.txt"));
        File.CreateSymbolicLink(Path.Combine(Inbox(database), "acme", "d.csv"), Path.Combine(database.Folder, "elsewhere.txt"));
        Directory.CreateSymbolicLink(Path.Combine(Inbox(database), "gamma"), database.Folder);
        using (var pipe = Process.Start("mkfifo", Path.Combine(Inbox(database), "acme", "e.csv")))
        {
            await pipe.WaitForExitAsync();
        }

        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        // Bound in a folder with a short name: a socket's path has room for about a hundred characters.
        var bound = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        socket.Bind(new UnixDomainSocketEndPoint(bound));
        File.Move(bound, Path.Combine(Inbox(database), "acme", "f.csv"));

        var results = await RunAsync(database);

        Assert.Equal(["acme/z.csv"], results.OfType<InboxFile>().Select(f => f.Name));
        Assert.Equal(["acme/d.csv", "acme/deep", "acme/e.csv", "acme/f.csv", "gamma"], results.OfType<InboxLeftover>().Select(l => l.Name).Order());
        Assert.All(results.OfType<InboxLeftover>(), left => Assert.Equal(InboxLeftoverKind.NotLoadable, left.Kind));
        Assert.Equal("secret", await File.ReadAllTextAsync(Path.Combine(database.Folder, "elsewhere.txt")));
        Assert.Superset(new HashSet<string> { "acme/a.csv.part", "acme/.b.csv", "acme/d.csv", "acme/deep/c.csv" }, Files(database).ToHashSet());
    }

    /// <summary>10.csv voids what 9.csv, uploaded a day earlier, reports; by name it would come first and void nothing.</summary>
    [Theory, OnSqlite]
    public async Task FilesThatWait_AreLoadedOldestFirst(StorageProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        Put(database, "acme/9.csv", CsvRow.File(CsvRow.Sound));
        Put(database, "acme/10.csv", CsvRow.File(CsvRow.Sound.With("report_status", "02")));
        File.SetLastWriteTimeUtc(Path.Combine(Inbox(database), "acme/9.csv"), new DateTime(2025, 1, 11, 0, 0, 0, DateTimeKind.Utc));
        File.SetLastWriteTimeUtc(Path.Combine(Inbox(database), "acme/10.csv"), new DateTime(2025, 1, 12, 0, 0, 0, DateTimeKind.Utc));

        var results = await RunAsync(database);

        Assert.Equal(["acme/9.csv", "acme/10.csv"], results.Cast<InboxFile>().Select(f => f.Name));
        await using var db = database.Open();
        Assert.Equal(0, await db.Set<Dispensation>().CountAsync(d => d.ValidTo == null));
    }

    [Theory, OnSqlite]
    public async Task FolderWhoseTargetIsALink_IsNotWorked_AndNothingGoesWhereItLeads(StorageProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        Put(database, "acme/a.csv", CsvRow.File(CsvRow.Sound));
        Put(database, "beta/b.csv", CsvRow.File(CsvRow.Sound.Rx("700102")));
        var elsewhere = Directory.CreateDirectory(Path.Combine(database.Folder, "elsewhere"));
        Directory.CreateSymbolicLink(Path.Combine(Inbox(database), "acme", InboxNames.Accepted), elsewhere.FullName);

        var results = await RunAsync(database);

        var left = Assert.Single(results.OfType<InboxLeftover>());
        Assert.Equal(("acme/accepted", InboxLeftoverKind.NotLoadable), (left.Name, left.Kind));
        Assert.Equal(["beta/b.csv"], results.OfType<InboxFile>().Select(f => f.Name));
        Assert.Empty(elsewhere.EnumerateFileSystemInfos());
        Assert.Contains("acme/a.csv", Files(database));
    }

    [Theory, OnSqlite]
    public async Task FolderWhoseLockIsALink_IsNotWorked_AndNothingIsMadeWhereItLeads(StorageProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        Put(database, "acme/a.csv", CsvRow.File(CsvRow.Sound));
        var elsewhere = Path.Combine(database.Folder, "elsewhere");
        File.CreateSymbolicLink(Path.Combine(Inbox(database), "acme", InboxNames.Lock), elsewhere);

        var left = Assert.IsType<InboxLeftover>(Assert.Single(await RunAsync(database)));

        Assert.Equal(($"acme/{InboxNames.Lock}", InboxLeftoverKind.NotLoadable), (left.Name, left.Kind));
        Assert.False(File.Exists(elsewhere));
        Assert.Contains("acme/a.csv", Files(database));
    }

    [Theory, OnSqlite]
    public async Task ReportsThatQuoteValues_AreTheirOwnersAlone(StorageProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        Put(database, "acme/a.csv", CsvRow.File(CsvRow.Sound, CsvRow.Sound.Rx("2").With("quantity", "many")));

        var file = Assert.IsType<InboxFile>(Assert.Single(await RunAsync(database)));
        var report = await database.Get<SubmissionReportService>().OfAsync(file.Outcome);
        var written = await SubmissionReportFiles.WriteAsync(report, Path.Combine(database.Folder, "reports"), new HashSet<string>());

        Assert.Contains("many", await File.ReadAllTextAsync(written), StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
        {
            foreach (var ending in new[] { "txt", "json" })
            {
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.ChangeExtension(written, ending)));
                Assert.Equal(
                    UnixFileMode.UserRead | UnixFileMode.UserWrite,
                    File.GetUnixFileMode(Path.Combine(Inbox(database), "acme/accepted", $"a.csv.report.{ending}")));
            }
        }
    }

    /// <summary>It is never loaded under such a name, so a run that found nothing wrong would hide it for ever.</summary>
    [Theory, OnSqlite]
    public async Task FileWhoseNameIsNotUtf8_IsToldAsNotLoadable(StorageProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        Put(database, "acme/a.csv", CsvRow.File(CsvRow.Sound));
        using (var shell = Process.Start("sh", ["-c", "mv \"$1/a.csv\" \"$1/$(printf 'm\\374ller').csv\"", "sh", Path.Combine(Inbox(database), "acme")]))
        {
            await shell.WaitForExitAsync();
        }

        var left = Assert.IsType<InboxLeftover>(Assert.Single(await RunAsync(database)));

        Assert.Equal(InboxLeftoverKind.NotLoadable, left.Kind);
        // What .NET cannot name it cannot delete either, and the test's folder goes with it.
        using var remove = Process.Start("rm", ["-r", Path.Combine(Inbox(database), "acme")]);
        await remove.WaitForExitAsync();
    }

    [Theory, OnSqlite]
    public async Task FolderOfAnotherRun_IsLeftToIt(StorageProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        Put(database, "acme/a.csv", CsvRow.File(CsvRow.Sound));
        Put(database, "beta/b.csv", CsvRow.File(CsvRow.Sound.Rx("700102")));
        using (InboxFolder.Take(Path.Combine(Inbox(database), "acme")))
        {
            var results = await RunAsync(database);

            Assert.Equal(InboxLeftoverKind.Waits, results.OfType<InboxLeftover>().Single(l => l.Name == "acme").Kind);
            Assert.Equal(["beta/b.csv"], results.OfType<InboxFile>().Select(f => f.Name));
        }

        Assert.Equal(["acme/a.csv"], (await RunAsync(database)).Cast<InboxFile>().Select(f => f.Name));
    }

    [Theory, OnSqlite]
    public async Task FolderThatCannotBeWritten_LoadsNothing_AndOthersGoOn(StorageProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        Put(database, "acme/a.csv", CsvRow.File(CsvRow.Sound));
        Put(database, "beta/b.csv", CsvRow.File(CsvRow.Sound.Rx("700102")));
        // Tests may run as root, whom no permission stops; a folder where the lock should be stops everyone.
        Directory.CreateDirectory(Path.Combine(Inbox(database), "acme", InboxNames.Lock));

        var results = await RunAsync(database);

        Assert.Equal(InboxLeftoverKind.Failed, results.OfType<InboxLeftover>().Single(l => l.Name == "acme").Kind);
        Assert.Equal(["beta/b.csv"], results.OfType<InboxFile>().Select(f => f.Name));
    }

    [Theory, OnSqlite]
    public async Task FileThatCannotBePutAway_IsLoadedOnce_AndMovedByTheNextRun(StorageProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        Put(database, "acme/a.csv", CsvRow.File(CsvRow.Sound));
        Put(database, "acme/accepted", "a file where the folder should be");

        var left = Assert.IsType<InboxLeftover>(Assert.Single(await RunAsync(database), r => r.Name == "acme/a.csv"));
        File.Delete(Path.Combine(Inbox(database), "acme", "accepted"));
        var file = Assert.IsType<InboxFile>(Assert.Single(await RunAsync(database)));

        Assert.Equal(InboxLeftoverKind.Failed, left.Kind);
        Assert.Equal(SubmissionResult.AlreadyLoaded, file.Outcome.Result);
        Assert.Contains("acme/accepted/a.csv", Files(database));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task KilledBetweenMoveAndReport_IsFinished_BeforeTheMove_IsForgotten(bool wasMoved)
    {
        await using var database = await TestDatabase.CreateAsync(StorageProvider.Sqlite);
        Put(database, $"acme/{(wasMoved ? "accepted/" : "")}a.csv", CsvRow.File(CsvRow.Sound));
        Put(database, "acme/accepted/.a.csv.report.txt.part", "the report");
        Put(database, "acme/accepted/.a.csv.report.json.part", "{}");

        await RunAsync(database);

        Assert.Equal(
            ["acme/accepted/a.csv", "acme/accepted/a.csv.report.json", "acme/accepted/a.csv.report.txt"],
            Files(database));
        var report = await File.ReadAllTextAsync(Path.Combine(Inbox(database), "acme/accepted/a.csv.report.txt"));
        Assert.Equal(wasMoved, report == "the report");
    }

    /// <summary>The submitter puts another file in the place of one that was loaded, just before it is moved.</summary>
    [Fact]
    public async Task FileThatWasReplaced_GoesBack_WithoutAReport()
    {
        await using var database = await TestDatabase.CreateAsync(StorageProvider.Sqlite);
        Put(database, "acme/a.csv", CsvRow.File(CsvRow.Sound));
        await using var loaded = File.OpenRead(Path.Combine(Inbox(database), "acme/a.csv"));
        var outcome = await database.Get<SubmissionService>().LoadAsync(loaded, "a.csv");
        var report = await database.Get<SubmissionReportService>().OfAsync(outcome);
        Put(database, "acme/a.csv", CsvRow.File(CsvRow.Sound.With("quantity", "61")));

        using (var folder = InboxFolder.Take(Path.Combine(Inbox(database), "acme")))
        {
            Assert.Null(await folder!.PutAwayAsync("a.csv", report, outcome.ContentHash, CancellationToken.None));
        }

        Assert.Equal(["acme/a.csv"], Files(database));
        Assert.Equal(1, Assert.IsType<InboxFile>(Assert.Single(await RunAsync(database))).Outcome.Counts.Rejected);
    }

    /// <summary>A fault of this program or the database at one file: it stays, the others are loaded, and nothing of it is told.</summary>
    [Theory, OnSqlite]
    public async Task FileThatMakesTheProgramFail_IsLeft_AndOthersGoOn(StorageProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using (var db = database.Open())
        {
            await db.Database.ExecuteSqlRawAsync(
                "CREATE TRIGGER t BEFORE INSERT ON submissions WHEN NEW.name = 'a.csv' BEGIN SELECT RAISE(ABORT, 'TESTPATIENT'); END");
        }

        Put(database, "acme/a.csv", CsvRow.File(CsvRow.Sound));
        Put(database, "acme/b.csv", CsvRow.File(CsvRow.Sound.Rx("700102")));

        var results = await RunAsync(database);

        var left = Assert.Single(results.OfType<InboxLeftover>());
        Assert.Equal(("acme/a.csv", InboxLeftoverKind.Failed), (left.Name, left.Kind));
        Assert.DoesNotContain("TESTPATIENT", left.Message, StringComparison.Ordinal);
        Assert.Equal(["acme/b.csv"], results.OfType<InboxFile>().Select(f => f.Name));
        Assert.Contains("acme/a.csv", Files(database));
    }

    [Theory, OnSqlite]
    public async Task NameWithEscapes_IsShownHarmless(StorageProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        Put(database, "acme/\u001b[2Ja.csv", CsvRow.File(CsvRow.Sound));

        var file = Assert.IsType<InboxFile>(Assert.Single(await RunAsync(database)));

        Assert.Equal("acme/\\u{1b}[2Ja.csv", file.Name);
        Assert.DoesNotContain('\u001b', file.Report + file.Outcome.Name);
    }

    private static string Inbox(TestDatabase database) => Path.Combine(database.Folder, "inbox");

    private static void Put(TestDatabase database, string name, string content)
    {
        var path = Path.Combine(Inbox(database), name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
    }

    private static async Task<List<InboxResult>> RunAsync(TestDatabase database) =>
        await database.Get<InboxService>().RunAsync(Inbox(database), _ => new Progress<SubmissionProgress>()).ToListAsync();

    /// <summary>Every file, relative to the inbox, locks left out.</summary>
    private static IEnumerable<string> Files(TestDatabase database) => Directory
        .EnumerateFiles(Inbox(database), "*", SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(Inbox(database), file).Replace('\\', '/'))
        .Where(file => !file.EndsWith(InboxNames.Lock, StringComparison.Ordinal))
        .Order(StringComparer.Ordinal);
}

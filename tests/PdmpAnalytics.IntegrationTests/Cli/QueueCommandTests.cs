using System.Text.Json;
using PdmpAnalytics.Detection;
using PdmpAnalytics.Dispensing;
using PdmpAnalytics.Review;
using PdmpAnalytics.Storage;
using PdmpAnalytics.TestKit;
using PdmpAnalytics.TestKit.Databases;
using Xunit;

namespace PdmpAnalytics.IntegrationTests.Cli;

public class QueueCommandTests
{
    private const string Header =
        "alert_id,queue,subject_kind,subject_id,patient_id,priority,severity,state,rules,anomaly_percentile,risk_probability,raised_on,findings,evidence_fills";

    [Theory, OnSqlite, OnPostgres]
    public async Task Alerts_AreListedShownClosedReopenedAndExported(StorageProvider provider)
    {
        await using var database = await PublishedAsync(provider);

        var list = await RunAsync(database, "queue", "list");
        Assert.Equal((0, 3), (list.ExitCode, list.Lines.Count));
        Assert.Contains("PS-03 OV-01", list.Lines[1], StringComparison.Ordinal);

        var show = await RunAsync(database, "queue", "show", "1");
        Assert.Equal(0, show.ExitCode);
        Assert.Contains("Silent on its peak day if: 4 things instead of 5.", show.Output, StringComparison.Ordinal);

        Assert.Equal(0, (await RunAsync(database, "queue", "close", "1", "--disposition", "lettersent", "--reason", "sent", "--user", "ana")).ExitCode);
        Assert.Contains("LetterSent", (await RunAsync(database, "queue", "show", "1")).Output, StringComparison.Ordinal);
        Assert.Single((await RunAsync(database, "queue", "list", "--state", "closed")).Lines.Skip(1));
        var again = await RunAsync(database, "queue", "close", "1", "--disposition", "LowConcern", "--reason", "x");
        Assert.Equal((2, "error: Alert 1 is Closed, not open.\n"), (again.ExitCode, again.Error));
        Assert.Equal(2, (await RunAsync(database, "queue", "list", "--top", "-1")).ExitCode);
        Assert.Equal(0, (await RunAsync(database, "queue", "reopen", "1")).ExitCode);

        var audit = await RunAsync(database, "audit", "verify");
        Assert.Equal((0, "5 events, the chain is whole\n"), (audit.ExitCode, audit.Output));
    }

    [Fact]
    public async Task BoardReferral_IsProposedApprovedByAnotherAndConcluded()
    {
        await using var database = await PublishedAsync(StorageProvider.Sqlite);
        string[] close = ["queue", "close", "1", "--disposition", "BoardReferral", "--reason", "handed over", "--user", "ana"];

        var early = await RunAsync(database, close);
        Assert.Equal(2, early.ExitCode);
        Assert.Contains("propose it first", early.Error, StringComparison.Ordinal);
        Assert.Equal(2, (await RunAsync(database, "queue", "refer", "1", "--to", "lawenforcement", "--case", "7", "--basis", "x", "--reason", "x", "--user", "ana")).ExitCode);
        Assert.Equal(0, (await RunAsync(database, "queue", "refer", "1", "--case", "2026-117", "--basis", "152.126", "--reason", "Five practices.", "--user", "ana")).ExitCode);
        Assert.Equal(2, (await RunAsync(database, "queue", "approve", "1", "--user", "ana")).ExitCode);
        Assert.Equal(0, (await RunAsync(database, "queue", "approve", "1", "--user", "ben")).ExitCode);
        Assert.Equal(2, (await RunAsync(database, "queue", "decline", "1", "--user", "cay")).ExitCode);
        Assert.Equal(0, (await RunAsync(database, close)).ExitCode);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task ReviewWork_IsDoneByCommands(StorageProvider provider)
    {
        await using var database = await PublishedAsync(provider);
        foreach (var (command, sentence) in new[]
        {
            ("claim 1 --user ana", "Alert 1 is in review, held by ana until "),
            ("note 1 --text called --user ana", "Note 1 is kept with alert 1."),
            ("assign 1 --to ben --user ana", "Alert 1 is assigned, ben's."),
            ("snooze 1 --user ben --wake-on-evidence", "or new evidence."),
            ("wake 1 --user ben", "Alert 1 is assigned, ben's."),
            ("plan 1 --action PrescriberLetter --reason both --user ben", "Alert 1 is action pending, ben's."),
            ("watch 1 --reason wait --user ben", "Alert 1 is monitoring, ben's, put aside until "),
        })
        {
            var run = await RunAsync(database, ["queue", .. command.Split(' ')]);
            Assert.Equal(0, run.ExitCode);
            Assert.Contains(sentence, run.Error, StringComparison.Ordinal);
        }

        Assert.Equal(2, (await RunAsync(database, "queue", "release", "1", "--user", "cay")).ExitCode);
        Assert.Equal(2, (await RunAsync(database, "queue", "undo", "1", "--user", "cay")).ExitCode);
        Assert.Equal(2, (await RunAsync(database, "queue", "list", "--find", "is:happy")).ExitCode);
        Assert.Single((await RunAsync(database, "queue", "list", "--find", "is:snoozed to:ben")).Lines.Skip(1));
        Assert.Contains("called", (await RunAsync(database, "queue", "show", "1")).Output, StringComparison.Ordinal);

        var (packet, again) = (Path.Combine(database.Folder, "a.html"), Path.Combine(database.Folder, "b.html"));
        Assert.Equal(0, (await RunAsync(database, "queue", "packet", "1", "--out", packet)).ExitCode);
        Assert.Equal(0, (await RunAsync(database, "queue", "packet", "1", "--out", again, "--user", "somebody-else")).ExitCode);
        Assert.Equal(await File.ReadAllBytesAsync(packet), await File.ReadAllBytesAsync(again));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Export_WritesTheContractsColumnsInTheQueuesOrder(StorageProvider provider)
    {
        await using var database = await PublishedAsync(provider);
        var file = Path.Combine(database.Folder, "out", "queue.csv");

        Assert.Equal(0, (await RunAsync(database, "queue", "export", "--out", file)).ExitCode);
        Assert.Equal(
            [
                Header,
                "1,review,patient,11,11,51,high,new,PS-03;OV-01,95,,2026-05-31,2,4",
                "3,safety,patient,13,13,8,low,new,CO-01,,,2026-05-31,1,4",
            ],
            await File.ReadAllLinesAsync(file));

        var all = await RunAsync(database, "queue", "export", "--out", "-", "--all");
        Assert.Equal(4, all.Lines.Count);
        Assert.Contains("2,review,patient,12,12,4,info,new,PS-03,,,2026-05-31,1,4", all.Lines);

        using var json = JsonDocument.Parse((await RunAsync(database, "queue", "export", "--out", "-", "--format", "json")).Output);
        var first = json.RootElement[0];
        Assert.Equal("PS-03;OV-01", first.GetProperty("rules").GetString());
        Assert.Equal([1L, 2, 3, 4], first.GetProperty("findings")[0].GetProperty("evidence").EnumerateArray().Select(e => e.GetInt64()));
    }

    [Fact]
    public async Task WrongUse_Is2_AndSaysWhatIsMissing()
    {
        await using var database = await TestDatabase.CreateAsync(StorageProvider.Sqlite);

        var unknown = await RunAsync(database, "queue", "close", "1", "--disposition", "FP_Bored", "--reason", "x");
        Assert.Equal((2, ""), (unknown.ExitCode, unknown.Output));
        Assert.Contains("FP_Bored", unknown.Error, StringComparison.Ordinal);
        Assert.Equal(2, (await RunAsync(database, "frobnicate")).ExitCode);
        Assert.Equal(2, (await RunAsync(database, "queue", "show", "99")).ExitCode);
    }

    [Fact]
    public async Task DatabaseThatCannotBeUsed_Is11_UnreadableConnectionString_Is12()
    {
        var folder = Path.GetTempPath();

        var closed = await Pdmp.RunAsync("Host=127.0.0.1;Port=1;Username=nobody;Password=canary-secret", folder, "queue", "list");
        Assert.Equal(11, closed.ExitCode);
        Assert.DoesNotContain("canary", closed.Error, StringComparison.Ordinal);
        Assert.Equal(12, (await Pdmp.RunAsync("Dat Source=x", folder, "queue", "list")).ExitCode);
    }

    [Theory, OnPostgres]
    public async Task PostgresWithoutSchema_Is11WithAdvice_AndMigrateMendsIt(StorageProvider provider)
    {
        await using var database = await TestDatabase.CreateEmptyAsync(provider);

        var refused = await RunAsync(database, "queue", "list");
        Assert.Equal(11, refused.ExitCode);
        Assert.Contains("pdmp migrate", refused.Error, StringComparison.Ordinal);
        Assert.Equal(0, (await RunAsync(database, "migrate")).ExitCode);
        Assert.Equal(0, (await RunAsync(database, "queue", "list")).ExitCode);
    }

    private static Task<PdmpRun> RunAsync(TestDatabase database, params string[] arguments) =>
        Pdmp.RunAsync(database.Options.ConnectionString, database.Folder, arguments);

    private static async Task<TestDatabase> PublishedAsync(StorageProvider provider)
    {
        var database = await TestDatabase.CreateAsync(provider);
        await database.Get<ReviewService>().PublishAsync(
            [
                Findings.Judge(11, Findings.Of(), Findings.Of("OV-01", Severity.Medium)).Scored(95),
                Findings.Judge(12, Findings.Of(severity: Severity.Info, exemptBy: FillContext.Hospice)),
                Findings.Judge(13, Findings.Of("CO-01", Severity.Low, ReviewQueueKind.Safety)),
            ],
            []);
        return database;
    }
}

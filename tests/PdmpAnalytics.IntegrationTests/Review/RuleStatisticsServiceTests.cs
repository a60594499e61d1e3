using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using PdmpAnalytics.Detection;
using PdmpAnalytics.IntegrationTests.Cli;
using PdmpAnalytics.Ingestion;
using PdmpAnalytics.Review;
using PdmpAnalytics.Storage;
using PdmpAnalytics.TestKit;
using PdmpAnalytics.TestKit.Databases;
using PdmpAnalytics.TestKit.Ingestion;
using Xunit;

namespace PdmpAnalytics.IntegrationTests.Review;

/// <summary>What rules raised and what reviewers concluded, from judging to figures.</summary>
public class RuleStatisticsServiceTests
{
    private static readonly DateOnly AsOf = new(2026, 6, 30);

    private const string FivePractices = """
        filled | days | prescriber | dispenser
        0      | 30   | A          | P
        20     | 30   | B          | Q
        40     | 30   | C          | R
        60     | 30   | D          | S
        80     | 30   | E          | T
        """;

    [Theory, OnSqlite, OnPostgres]
    public async Task ConclusionsCountForEveryRuleOfTheAlert_UnlessOneOfItsOwnWasGiven(StorageProvider provider)
    {
        await using var database = await JudgedAsync(provider);
        var alerts = (await database.Get<ReviewQueue>().PageAsync(AlertFilter.Queued)).Alerts.OrderBy(a => a.SubjectId).ToList();
        Assert.Equal(4, alerts.Count);
        Assert.Null(await database.CloseAsync(alerts[0].Id, Disposition.LetterSent, "sent", "ana", byRule: new Dictionary<string, Disposition> { ["ER-03"] = Disposition.LowConcern }));
        Assert.Null(await database.CloseAsync(alerts[1].Id, Disposition.FalsePositiveSamePractice, "one clinic", "ana"));
        Assert.Null(await database.CloseAsync(alerts[2].Id, Disposition.FalsePositiveDataError, "typing", "ana"));
        Assert.Null(await database.CloseAsync(alerts[3].Id, Disposition.LetterSent, "sent", "ana"));
        Assert.Null(await database.ReopenAsync(alerts[3].Id, "too early", "ana"));
        Assert.Equal(
            RefusalReason.Incomplete,
            (await database.CloseAsync(alerts[3].Id, Disposition.LetterSent, "sent", "ana", byRule: new Dictionary<string, Disposition> { ["GE-01"] = Disposition.LowConcern }))?.Reason);

        var report = await database.Get<RuleStatisticsService>().OfAsync(null, null);
        var concluded = await database.Get<RuleStatisticsService>().ConcludedAsync();
        Assert.Equal(
            report.Rules.Where(r => r.Positive + r.Negative > 0).Select(r => (r.RuleId, r.Positive, r.Negative, r.Precision)),
            concluded.Rules.Where(r => r.Positive + r.Negative > 0).Select(r => (r.RuleId, r.Positive, r.Negative, r.Precision)));

        var episode = report.Rules.Single(r => r.RuleId == "PS-04");
        Assert.Equal((4, 4, 0, 1, 1, 1), (episode.Hits, episode.Subjects, episode.Repeated, episode.Positive, episode.Negative, episode.Ignored));
        Assert.Equal(0.5, episode.Precision!.Value.Value);
        var early = report.Rules.Single(r => r.RuleId == "ER-03");
        Assert.Equal((0, 2), (early.Positive, early.Negative));
        Assert.Empty((await database.Get<RuleStatisticsService>().OfAsync(AsOf.AddDays(40), AsOf.AddDays(50))).Rules);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task RuleThatSpeaksAgainAboutASubject_IsARepeatedHit(StorageProvider provider)
    {
        await using var database = await JudgedAsync(provider);
        var alert = (await database.Get<ReviewQueue>().PageAsync(AlertFilter.Queued)).Alerts[0];
        Assert.Null(await database.CloseAsync(alert.Id, Disposition.LetterSent, "sent", "ana"));
        var more = new CaseFile(AsOf.AddDays(5));
        for (var i = 0; i < 4; i++)
        {
            more.Add($"{i}", "90", FivePractices + "\n90 | 30 | F | U");
        }

        await LoadAsync(database, more);
        await DetectAsync(database, AsOf.AddDays(5));
        await DetectAsync(database, AsOf.AddDays(5));

        var episode = (await database.Get<RuleStatisticsService>().OfAsync(null, null)).Rules.Single(r => r.RuleId == "PS-04");
        Assert.Equal((5, 4, 1), (episode.Hits, episode.Subjects, episode.Repeated));
        Assert.Equal([(AsOf, 5)], episode.Weeks);
    }

    [Theory, OnSqlite]
    public async Task Commands_TakeAVerdictPerRule_AndPrintTheFigures(StorageProvider provider)
    {
        await using var database = await JudgedAsync(provider);
        var close = await RunAsync(database, "queue", "close", "1", "--disposition", "LetterSent", "--finding", "ER-03=LowConcern", "--reason", "sent");
        Assert.Equal((0, ""), (close.ExitCode, close.Output));
        Assert.Equal(0, (await RunAsync(database, "queue", "read", "1", "--disposition", "LetterSent", "--reason", "sent", "--user", "ben")).ExitCode);
        Assert.Equal(2, (await RunAsync(database, "queue", "close", "2", "--disposition", "LetterSent", "--finding", "ER-03", "--reason", "sent")).ExitCode);

        var csv = await RunAsync(database, "rules", "statistics", "--format", "csv");
        Assert.StartsWith("rule,hits,hits_per_week,subjects,repeat_rate,positive,negative,ignored,precision,precision_low,precision_high", csv.Output, StringComparison.Ordinal);
        Assert.Contains(csv.Lines, l => l.StartsWith("ER-03,4,", StringComparison.Ordinal) && l.EndsWith(",0,1,0,0,0,0.7935", StringComparison.Ordinal));
        var json = await RunAsync(database, "rules", "statistics", "--format", "json");
        using var report = JsonDocument.Parse(json.Output);
        Assert.Contains(report.RootElement.GetProperty("rules").EnumerateArray(), r => r.GetProperty("rule").GetString() == "PS-04" && r.GetProperty("precision").GetDouble() == 1);
        Assert.Contains("PS-04", (await RunAsync(database, "rules", "statistics")).Output, StringComparison.Ordinal);
    }

    private static async Task<TestDatabase> JudgedAsync(StorageProvider provider)
    {
        var database = await TestDatabase.CreateAsync(provider, services => services.AddSingleton<TimeProvider>(
            new StoppedClock(new DateTimeOffset(AsOf.AddDays(30).ToDateTime(new TimeOnly(20, 0)), TimeSpan.Zero))));
        var cases = new CaseFile(AsOf);
        for (var i = 0; i < 4; i++)
        {
            cases.Add($"{i}", "85", FivePractices);
        }

        await LoadAsync(database, cases);
        await DetectAsync(database, AsOf);
        return database;
    }

    private static async Task LoadAsync(TestDatabase database, CaseFile cases)
    {
        var outcome = await database.Get<SubmissionService>().LoadAsync(new MemoryStream(Encoding.UTF8.GetBytes(cases.Text)), $"{cases.Records}.csv");
        Assert.NotEqual(SubmissionResult.Rejected, outcome.Result);
    }

    private static async Task<QueueUpdate> DetectAsync(TestDatabase database, DateOnly asOf) =>
        (await database.Get<QueueUpdateService>().UpdateAsync(new DetectionRequest(asOf, All: false))).Value;

    private static Task<PdmpRun> RunAsync(TestDatabase database, params string[] arguments) =>
        Pdmp.RunAsync(database.Options.ConnectionString, database.Folder, arguments);
}

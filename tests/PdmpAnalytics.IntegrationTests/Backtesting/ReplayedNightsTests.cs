using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using PdmpAnalytics.Backtesting;
using PdmpAnalytics.Detection;
using PdmpAnalytics.Detection.Exemptions;
using PdmpAnalytics.Detection.RuleSets;
using PdmpAnalytics.Dispensing;
using PdmpAnalytics.Ingestion;
using PdmpAnalytics.Review;
using PdmpAnalytics.RuleSets;
using PdmpAnalytics.Storage;
using PdmpAnalytics.TestKit;
using PdmpAnalytics.TestKit.Databases;
using Xunit;

namespace PdmpAnalytics.IntegrationTests.Backtesting;

/// <summary>A replay says what real nights raised: every night is run with its file, then replayed from the store.</summary>
public class ReplayedNightsTests
{
    private static readonly DateOnly From = ReceivedFiles.First.AddDays(14);

    /// <summary>Rules over several patients are not replayed.</summary>
    private const string SingleHistories = """
        {"name": "single-histories", "version": 1, "rules": {
          "ID-02": {"Enabled": false}, "ID-03": {"Enabled": false}, "ID-05": {"Enabled": false}, "CL-02": {"Enabled": false},
          "CL-03": {"Enabled": false}, "CL-04": {"Enabled": false}, "CL-05": {"Enabled": false}}}
        """;

    [Theory, OnSqlite, OnPostgres]
    public async Task LateFilesCorrectionsAndVoids_AreReplayedAsTheNightsSawThem(StorageProvider provider)
    {
        await using var nights = await RunAsync(provider, new ReceivedFiles(seed: 5, promptly: false));
        await using (var db = nights.Database.Open())
        {
            Assert.True(await db.Set<Dispensation>().CountAsync(d => d.ValidTo != null) > 5, "Some records are corrected.");
        }

        var report = await ReplayAsync(nights.Database, null);

        Assert.Equal(KnownBy.Received, report.KnownBy);
        nights.Expect(report);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task PromptRecords_AreReplayedAlikeByReceiptAndByFill(StorageProvider provider)
    {
        await using var nights = await RunAsync(provider, new ReceivedFiles(seed: 8, promptly: true));

        nights.Expect(await ReplayAsync(nights.Database, KnownBy.Received));
        nights.Expect(await ReplayAsync(nights.Database, KnownBy.Filled));
    }

    [Theory, OnSqlite]
    public async Task OtherThresholds_AreReplayedAsTheirOwnNightsWouldHaveBeen(StorageProvider provider)
    {
        const string strict = """ "PS-02": {"Pharmacies": 6}, "OV-01": {"Enabled": false}, "ER-01": {"MinDaysEarly": 5}, "DO-01": {"Enabled": false}, """;
        var candidate = SingleHistories.Replace("single-histories", "stricter", StringComparison.Ordinal)
            .Replace("\"rules\": {", "\"rules\": {" + strict, StringComparison.Ordinal);
        await using var usual = await RunAsync(provider, new ReceivedFiles(seed: 5, promptly: false));
        await using var others = await RunAsync(provider, new ReceivedFiles(seed: 5, promptly: false), candidate);
        var rules = RuleSetFile.Read(candidate).Value.Catalog;

        var report = await usual.Database.Get<BacktestService>().RunAsync(
            new BacktestRequest(From, ReceivedFiles.Last) { Candidate = rules });

        usual.Expect(report);
        others.Expect(report, report.Candidate);
        Assert.Equal(usual.Waited.Except(others.Waited).Order(), report.Disappeared.Select(p => p.PatientId));
        Assert.Equal(others.Waited.Except(usual.Waited).Order(), report.New.Select(p => p.PatientId));
        Assert.NotEmpty(report.Disappeared);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task WhatTheFiguresLeaveOut_IsSaid(StorageProvider provider)
    {
        var clock = new StoppedClock(new DateTimeOffset(ReceivedFiles.First.ToDateTime(new TimeOnly(20, 0)), TimeSpan.Zero));
        await using var database = await TestDatabase.CreateAsync(provider, services => services.AddSingleton<TimeProvider>(clock));
        var (first, text) = new ReceivedFiles(seed: 5, promptly: true).Files()[0];
        await database.Get<SubmissionService>().LoadAsync(new MemoryStream(Encoding.UTF8.GetBytes(text)), "first.csv");
        const string empty = "The store has no fills from";
        const string exempt = "Exemptions that people stated are not replayed";

        var before = await LimitsAsync(database, ReceivedFiles.First.AddYears(-3), ReceivedFiles.First.AddYears(-2));
        Assert.Contains(before, l => l.StartsWith(empty, StringComparison.Ordinal));
        Assert.DoesNotContain(before, l => l.StartsWith(exempt, StringComparison.Ordinal));

        var terms = new ExemptionTerms(ExemptionKind.Cancer, null, first.AddYears(1), "letter");
        Assert.True((await database.Get<ExemptionService>().AddAsync(1, terms, "ana")).Succeeded);
        var since = await LimitsAsync(database, ReceivedFiles.First.AddYears(-1), first.AddDays(1));
        Assert.DoesNotContain(since, l => l.StartsWith(empty, StringComparison.Ordinal));
        Assert.Contains(since, l => l.StartsWith(exempt, StringComparison.Ordinal));
    }

    private static async Task<IReadOnlyList<string>> LimitsAsync(TestDatabase database, DateOnly from, DateOnly to) =>
        (await database.Get<BacktestService>().RunAsync(new BacktestRequest(from, to))).Limits;

    private static Task<BacktestReport> ReplayAsync(TestDatabase database, KnownBy? knownBy) =>
        database.Get<BacktestService>().RunAsync(new BacktestRequest(From, ReceivedFiles.Last) { KnownBy = knownBy });

    private static async Task<RealNights> RunAsync(StorageProvider provider, ReceivedFiles files, string set = SingleHistories)
    {
        var clock = new StoppedClock(default);
        var database = await TestDatabase.CreateAsync(provider, services => services.AddSingleton<TimeProvider>(clock));
        var file = RuleSetFile.Read(set).Value;
        Assert.True((await database.Get<RuleSetService>().AddAsync(file, "ana")).Succeeded);
        Assert.Null(await database.Get<RuleSetService>().ActivateAsync(file.Catalog.Set, ReceivedFiles.First, "ana", "agreed"));
        var nights = new RealNights(database, From);
        var byDay = files.Files().ToDictionary(f => f.Day, f => f.Text);
        for (var day = ReceivedFiles.First; day <= ReceivedFiles.Last; day = day.AddDays(1))
        {
            clock.Now = new DateTimeOffset(day.ToDateTime(new TimeOnly(20, 0)), TimeSpan.Zero);
            if (byDay.TryGetValue(day, out var text))
            {
                var outcome = await database.Get<SubmissionService>().LoadAsync(new MemoryStream(Encoding.UTF8.GetBytes(text)), $"{day:O}.csv");
                Assert.NotEqual(SubmissionResult.Rejected, outcome.Result);
            }

            await database.Get<QueueUpdateService>().UpdateAsync(new DetectionRequest(day, All: false));
            await nights.LookAsync(day);
        }

        return nights;
    }
}

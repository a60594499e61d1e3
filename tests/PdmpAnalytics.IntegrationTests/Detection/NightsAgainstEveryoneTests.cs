using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using PdmpAnalytics.Detection;
using PdmpAnalytics.Detection.RuleSets;
using PdmpAnalytics.IntegrationTests.Backtesting;
using PdmpAnalytics.Ingestion;
using PdmpAnalytics.Patients;
using PdmpAnalytics.Patients.Linking;
using PdmpAnalytics.Review;
using PdmpAnalytics.RuleSets;
using PdmpAnalytics.Storage;
using PdmpAnalytics.TestKit;
using PdmpAnalytics.TestKit.Databases;
using Xunit;

namespace PdmpAnalytics.IntegrationTests.Detection;

/// <summary>
/// Nights that judge only who changed or is due leave the alerts that judging everyone leaves: simulated months with late,
/// revised and voided records, and persons merged and parted. PDMP_NIGHT_MONTHS sets how many; 200 is the full count.
/// </summary>
public class NightsAgainstEveryoneTests
{
    private const int MonthsASeed = 3;

    /// <summary>
    /// Rules over several patients are looked for weekly and not each night; PY-01 compares with the population's figures, which
    /// change with the week for those judged since.
    /// </summary>
    private const string Rules = """
        {"name": "single-histories", "version": 1, "rules": {
          "ID-02": {"Enabled": false}, "ID-03": {"Enabled": false}, "ID-05": {"Enabled": false}, "CL-02": {"Enabled": false},
          "CL-03": {"Enabled": false}, "CL-04": {"Enabled": false}, "CL-05": {"Enabled": false}, "PY-01": {"Enabled": false}}}
        """;

    private static readonly string FewRules =
        """{"name": "single-histories", "version": 1, "rules": {"""
        + string.Join(", ", RuleCatalog.Default.All.Select(r => r.Definition.Id).Where(id => id is not ("OV-01" or "CO-01" or "PS-04"))
            .Select(id => $$"""  "{{id}}": {"Enabled": false}"""))
        + "}}";

    [Theory, OnSqlite]
    public async Task SimulatedMonths_EndAsJudgingEveryoneEnds(StorageProvider provider)
    {
        var months = int.Parse(Environment.GetEnvironmentVariable("PDMP_NIGHT_MONTHS") ?? "6", CultureInfo.InvariantCulture);
        for (var seed = 1; seed <= (months + MonthsASeed - 1) / MonthsASeed; seed++)
        {
            await NightsAsync(provider, seed, Rules, BlindSample.None);
        }
    }

    /// <summary>The same when chance draws patients below the line; most rules are off, since of these busy people they leave nobody below it.</summary>
    [Theory, OnSqlite]
    public async Task SimulatedMonthsWithASample_EndAsJudgingEveryoneEnds(StorageProvider provider) =>
        await NightsAsync(provider, seed: 11, FewRules, new BlindSample(0.7, 1));

    private static async Task NightsAsync(StorageProvider provider, int seed, string rules, BlindSample sample)
    {
        var clock = new StoppedClock(default);
        await using var database = await TestDatabase.CreateAsync(provider, services => services.AddSingleton<TimeProvider>(clock).AddSingleton(sample));
        Assert.True((await database.Get<RuleSetService>().AddAsync(RuleSetFile.Read(rules).Value, "ana")).Succeeded);
        Assert.Null(await database.Get<RuleSetService>().ActivateAsync("single-histories@1", ReceivedFiles.First, "ana", "agreed"));
        var random = new Random(seed);
        var files = new ReceivedFiles(seed, promptly: false).Files().ToDictionary(f => f.Day, f => f.Text);
        for (var day = ReceivedFiles.First; day <= ReceivedFiles.Last; day = day.AddDays(1))
        {
            clock.Now = new DateTimeOffset(day.ToDateTime(new TimeOnly(20, 0)), TimeSpan.Zero);
            if (files.TryGetValue(day, out var text))
            {
                await database.Get<SubmissionService>().LoadAsync(new MemoryStream(Encoding.UTF8.GetBytes(text)), $"{day:O}.csv");
            }

            if (random.Next(6) == 0)
            {
                await DecideAsync(database, random);
            }

            await JudgeAsync(database, day, all: false);
            if (day.Day == 28 || day == ReceivedFiles.Last)
            {
                var nights = await AlertsAsync(database);
                await JudgeAsync(database, day, all: true);
                var everyone = await AlertsAsync(database);
                Assert.True(nights.SequenceEqual(everyone), $"seed {seed}, {day:O}:\n{string.Join('\n', nights.Except(everyone))}\nbut\n{string.Join('\n', everyone.Except(nights))}");
                Assert.True(nights.Count > 3, "There are alerts to compare.");
                Assert.Equal(sample.Share > 0 && day == ReceivedFiles.Last, day == ReceivedFiles.Last && nights.Exists(a => a.Contains("drawn", StringComparison.Ordinal)));
            }
        }
    }

    /// <summary>Two records are said to be one person's, or not; what contradicts other decisions is refused and changes nothing.</summary>
    private static async Task DecideAsync(TestDatabase database, Random random)
    {
        await using var db = database.Open();
        var records = await db.Set<PatientRecord>().Select(r => r.Id).Order().ToListAsync();
        if (records.Count > 1)
        {
            await database.Get<LinkDecisionService>().DecideAsync(
                records[random.Next(records.Count)], records[random.Next(records.Count)],
                random.Next(2) == 0 ? LinkVerdict.Same : LinkVerdict.Different, new LinkAuthor("ana", "seen the card"));
        }
    }

    private static async Task<QueueUpdate> JudgeAsync(TestDatabase database, DateOnly day, bool all) =>
        (await database.Get<QueueUpdateService>().UpdateAsync(new DetectionRequest(day, all))).Value;

    /// <summary>Queued alerts of patients; of runs and gaps that go on (DU-01, DU-02, AB-01) without the length, which is that of the last judging.</summary>
    private static async Task<List<string>> AlertsAsync(TestDatabase database)
    {
        await using var db = database.Open();
        var alerts = await db.Set<Alert>().AsNoTracking().Include(a => a.Findings)
            .Where(a => a.SubjectKind == AlertSubjectKind.Patient && a.State != AlertState.Withdrawn && a.Hold == QueueHold.None).ToListAsync();
        return
        [
            .. alerts.Where(a => a.SampleShare is not null).OrderBy(a => a.SubjectId).Select(a => $"{a.SubjectId} {a.State} drawn"),
            .. alerts.Where(a => a.SampleShare is null).OrderBy(a => a.SubjectId).SelectMany(a => a.Findings.OrderBy(f => f.Position).Select(f =>
                $"{a.SubjectId} {a.State} {a.Severity} {f.RuleId} {f.Scope} {f.Severity} {f.ExemptBy}"
                + (f.RuleId is "DU-01" or "DU-02" or "AB-01" ? "" : $" {f.Text} {string.Join(',', f.Evidence)}"))),
        ];
    }
}

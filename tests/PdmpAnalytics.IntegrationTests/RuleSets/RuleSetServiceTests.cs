using System.Text;
using Microsoft.EntityFrameworkCore;
using PdmpAnalytics.Auditing;
using PdmpAnalytics.Detection;
using PdmpAnalytics.Detection.Exemptions;
using PdmpAnalytics.Detection.RuleSets;
using PdmpAnalytics.IntegrationTests.Cli;
using PdmpAnalytics.Ingestion;
using PdmpAnalytics.Review;
using PdmpAnalytics.RuleSets;
using PdmpAnalytics.Storage;
using PdmpAnalytics.TestKit.Databases;
using PdmpAnalytics.TestKit.Ingestion;
using Xunit;

namespace PdmpAnalytics.IntegrationTests.RuleSets;

/// <summary>Stored sets of thresholds, from file to finding.</summary>
public class RuleSetServiceTests
{
    private static readonly DateOnly AsOf = new(2026, 6, 30);

    private const string Strict = """{"name": "strict", "version": 1, "rules": {"PS-03": {"Practices": 6}, "PS-04": {"Practices": 6}}}""";

    private const string FivePractices = """
        filled | days | prescriber | dispenser
        0      | 30   | A          | P
        20     | 30   | B          | Q
        40     | 30   | C          | R
        60     | 30   | D          | S
        80     | 30   | E          | T
        """;

    [Theory, OnSqlite, OnPostgres]
    public async Task SetInForce_JudgesEveryoneAnew_AndStandsInTheFindings(StorageProvider provider)
    {
        await using var database = await LoadedAsync(provider);
        await DetectAsync(database, AsOf);
        var before = await FindingsAsync(database);
        Assert.Contains(before, f => f.RuleId == "PS-04");
        Assert.All(before, f => Assert.Equal("shipped", f.RuleSet));

        await AddAsync(database, Strict);
        Assert.Null(await database.Get<RuleSetService>().ActivateAsync("strict@1", AsOf.AddDays(2), "ana", "agreed"));
        var dayBefore = await DetectAsync(database, AsOf.AddDays(1));
        var onTheDay = await DetectAsync(database, AsOf.AddDays(2));
        var dayAfter = await DetectAsync(database, AsOf.AddDays(3));

        var after = await FindingsAsync(database);
        // T2 is due each of these days; the other patient only because the thresholds changed.
        Assert.Equal((1, 2, 1), (dayBefore.Patients.Judged, onTheDay.Patients.Judged, dayAfter.Patients.Judged));
        Assert.DoesNotContain(after, f => f.RuleId is "PS-03" or "PS-04");
        Assert.NotEmpty(after);
        Assert.All(after, f => Assert.Equal("strict@1", f.RuleSet));
        Assert.Equal(RefusalReason.WrongState, (await database.Get<RuleSetService>().RetireAsync("strict@1", AsOf.AddDays(2), "ana", "too few"))!.Reason);
        Assert.NotNull((await database.Get<RuleSetService>().ListAsync()).Single().Periods.Single(p => p.Covers(AsOf.AddDays(2))));
        await using var db = database.Open();
        Assert.Equal(
            ["rule_set.added", "rule_set.activated"],
            await db.Set<AuditEvent>().Where(e => e.Subject == "rule_set:strict@1").OrderBy(e => e.Sequence).Select(e => e.Action).ToListAsync());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Shadow_IsCountedBesideTheSetInForce_AndRaisesNothing(StorageProvider provider)
    {
        await using var database = await LoadedAsync(provider);
        await AddAsync(database, Strict);
        Assert.Null(await database.Get<RuleSetService>().ShadowAsync("strict@1", AsOf, "ana", "to see"));

        await DetectAsync(database, AsOf);
        await DetectAsync(database, AsOf);
        var first = await MeasuresAsync(database);
        await DetectAsync(database, AsOf, all: true);

        Assert.Equal([("PS-04", Severity.Critical, 0, 1)], first.Where(m => m.Rule == "PS-04"));
        Assert.Contains(first, m => m.Shadow > 0 && m.Shadow == m.InForce);
        Assert.Equal(first, await MeasuresAsync(database));
        Assert.Contains(await FindingsAsync(database), f => f.RuleId == "PS-04");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Shadow_LeavesOutWhatAnExemptionLowers_OnBothSides(StorageProvider provider)
    {
        const string alike = """{"name": "strict", "version": 1, "rules": {"PS-01": {"ShortSupplyWeight": 0.4}}}""";
        await using var database = await LoadedAsync(provider);
        await AddAsync(database, alike);
        Assert.Null(await database.Get<RuleSetService>().ShadowAsync("strict@1", AsOf, "ana", "to see"));
        foreach (var patient in new[] { 1L, 2L })
        {
            var terms = new ExemptionTerms(ExemptionKind.Cancer, null, DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime).AddYears(1), "letter");
            Assert.True((await database.Get<ExemptionService>().AddAsync(patient, terms, "ana")).Succeeded);
        }

        await DetectAsync(database, AsOf);

        var measures = await MeasuresAsync(database);
        Assert.Contains(measures, m => m.Severity == Severity.Info);
        Assert.All(measures, m => Assert.Equal(m.InForce, m.Shadow));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task SameVersionWithOtherContent_IsRefused_AndTheSameFileChangesNothing(StorageProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await AddAsync(database, Strict);
        var service = database.Get<RuleSetService>();

        Assert.True((await service.AddAsync(RuleSetFile.Read(Strict).Value, "bob")).Succeeded);
        Assert.Equal(RefusalReason.WrongState, (await service.AddAsync(RuleSetFile.Read(Strict.Replace('6', '7')).Value, "bob")).Refusal?.Reason);
        Assert.Equal("ana", Assert.Single(await service.ListAsync()).AddedBy);
        Assert.Equal(RefusalReason.NotFound, (await service.ActivateAsync("strict@2", AsOf, "ana", "agreed"))?.Reason);
        Assert.Equal(RefusalReason.NotFound, (await service.ShowAsync("strict")).Refusal?.Reason);
    }

    [Theory, OnSqlite]
    public async Task Commands_CheckStoreAndDecide(StorageProvider provider)
    {
        await using var database = await LoadedAsync(provider);
        await File.WriteAllTextAsync(Path.Combine(database.Folder, "strict.json"), Strict);
        await File.WriteAllTextAsync(Path.Combine(database.Folder, "wrong.json"), """{"name": "x", "version": 1, "rules": {"PS-03": {"Practices": 1}, "PS-99": {}}}""");

        var wrong = await RunAsync(database, "rules", "set", "add", "wrong.json");
        Assert.Equal(12, wrong.ExitCode);
        Assert.Contains("'1' is not a whole number from 2 to 50", wrong.Error, StringComparison.Ordinal);
        Assert.Contains("PS-99: no such rule", wrong.Error, StringComparison.Ordinal);
        Assert.Equal(2, (await RunAsync(database, "rules", "set", "add", "absent.json")).ExitCode);

        Assert.Equal(0, (await RunAsync(database, "rules", "set", "add", "strict.json")).ExitCode);
        Assert.Equal(2, (await RunAsync(database, "rules", "set", "shadow", "strict@7", "--from", "2026-06-01", "--reason", "to see")).ExitCode);
        Assert.Equal(0, (await RunAsync(database, "rules", "set", "shadow", "strict@1", "--from", "2026-06-01", "--reason", "to see")).ExitCode);
        Assert.Equal(0, (await RunAsync(database, "detect", "--as-of", "2026-06-30", "--all")).ExitCode);
        Assert.Equal(0, (await RunAsync(database, "rules", "set", "activate", "strict@1", "--from", "2026-07-01", "--reason", "agreed")).ExitCode);
        Assert.Equal(0, (await RunAsync(database, "rules", "set", "retire", "strict@1", "--from", "2026-08-01", "--reason", "too few")).ExitCode);

        var list = await RunAsync(database, "rules", "set", "list", "--on", "2026-07-10");
        Assert.Contains(list.Lines, l => l.StartsWith("strict@1  active  2026-07-01 to 2026-07-31  2026-06-01 to 2026-06-30", StringComparison.Ordinal));
        Assert.Contains("In force on 2026-07-10: strict@1.", list.Error, StringComparison.Ordinal);
        var rule = await RunAsync(database, "rules", "show", "PS-03", "--as-of", "2026-07-10");
        Assert.Equal("6", rule.Lines.Single(l => l.StartsWith("Practices ", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]);
        var show = await RunAsync(database, "rules", "set", "show", "strict@1");
        Assert.Contains(show.Lines, l => l.StartsWith("PS-03  Practices", StringComparison.Ordinal));
        Assert.Contains(show.Lines, l => l.StartsWith("2026-06-30  PS-04", StringComparison.Ordinal));
        Assert.Contains(show.Lines, l => l.Contains("agreed", StringComparison.Ordinal));
    }

    private static async Task<TestDatabase> LoadedAsync(StorageProvider provider)
    {
        var database = await TestDatabase.CreateAsync(provider);
        var cases = new CaseFile(AsOf);
        cases.Add("T2", "85", FivePractices);
        cases.Add("never due", "600", "filled | days\n0 | 10");
        var outcome = await database.Get<SubmissionService>().LoadAsync(new MemoryStream(Encoding.UTF8.GetBytes(cases.Text)), "cases.csv");
        Assert.Equal(SubmissionResult.Accepted, outcome.Result);
        return database;
    }

    private static async Task AddAsync(TestDatabase database, string json) =>
        Assert.True((await database.Get<RuleSetService>().AddAsync(RuleSetFile.Read(json).Value, "ana")).Succeeded);

    private static async Task<QueueUpdate> DetectAsync(TestDatabase database, DateOnly asOf, bool all = false) =>
        (await database.Get<QueueUpdateService>().UpdateAsync(new DetectionRequest(asOf, all))).Value;

    private static async Task<List<AlertFinding>> FindingsAsync(TestDatabase database)
    {
        await using var db = database.Open();
        return await db.Set<AlertFinding>().AsNoTracking().ToListAsync();
    }

    private static async Task<List<(string Rule, Severity Severity, int Shadow, int InForce)>> MeasuresAsync(TestDatabase database) =>
        [.. (await database.Get<RuleSetService>().ShowAsync("strict@1")).Value.Measures.Select(m => (m.RuleId, m.Severity, m.Findings, m.InForce))];

    private static Task<PdmpRun> RunAsync(TestDatabase database, params string[] arguments) =>
        Pdmp.RunAsync(database.Options.ConnectionString, database.Folder, arguments);
}

using System.Text;
using System.Text.Json;
using PdmpAnalytics.Detection;
using PdmpAnalytics.IntegrationTests.Cli;
using PdmpAnalytics.Ingestion;
using PdmpAnalytics.Lookup;
using PdmpAnalytics.Review;
using PdmpAnalytics.Storage;
using PdmpAnalytics.TestKit.Databases;
using PdmpAnalytics.TestKit.Ingestion;
using Xunit;

namespace PdmpAnalytics.IntegrationTests.Lookup;

/// <summary>Why a patient has its findings, and which rules came close.</summary>
public class PatientExplanationTests
{
    private static readonly DateOnly AsOf = new(2026, 6, 30);

    [Theory, OnSqlite, OnPostgres]
    public async Task Explanation_SaysWhatTheAlertSays_AndWhatCameClose(StorageProvider provider)
    {
        await using var database = await LoadedAsync(provider);
        await database.Get<QueueUpdateService>().UpdateAsync(new DetectionRequest(AsOf, All: true));

        var explained = (await database.Get<PatientExplanationService>().ExplainAsync(1, null)).Value;

        var alert = (await database.Get<ReviewQueue>().ShowAsync(explained.AlertId!.Value)).Value.Alert;
        Assert.Equal(AsOf, explained.Judgement.AsOf);
        Assert.Equal(alert.Findings.OrderBy(f => f.Position).Select(f => (f.RuleId, f.Text)), explained.Judgement.Findings.Select(f => (f.Rule.Id, f.Text)));
        Assert.Equal(alert.Hold, explained.Content!.Hold);
        Assert.Contains(explained.NearMisses, m => m is { Rule.Id: "PS-04", Threshold.Name: "Practices", FiresAt: "4" });
        var pharmacies = explained.Judgement.Findings.First(f => f.Rule.Id == "PS-02");
        Assert.Equal(pharmacies.Evidence.Count, explained.FillsOf(pharmacies).Count());
        Assert.Equal(RefusalReason.NotFound, (await database.Get<PatientExplanationService>().ExplainAsync(99, null)).Refusal?.Reason);
    }

    [Theory, OnSqlite]
    public async Task Command_TellsItInWordsAndAsJson(StorageProvider provider)
    {
        await using var database = await LoadedAsync(provider);

        var text = await Pdmp.RunAsync(database.Options.ConnectionString, database.Folder, "explain", "1", "--as-of", "2026-06-30");
        Assert.Contains("PS-02", text.Output, StringComparison.Ordinal);
        Assert.Contains("Silent on its peak day if:", text.Output, StringComparison.Ordinal);
        Assert.Contains("Window:", text.Output, StringComparison.Ordinal);
        Assert.Contains("Practices 4 instead of 5", text.Output, StringComparison.Ordinal);

        var json = await Pdmp.RunAsync(database.Options.ConnectionString, database.Folder, "explain", "1", "--as-of", "2026-06-30", "--format", "json");
        using var explained = JsonDocument.Parse(json.Output);
        var findings = explained.RootElement.GetProperty("findings").EnumerateArray().ToList();
        Assert.Contains(findings, f => f.GetProperty("rule").GetString() == "PS-02" && f.GetProperty("evidence").GetArrayLength() == 5);
        Assert.Contains(explained.RootElement.GetProperty("near_misses").EnumerateArray(), m => m.GetProperty("rule").GetString() == "PS-04");
        Assert.Equal(5, explained.RootElement.GetProperty("fills").GetArrayLength());
        Assert.Equal(2, (await Pdmp.RunAsync(database.Options.ConnectionString, database.Folder, "explain", "99")).ExitCode);
    }

    /// <summary>Four practices and five pharmacies: one practice short of PS-04.</summary>
    private static async Task<TestDatabase> LoadedAsync(StorageProvider provider)
    {
        var database = await TestDatabase.CreateAsync(provider);
        var cases = new CaseFile(AsOf);
        cases.Add("four practices", "85", """
            filled | days | prescriber | dispenser
            0      | 30   | A          | P
            20     | 30   | B          | Q
            40     | 30   | C          | R
            60     | 30   | D          | S
            80     | 30   | D          | T
            """);
        var outcome = await database.Get<SubmissionService>().LoadAsync(new MemoryStream(Encoding.UTF8.GetBytes(cases.Text)), "cases.csv");
        Assert.Equal(SubmissionResult.Accepted, outcome.Result);
        return database;
    }
}

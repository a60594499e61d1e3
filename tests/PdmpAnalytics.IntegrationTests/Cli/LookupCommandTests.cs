using System.Text;
using System.Text.Json;
using PdmpAnalytics.Ingestion;
using PdmpAnalytics.Storage;
using PdmpAnalytics.TestKit.Databases;
using PdmpAnalytics.TestKit.Ingestion;
using Xunit;

namespace PdmpAnalytics.IntegrationTests.Cli;

/// <summary>The report and the check from the command line, and keys for programs.</summary>
public class LookupCommandTests
{
    private static readonly string[] Alice = ["--last", "Testpatient", "--first", "Alice", "--born", "1980-02-14"];

    [Theory, OnSqlite, OnPostgres]
    public async Task LookupAndCheck_AnswerInWordsAndAsJson(StorageProvider provider)
    {
        await using var database = await LoadedAsync(provider);

        var text = await RunAsync(database, ["lookup", .. Alice, "--as-of", "2025-01-20"]);
        Assert.Contains("ALICE TESTPATIENT", text.Output, StringComparison.Ordinal);
        Assert.Contains("In hand today: clonazepam 1 mg", text.Output, StringComparison.Ordinal);
        var json = await RunAsync(database, ["lookup", .. Alice, "--as-of", "2025-01-20", "--format", "json"]);
        using var report = JsonDocument.Parse(json.Output);
        Assert.Equal(1, report.RootElement.GetProperty("summary").GetProperty("activeRx").GetInt32());
        var none = await RunAsync(database, ["lookup", "--last", "Nobody", "--first", "X", "--born", "1980-02-14", "--format", "json"]);
        using var nobody = JsonDocument.Parse(none.Output);
        Assert.Equal("not-found", nobody.RootElement.GetProperty("outcome").GetString());

        var check = await RunAsync(database, ["check", .. Alice, "--ndc", "00093083301", "--quantity", "60", "--days", "30", "--on", "2025-01-20", "--format", "json"]);
        using var asked = JsonDocument.Parse(check.Output);
        Assert.Equal(20, asked.RootElement.GetProperty("daysEarly").GetInt32());
        Assert.Equal([0, 0, 0, 0], new[] { text, json, none, check }.Select(r => r.ExitCode));
        Assert.Equal(2, (await RunAsync(database, ["lookup", "--last", "A%", "--first", "B", "--born", "1980-02-14"])).ExitCode);
        Assert.Equal(0, (await RunAsync(database, ["audit", "verify"])).ExitCode);
    }

    [Theory, OnSqlite]
    public async Task SettingsOfLookUps_HoldOnTheCommandLine(StorageProvider provider)
    {
        await using var database = await LoadedAsync(provider);
        var (good, wrong) = (Path.Combine(database.Folder, "good.json"), Path.Combine(database.Folder, "wrong.json"));
        await File.WriteAllTextAsync(good, """{"Lookup": {"State": "WI", "RangeDays": 5, "TreatmentProgramRoles": ["pharmacist"]}}""");
        await File.WriteAllTextAsync(wrong, """{"Lookup": {"RangeDays": "many"}}""");

        var lookup = await RunAsync(database, ["lookup", .. Alice, "--as-of", "2025-01-20", "--format", "json", "--config", good]);
        var refused = await RunAsync(database, ["lookup", .. Alice, "--config", wrong]);

        using var report = JsonDocument.Parse(lookup.Output);
        var request = report.RootElement.GetProperty("request");
        Assert.Equal(("2025-01-16", "WI"), (request.GetProperty("rangeFrom").GetString(), request.GetProperty("states")[0].GetString()));
        Assert.Equal(12, refused.ExitCode);
        Assert.Contains("Lookup:RangeDays", refused.Error, StringComparison.Ordinal);
    }

    [Theory, OnSqlite]
    public async Task Keys_AreMadeListedAndRevoked_AndTheTokenIsShownOnce(StorageProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);

        var token = (await RunAsync(database, ["key", "add", "Corner Pharmacy", "--facility", "FP1234563", "--scope", "report", "--scope", "check"])).Output.Trim();
        var id = token.Split('_')[1];
        var list = await RunAsync(database, ["key", "list"]);
        var revoked = await RunAsync(database, ["key", "revoke", id]);

        Assert.StartsWith("pdmp_", token, StringComparison.Ordinal);
        Assert.Contains(id, list.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(token.Split('_')[2], list.Output, StringComparison.Ordinal);
        Assert.Equal((0, 2), (revoked.ExitCode, (await RunAsync(database, ["key", "revoke", "nosuchkey1"])).ExitCode));
        Assert.Contains("revoked", (await RunAsync(database, ["key", "list"])).Output, StringComparison.Ordinal);
    }

    private static async Task<TestDatabase> LoadedAsync(StorageProvider provider)
    {
        var database = await TestDatabase.CreateAsync(provider);
        var outcome = await database.Get<SubmissionService>().LoadAsync(new MemoryStream(Encoding.UTF8.GetBytes(CsvRow.File(CsvRow.Sound))), "rows.csv");
        Assert.Equal(SubmissionResult.Accepted, outcome.Result);
        return database;
    }

    private static Task<PdmpRun> RunAsync(TestDatabase database, string[] arguments) =>
        Pdmp.RunAsync(database.Options.ConnectionString, database.Folder, arguments);
}

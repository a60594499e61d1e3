using PdmpAnalytics.Storage;
using PdmpAnalytics.TestKit.Databases;
using Xunit;

namespace PdmpAnalytics.IntegrationTests.Cli;

/// <summary>People with unmistakable particulars go through every command; none of it may come out where identity has no business.</summary>
public class PrivacyCanaryTests
{
    private static readonly string[] Canaries =
        ["canarylast", "canaryfirst", "canary way", "1911-11-11", "19111111", "5550142", "canaryid", "11/11/1911"];

    private const string Header =
        "pharmacy_dea,patient_id_qualifier,patient_id,patient_last_name,patient_first_name,patient_address,patient_city,patient_state,patient_zip,patient_phone,patient_birth_date,patient_gender,rx_number,date_written,date_filled,refill_number,ndc,quantity,days_supply,prescriber_dea";

    private const string Person = "06,CANARYID,CANARYLAST,CANARYFIRST,7 CANARY WAY,NASHVILLE,TN,37201,6155550142,1911-11-11,F";

    [Theory, OnSqlite, OnPostgres]
    public async Task Particulars_StayInTheStore(StorageProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var good = await WriteAsync(database, "good.csv", [.. Enumerable.Range(0, 12).Select(i => Row($"R{i}", $"2026-0{1 + i / 3}-{10 + i}", i == 0 ? "x" : "0"))]);
        var broken = await WriteAsync(database, "broken.csv", [Row("R90", "not-a-date", "0"), $"\"{Person}"]);
        var part = await WriteAsync(database, "part.csv", Row("R91", "2026-03-01", "0"), Row("R92", "not-a-date", "0"));
        var runs = new List<PdmpRun>
        {
            await RunAsync(database, "import", good, "--reports", "reports"),
            await RunAsync(database, "import", broken, "--reports", "reports"),
            await RunAsync(database, "import", good, good),
            await RunAsync(database, "detect", "--as-of", "2026-05-31", "--all"),
            await RunAsync(database, "queue", "list", "--state", "all"),
            await RunAsync(database, "queue", "show", "1", "--fills"),
            await RunAsync(database, "queue", "list", "--find", "canarylast"),
            await RunAsync(database, "queue", "claim", "1"),
            await RunAsync(database, "queue", "note", "1", "--text", "seen"),
            await RunAsync(database, "queue", "packet", "1", "--out", "packet.html"),
            await RunAsync(database, "queue", "close", "1", "--disposition", "LowConcern", "--reason", "none"),
            await RunAsync(database, "queue", "export", "--out", "-", "--all"),
            await RunAsync(database, "queue", "export", "--out", "-", "--all", "--format", "json"),
            await RunAsync(database, "queue", "export", "--out", "-", "--all", "--format", "text"),
            await RunAsync(database, "links", "export", "--out", "-"),
            await RunAsync(database, "link"),
            await RunAsync(database, "link", "pairs"),
            await RunAsync(database, "link", "decide", "1", "2", "--same", "--reason", "none"),
            await RunAsync(database, "link", "journal"),
            await RunAsync(database, "link", "undo", "1", "--reason", "none"),
            await RunAsync(database, "reference", "import", "--kind", "ndc", good),
            await RunAsync(database, "evaluate", "--truth", database.Folder),
            await RunAsync(database, "audit", "verify"),
        };
        string[][] ofSubmissions =
        [
            ["import", part, "--reports", "reports"], ["submissions", "list"], ["submissions", "show", "3"],
            ["submissions", "show", "3", "--format", "json"], ["submissions", "errors", "3", "--serious"],
            ["submissions", "errors", "--format", "csv"], ["submissions", "errors", "--reveal"],
            ["submissions", "resubmit", "3", "--record", "3", "--set", "date_filled=never"],
            ["submissions", "delinquent", "--as-of", "2026-05-31"], ["submissions", "quality"],
        ];
        foreach (var arguments in ofSubmissions)
        {
            var run = await RunAsync(database, arguments);
            Assert.Equal((arguments[0] == "import" || arguments[1] == "resubmit" ? 10 : 0, ""), (run.ExitCode, run.ExitCode is 0 or 10 ? "" : run.Error));
            runs.Add(run);
        }

        string[][] ofJudging =
        [
            ["explain", "1"], ["explain", "1", "--format", "json"], ["exemptions", "add", "1", "--kind", "cancer", "--until", $"{TimeProvider.System.GetUtcNow().AddYears(1):yyyy-MM-dd}", "--reason", "letter"],
            ["exemptions", "list"], ["exemptions", "end", "1", "--reason", "mistake"], ["rules", "backtest", "--from", "2026-02-01", "--to", "2026-05-31"],
            ["rules", "statistics"], ["nightly", "--date", "2026-06-01"], ["nights", "list"], ["nights", "show", "2026-06-01", "--format", "json"],
        ];
        foreach (var arguments in ofJudging)
        {
            var run = await RunAsync(database, arguments);
            Assert.Equal((0, string.Join(' ', arguments)), (run.ExitCode, string.Join(' ', arguments)));
            runs.Add(run);
        }

        // The search below means something only if the pipeline did.
        Assert.Equal([10, 10], runs.Take(2).Select(r => r.ExitCode));
        Assert.Equal(12, runs[14].Lines.Count);
        Assert.Contains(runs, r => r.Error.Contains("\"Category\":\"PdmpAnalytics.", StringComparison.Ordinal));
        Assert.Contains("E103 FR", runs[^(6 + ofJudging.Length)].Output);
        var texts = runs.SelectMany(r => new[] { r.Output, r.Error }).ToList();
        foreach (var report in Directory.EnumerateFiles(Path.Combine(database.Folder, "reports")))
        {
            texts.Add(await File.ReadAllTextAsync(report));
        }

        Assert.True(texts.Count >= runs.Count * 2 + 4);
        Assert.All(texts, text => Assert.DoesNotContain(Canaries, canary => text.Contains(canary, StringComparison.OrdinalIgnoreCase)));
    }

    /// <summary>A fill of clonazepam; "x" as refill number is a fault.</summary>
    private static string Row(string rx, string filled, string refill) =>
        $"FP1234563,{Person},{rx},2026-01-02,{filled},{refill},00093083201,60,30,AB1234563";

    private static async Task<string> WriteAsync(TestDatabase database, string name, params string[] rows)
    {
        var path = Path.Combine(database.Folder, name);
        await File.WriteAllTextAsync(path, string.Join('\n', [Header, .. rows]) + "\n");
        return path;
    }

    /// <summary>With every log line that a collector would get, beside what the command says anyway.</summary>
    private static async Task<PdmpRun> RunAsync(TestDatabase database, params string[] arguments)
    {
        var settings = Path.Combine(database.Folder, "settings.json");
        await File.WriteAllTextAsync(settings, """{"Log": "json"}""");
        return await Pdmp.RunAsync(database.Options.ConnectionString, database.Folder, [.. arguments, "--config", settings]);
    }
}

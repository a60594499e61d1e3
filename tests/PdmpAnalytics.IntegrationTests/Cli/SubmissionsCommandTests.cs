using System.Text.Json;
using PdmpAnalytics.Storage;
using PdmpAnalytics.TestKit.Databases;
using PdmpAnalytics.TestKit.Ingestion;
using Xunit;

namespace PdmpAnalytics.IntegrationTests.Cli;

/// <summary>A submitter's day: a file with an error, its report, the correction, and what the programme sees of it.</summary>
public class SubmissionsCommandTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Day_OfASubmitter(StorageProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await File.WriteAllTextAsync(
            Path.Combine(database.Folder, "may.csv"),
            CsvRow.File(CsvRow.Sound, CsvRow.Sound.Rx("700102").With("quantity", "SIXTY"), CsvRow.Sound.Rx("700103").With("prescriber_dea", "BS2048712")));

        var import = await RunAsync(10, "import", "may.csv");
        Assert.Contains("may.csv: 3 records: 2 loaded, 1 rejected, 1 with a serious fault.", import.Error);
        var report = await File.ReadAllTextAsync(Path.Combine(database.Folder, "reports", "may.csv.report.txt"));
        Assert.StartsWith("This report holds values as submitted: handle it as patient data.\n", report);
        Assert.Contains("was \"SIXTY\"", report);

        var list = await RunAsync(0, "submissions", "list", "--state", "to_correct");
        Assert.Contains("accepted in part", list.Output);
        var show = await RunAsync(0, "submissions", "show", "1");
        Assert.Contains("E110 FR  quantity", show.Output);
        var json = await RunAsync(0, "submissions", "show", "1", "--format", "json");
        Assert.Equal(1, JsonDocument.Parse(json.Output).RootElement.GetProperty("totals").GetProperty("serious").GetInt32());

        var errors = await RunAsync(0, "submissions", "errors", "1", "--serious");
        Assert.Contains("submission 1, line 3", errors.Output);
        Assert.Contains("submission 1, line 4", errors.Output);
        Assert.Contains("pdmp submissions resubmit 1 --record 3 --set quantity=VALUE", errors.Output);
        Assert.Equal(3, (await RunAsync(0, "submissions", "errors", "--serious", "--format", "csv")).Lines.Count);
        var revealed = await RunAsync(0, "submissions", "errors", "1", "--reveal", "--format", "json", "--user", "steward");
        Assert.Equal("SIXTY", JsonDocument.Parse(revealed.Output).RootElement[0].GetProperty("faults")[0].GetProperty("as_sent").GetString());

        await RunAsync(10, "submissions", "resubmit", "1", "--record", "3", "--set", "quantity=0");
        await RunAsync(2, "submissions", "resubmit", "1", "--record", "3", "--set", "quantity");
        await RunAsync(2, "submissions", "resubmit", "1", "--record", "3", "--set", "quantities=60");
        await RunAsync(0, "submissions", "resubmit", "1", "--record", "3", "--set", "quantity=60");
        await RunAsync(2, "submissions", "resubmit", "1", "--record", "3", "--set", "quantity=60");
        Assert.Contains("Nothing to correct.", (await RunAsync(0, "submissions", "errors")).Error);
        Assert.Contains("chain is whole", (await RunAsync(0, "audit", "verify")).Output);

        await RunAsync(0, "submissions", "show", "1", "--reports", "again");
        Assert.True(File.Exists(Path.Combine(database.Folder, "again", "may.csv.report.json")));

        // The value was shown where it was asked for, and nowhere else.
        Assert.DoesNotContain("SIXTY", import.Error + import.Output + list.Output + show.Output + json.Output + errors.Output + errors.Error);

        async Task<PdmpRun> RunAsync(int exitCode, params string[] arguments)
        {
            var run = await Pdmp.RunAsync(database.Options.ConnectionString, database.Folder, arguments);
            Assert.True(run.ExitCode == exitCode, $"{string.Join(' ', arguments)}: {run.ExitCode}\n{run.Error}");
            return run;
        }
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task DelinquentAndQuality_ListPharmacies(StorageProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await File.WriteAllTextAsync(Path.Combine(database.Folder, "a.csv"), CsvRow.File(CsvRow.Sound.With("pharmacy_name", "=SUM(A1)")));
        await RunAsync("import", "a.csv");

        var silent = await RunAsync("submissions", "delinquent", "--as-of", "2025-01-31", "--format", "csv");
        var current = await RunAsync("submissions", "delinquent", "--as-of", "2025-01-13", "--format", "json");
        var all = await RunAsync("submissions", "delinquent", "--as-of", "2025-01-13", "--all");
        var beforeAny = await RunAsync("submissions", "delinquent", "--as-of", "2025-01-09", "--format", "csv");
        var unheard = await RunAsync("submissions", "delinquent", "--as-of", "2025-01-09", "--all", "--format", "csv");
        var quality = await RunAsync("submissions", "quality", "--format", "json");
        var detail = await RunAsync("submissions", "quality", "--dispenser", "FP1234563");

        Assert.Contains("'=SUM(A1)", silent.Lines[1]);
        Assert.Contains(",silent,2025-01-10,14,2,", silent.Lines[1]); // 15 weekdays, of which the 20th is a holiday
        Assert.Equal("[]", current.Output.Trim());
        Assert.Contains("2025-01-10", all.Output);
        Assert.Single(beforeAny.Lines);
        Assert.EndsWith(",unheard,,,2,", unheard.Lines[1].TrimEnd(), StringComparison.Ordinal);
        Assert.Equal(1, JsonDocument.Parse(quality.Output).RootElement[0].GetProperty("total").GetProperty("records").GetInt32());
        Assert.Contains("without date sold", detail.Output);
        Assert.Equal(2, (await Pdmp.RunAsync(database.Options.ConnectionString, database.Folder, "submissions", "delinquent", "--as-of", "9999-12-31")).ExitCode);

        async Task<PdmpRun> RunAsync(params string[] arguments)
        {
            var run = await Pdmp.RunAsync(database.Options.ConnectionString, database.Folder, arguments);
            Assert.True(run.ExitCode == 0, run.Error);
            return run;
        }
    }
}

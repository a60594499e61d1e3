using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using PdmpAnalytics.Dispensing;
using PdmpAnalytics.Storage;
using PdmpAnalytics.TestKit.Databases;
using PdmpAnalytics.TestKit.Ingestion;
using Xunit;

namespace PdmpAnalytics.IntegrationTests.Cli;

/// <summary>Corrections through the command line, as processes.</summary>
public class CorrectionCommandTests
{
    private static readonly DateOnly FirstDay = new(2025, 1, 10);

    /// <summary>Prescriber and pharmacy numbers whose check digits fit.</summary>
    private static readonly string[] Prescribers = ["AB1234563", "BS2048711", "MJ3188427", "AL4029179", "FP1234563"];

    /// <summary>T10 of domain reference 6.4: voids take the evidence away, and the alert goes with its reason.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task VoidedEvidence_WithdrawsTheAlertWithItsReason(StorageProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var fills = Enumerable.Range(0, 5).Select(Fill).ToArray();
        await ImportAsync(database, "fills.csv", fills);
        var asOf = FirstDay.AddDays(85).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        await RunAsync(database, "detect", "--as-of", asOf);
        Assert.Contains("PS-04", (await RunAsync(database, "queue", "show", "1")).Output, StringComparison.Ordinal);

        await ImportAsync(database, "void-one.csv", Void(fills[0]));
        await RunAsync(database, "detect", "--as-of", asOf);
        Assert.DoesNotContain("PS-04", (await RunAsync(database, "queue", "list")).Output, StringComparison.Ordinal);

        await ImportAsync(database, "void-rest.csv", [.. fills.Skip(1).Select(Void)]);
        await RunAsync(database, "detect", "--as-of", asOf);
        var show = await RunAsync(database, "queue", "show", "1");

        Assert.Contains("withdrawn", show.Output, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("records that supported it were voided", show.Output, StringComparison.Ordinal);
        Assert.Empty((await RunAsync(database, "queue", "list")).Lines);
    }

    /// <summary>Two processes at once wait for each other, and both complete.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task TwoImportsAtOnce_BothComplete(StorageProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var files = new[] { 0, 1 }.Select(half =>
        {
            var path = Path.Combine(database.Folder, $"half-{half}.csv");
            File.WriteAllText(path, CsvRow.File([.. Enumerable.Range(0, 20_000).Select(i => CsvRow.Sound.Rx($"{half}-{i}"))]));
            return path;
        }).ToList();

        var runs = await Task.WhenAll(files.Select(file => RunAsync(database, "import", file)));

        Assert.Equal([0, 0], runs.Select(r => r.ExitCode));
        await using var db = database.Open();
        Assert.Equal((40_000, 40_000L), (await db.Set<Dispensation>().CountAsync(), await db.Set<Dispensation>().MaxAsync(d => d.Id)));
    }

    [Fact]
    public async Task IntakeSettings_ThatMakeNoSense_AreAllComplainedOf()
    {
        await using var database = await TestDatabase.CreateAsync(StorageProvider.Sqlite);
        var file = Path.Combine(database.Folder, "settings.json");
        await File.WriteAllTextAsync(file, """{"Intake": {"FatalShare": "2", "Endpoint": "Somewhere", "Shares": "1"}}""");

        var run = await RunAsync(database, "import", file, "--config", file);

        Assert.Equal(12, run.ExitCode);
        Assert.Contains("Intake:FatalShare must be a share from 0 to 1.", run.Error, StringComparison.Ordinal);
        Assert.Contains("Intake:Endpoint must be Production or Test.", run.Error, StringComparison.Ordinal);
        Assert.Contains("Intake:Shares is not a setting.", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task IntakeSettings_AreObeyed()
    {
        await using var database = await TestDatabase.CreateAsync(StorageProvider.Sqlite);
        var file = Path.Combine(database.Folder, "settings.json");
        await File.WriteAllTextAsync(file, """{"Intake": {"ProgramStart": "2025-01-11", "ShareMinimum": 100, "RevisionOfUnknown": "refuse"}}""");
        var fills = Path.Combine(database.Folder, "fills.csv");
        await File.WriteAllTextAsync(fills, CsvRow.File(
            CsvRow.Sound, CsvRow.Sound.Rx("2").With("date_filled", "2025-01-11"),
            CsvRow.Sound.Rx("3").With("date_filled", "2025-01-11").With("report_status", "01")));

        var run = await RunAsync(database, "import", fills, "--config", file);

        Assert.Equal(10, run.ExitCode);
        Assert.Contains("E105", run.Error, StringComparison.Ordinal);
        Assert.Contains("E422", run.Error, StringComparison.Ordinal);
    }

    /// <summary>T2 of domain reference 6.4: another prescriber and pharmacy every 20 days, 30 days each.</summary>
    private static CsvRow Fill(int number)
    {
        var day = FirstDay.AddDays(20 * number).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return CsvRow.Sound.Rx($"80010{number}").With("date_filled", day).With("date_written", day)
            .With("pharmacy_dea", "").With("pharmacy_npi", "").With("pharmacy_ncpdp", $"240001{number}")
            .With("prescriber_npi", "").With("prescriber_dea", Prescribers[number]).With("prescriber_last_name", "")
            .With("prescriber_address", $"{number + 1} Elm Street").With("prescriber_zip", $"5540{number}");
    }

    private static CsvRow Void(CsvRow fill) => fill.With("report_status", "02");

    private static async Task ImportAsync(TestDatabase database, string name, params CsvRow[] rows)
    {
        var path = Path.Combine(database.Folder, name);
        await File.WriteAllTextAsync(path, CsvRow.File(rows), Encoding.UTF8);
        await RunAsync(database, "import", path);
    }

    private static Task<PdmpRun> RunAsync(TestDatabase database, params string[] arguments) =>
        Pdmp.RunAsync(database.Options.ConnectionString, database.Folder, arguments);
}

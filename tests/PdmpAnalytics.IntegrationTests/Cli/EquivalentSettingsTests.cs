using System.Globalization;
using Microsoft.EntityFrameworkCore;
using PdmpAnalytics.Detection;
using PdmpAnalytics.IntegrationTests.Patients;
using PdmpAnalytics.Review;
using PdmpAnalytics.Storage;
using PdmpAnalytics.TestKit.Databases;
using PdmpAnalytics.TestKit.Ingestion;
using Xunit;

namespace PdmpAnalytics.IntegrationTests.Cli;

public class EquivalentSettingsTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Edition_IsStoredWithTheFinding_ChosenByOptionOrSetting_AndTheRangeIsShown(StorageProvider provider)
    {
        await using var store = await LinkedStore.CreateAsync(provider, [.. Enumerable.Range(0, 2).Select(Tramadol)]);
        Task<PdmpRun> RunAsync(params string[] arguments) => Pdmp.RunAsync(store.Database.Options.ConnectionString, store.Database.Folder, arguments);

        Assert.Equal(0, (await RunAsync("detect", "--as-of", "2025-03-10", "--all")).ExitCode);
        Assert.Equal("CDC2022", (await OpioidDoseAsync(store))!.Editions);
        var shown = await RunAsync("queue", "show", "1");
        Assert.Contains("Equivalents: mme 90 by CDC2022; 45 by CDC2018, CDC2016: 45 to 90", shown.Output, StringComparison.Ordinal);

        Assert.Equal(0, (await RunAsync("detect", "--as-of", "2025-03-10", "--all", "--opioid-equivalents", "cdc2018")).ExitCode);
        Assert.Null(await OpioidDoseAsync(store));

        var settings = Path.Combine(store.Database.Folder, "settings.json");
        await File.WriteAllTextAsync(settings, """{"Equivalents": {"Opioids": "CDC2016"}, "Rules": {"DO-04": {"Mme": 40, "InfoMme": 30}}}""");
        Assert.Equal(0, (await RunAsync("detect", "--as-of", "2025-03-10", "--all", "--config", settings)).ExitCode);
        Assert.Equal("CDC2016", (await OpioidDoseAsync(store))!.Editions);
        await using var db = store.Database.Open();
        Assert.Equal(
            ["CDC2022 VA2021", "CDC2018 VA2021", "CDC2016 VA2021"],
            await db.Set<PopulationTable>().OrderBy(t => t.Version).Select(t => t.Equivalents).ToListAsync());
    }

    [Fact]
    public async Task EditionNobodyKnows_IsRefused()
    {
        await using var database = await TestDatabase.CreateAsync(StorageProvider.Sqlite);
        var settings = Path.Combine(database.Folder, "settings.json");
        await File.WriteAllTextAsync(settings, """{"Equivalents": {"Sedatives": "HOUSE"}}""");

        Assert.Equal(2, (await Pdmp.RunAsync(database.Options.ConnectionString, database.Folder, "detect", "--as-of", "2025-03-10", "--opioid-equivalents", "CDC1999")).ExitCode);
        var refused = await Pdmp.RunAsync(database.Options.ConnectionString, database.Folder, "detect", "--as-of", "2025-03-10", "--config", settings);
        Assert.Equal((12, "error: Equivalents:Sedatives is none of VA2021, ASHTON2002.\n"), (refused.ExitCode, refused.Error));
    }

    /// <summary>450 mg a day for 30 days.</summary>
    private static CsvRow Tramadol(int month)
    {
        var day = new DateOnly(2025, 1, 10).AddDays(30 * month).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return CsvRow.Sound.Rx($"9{month}").With("ndc", "00093005801").With("quantity", "270").With("date_filled", day).With("date_written", day);
    }

    private static async Task<AlertFinding?> OpioidDoseAsync(LinkedStore store)
    {
        await using var db = store.Database.Open();
        return await db.Set<AlertFinding>().AsNoTracking().SingleOrDefaultAsync(f => f.RuleId == "DO-04");
    }
}

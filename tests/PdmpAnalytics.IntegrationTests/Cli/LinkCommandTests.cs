using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using PdmpAnalytics.IntegrationTests.Patients;
using PdmpAnalytics.Patients.Linking;
using PdmpAnalytics.Storage;
using PdmpAnalytics.TestKit.Databases;
using PdmpAnalytics.TestKit.Ingestion;
using Xunit;

namespace PdmpAnalytics.IntegrationTests.Cli;

public class LinkCommandTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task RecordsAreLinkedExplainedDecidedAndUndone(StorageProvider provider)
    {
        await using var store = await LinkedStore.CreateAsync(provider, CsvRow.Sound, LinkedStore.Stranger, LinkedStore.Slip);

        var link = await RunAsync(store, "link");
        Assert.Equal((0, ""), (link.ExitCode, link.Output));
        Assert.StartsWith("3 patient records of 2 patients; 3 compared in ", link.Error, StringComparison.Ordinal);
        Assert.EndsWith("; 1 merged into others, 0 split off, 0 times records moved.\n", link.Error, StringComparison.Ordinal);
        Assert.EndsWith("; every patient is as before.\n", (await RunAsync(store, "link", "--all")).Error, StringComparison.Ordinal);

        var explain = await RunAsync(store, "link", "explain", "3", "1");
        Assert.Contains("One patient by their weight.", explain.Output, StringComparison.Ordinal);
        Assert.Contains("ALICE TESTPATEINT", explain.Output, StringComparison.Ordinal);
        Assert.Contains("names and birth dates", explain.Error, StringComparison.Ordinal);
        using var json = JsonDocument.Parse((await RunAsync(store, "link", "explain", "1", "--format", "json")).Output);
        var page = Assert.Single(json.RootElement.EnumerateArray());
        var parts = page.GetProperty("parts").EnumerateArray().Sum(p => p.GetProperty("bits").GetDouble() + p.GetProperty("term_bits").GetDouble());
        Assert.Equal(
            page.GetProperty("weight_bits").GetDouble(),
            page.GetProperty("prior_bits").GetDouble() + parts + page.GetProperty("household_bits").GetDouble() + page.GetProperty("guard_bits").GetDouble(),
            precision: 9);

        Assert.Contains("patient 3 has 1 records again", (await RunAsync(store, "link", "undo", "1", "--reason", "sisters", "--user", "ana")).Error, StringComparison.Ordinal);
        Assert.Contains("Kept apart by decision 1.", (await RunAsync(store, "link", "explain", "1", "3")).Output, StringComparison.Ordinal);
        Assert.Equal("No undecided pair in this range.\n", (await RunAsync(store, "link", "pairs", "--between", "0.5", "1")).Error);
        Assert.Equal(0, (await RunAsync(store, "link", "decide", "1", "2", "--same", "--reason", "married", "--user", "ana")).ExitCode);
        var journal = await RunAsync(store, "link", "journal");
        Assert.Equal(["3", "2", "1"], journal.Lines.Skip(1).Select(line => line.Trim().Split(' ')[0]));
        Assert.Contains("decision 2", journal.Lines[1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("link decide 1 2 --reason x", "--same or --different")]
    [InlineData("link undo --reason x", "journal entry or --decision")]
    [InlineData("link pairs --between 0.9 0.5", "lower one first")]
    [InlineData("link explain 1 2", "run pdmp link first")]
    [InlineData("link explain 5 5", "two different records")]
    [InlineData("link --user ", "--user needs a name")]
    [InlineData("link undo 1 --reason x --user ", "--user needs a name")]
    public async Task WrongUse_Is2_AndSaysWhatIsMissing(string command, string expected)
    {
        await using var store = await LinkedStore.CreateAsync(StorageProvider.Sqlite, CsvRow.Sound);

        var run = await RunAsync(store, command.Split(' '));

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task DamagedModel_Is11_AndLinkingFromScratchMendsIt(StorageProvider provider)
    {
        await using var store = await LinkedStore.CreateAsync(provider, CsvRow.Sound, LinkedStore.Stranger, LinkedStore.Slip);
        await store.LinkAsync();
        await using (var db = store.Database.Open())
        {
            await db.Set<LinkModel>().ExecuteUpdateAsync(set => set.SetProperty(m => m.Figures, "CANARY").SetProperty(m => m.Terms, new byte[] { 0 }));
        }

        await store.LoadAsync(CsvRow.Sound.Rx("7").With("patient_last_name", "NEWCOMER"));
        foreach (var command in new string[][] { ["link"], ["link", "explain", "1", "3"], ["link", "decide", "1", "2", "--same", "--reason", "x"], ["link", "--all", "--keep-model"] })
        {
            var run = await RunAsync(store, command);
            Assert.True(run.ExitCode == 11, $"{string.Join(' ', command)}: {run.ExitCode} {run.Error}");
            Assert.Contains("run pdmp link --all", run.Error, StringComparison.Ordinal);
            Assert.DoesNotContain("CANARY", run.Error, StringComparison.Ordinal);
        }

        Assert.Equal(0, (await RunAsync(store, "link", "--all")).ExitCode);
        Assert.Equal(0, (await RunAsync(store, "link", "explain", "1", "3")).ExitCode);
    }

    [Fact]
    public async Task GuardedPair_IsListedWithTheGuardsName()
    {
        await using var store = await LinkedStore.CreateAsync(
            StorageProvider.Sqlite, CsvRow.Sound.With("patient_suffix", "SR"), CsvRow.Sound.Rx("2").With("patient_suffix", "JR"));
        await store.LinkAsync();

        var pairs = await RunAsync(store, "link", "pairs", "--guarded");

        Assert.Contains("OtherGeneration", Assert.Single(pairs.Lines.Skip(1)), StringComparison.Ordinal);
        Assert.StartsWith("1 of 1 pairs, 1 of them stopped by a guard", pairs.Error, StringComparison.Ordinal);
        using var json = JsonDocument.Parse((await RunAsync(store, "link", "pairs", "--format", "json")).Output);
        Assert.Equal("OtherGeneration", Assert.Single(json.RootElement.EnumerateArray()).GetProperty("guard").GetString());
    }

    private static Task<PdmpRun> RunAsync(LinkedStore store, params string[] arguments) =>
        Pdmp.RunAsync(store.Database.Options.ConnectionString, store.Database.Folder, arguments);
}

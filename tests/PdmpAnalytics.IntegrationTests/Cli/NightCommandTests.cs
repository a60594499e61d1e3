using System.Globalization;
using System.Text.Json;
using PdmpAnalytics.IntegrationTests.Nightly;
using PdmpAnalytics.Nightly;
using PdmpAnalytics.Storage;
using PdmpAnalytics.TestKit.Databases;
using Xunit;

namespace PdmpAnalytics.IntegrationTests.Cli;

public class NightCommandTests
{
    private static readonly string Date = NightInbox.FirstNight.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    [Theory, OnSqlite, OnPostgres]
    public async Task Night_RunsShowsAndReports(StorageProvider provider)
    {
        await using var store = await NightStore.CreateAsync(provider);
        NightInbox.Of(patients: 30, store.Database.Folder).Fill(store.Inbox, second: false);
        var reports = Path.Combine(store.Database.Folder, "reports");

        var run = await RunAsync(store, "nightly", "--date", Date, "--inbox", store.Inbox, "--reports", reports);

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Contains(" measures ", run.Error, StringComparison.Ordinal);
        Assert.Equal([$"night-{Date}.json", $"night-{Date}.txt"], Directory.GetFiles(reports).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        var list = await RunAsync(store, "nights", "list");
        Assert.StartsWith($"{Date}  done", list.Lines[1], StringComparison.Ordinal);
        var shown = await RunAsync(store, "nights", "show", Date, "--format", "json");
        Assert.Equal(await File.ReadAllTextAsync(Path.Combine(reports, $"night-{Date}.json")), shown.Output.TrimEnd());
        using var json = JsonDocument.Parse(shown.Output);
        Assert.Equal("done", json.RootElement.GetProperty("state").GetString());
        Assert.Equal(3, json.RootElement.GetProperty("report").GetProperty("intake").GetProperty("files").GetInt32());
        var text = await RunAsync(store, "nights", "show", Date);
        Assert.Equal((await File.ReadAllTextAsync(Path.Combine(reports, $"night-{Date}.txt"))).TrimEnd(), text.Output.TrimEnd());

        // As if it had been killed between the night's end and its file.
        File.Delete(Path.Combine(reports, $"night-{Date}.json"));
        var again = await RunAsync(store, "nightly", "--date", Date, "--inbox", store.Inbox, "--reports", reports);
        Assert.Equal(0, again.ExitCode);
        Assert.True(File.Exists(Path.Combine(reports, $"night-{Date}.json")));
        Assert.Contains("done already", again.Error, StringComparison.Ordinal);
        Assert.Equal(2, (await RunAsync(store, "nightly", "--date", "2020-01-01")).ExitCode);
        Assert.Equal(2, (await RunAsync(store, "nights", "show", "2020-01-01")).ExitCode);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task NightThatFails_EndsWith13_AndSaysWhere(StorageProvider provider)
    {
        await using var store = await NightStore.CreateAsync(provider);

        var run = await RunAsync(store, "nightly", "--date", Date, "--inbox", Path.Combine(store.Inbox, "missing"));

        Assert.Equal(13, run.ExitCode);
        Assert.Contains($"{Date} fetch: ", run.Error, StringComparison.Ordinal);
        Assert.Contains("failed", (await RunAsync(store, "nights", "list")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Watch_EndsWith13_UntilANightIsDone()
    {
        await using var store = await NightStore.CreateAsync(StorageProvider.Sqlite);
        var settings = Path.Combine(store.Database.Folder, "pdmp.json");
        await File.WriteAllTextAsync(settings, """{"Nightly": {"At": "02:00", "TimeZone": "America/Chicago", "AllowedHours": 4}}""");

        Assert.Equal(12, (await RunAsync(store, "watch")).ExitCode);
        var missing = await RunAsync(store, "watch", "--config", settings);
        Assert.Equal(13, missing.ExitCode);
        Assert.Contains("the last good one is none", missing.Error, StringComparison.Ordinal);
        var expected = missing.Error[(missing.Error.IndexOf("night of ", StringComparison.Ordinal) + 9)..][..10];
        Assert.Equal(0, (await RunAsync(store, "nightly", "--date", expected)).ExitCode);
        Assert.Equal(0, (await RunAsync(store, "watch", "--config", settings)).ExitCode);
    }

    /// <summary>As a timer runs it, with the settings of the file: the night that is due, its inbox, and nothing a second time.</summary>
    [Fact]
    public async Task NightThatIsDue_IsRunByTheSettings()
    {
        await using var store = await NightStore.CreateAsync(StorageProvider.Sqlite);
        NightInbox.Of(patients: 10, store.Database.Folder).Fill(store.Inbox, second: false);
        var settings = Path.Combine(store.Database.Folder, "pdmp.json");
        await File.WriteAllTextAsync(settings, JsonSerializer.Serialize(new { Nightly = new { At = "02:00", TimeZone = "America/Chicago", store.Inbox } }));

        var run = await RunAsync(store, "nightly", "--due", "--config", settings);

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal(0, (await RunAsync(store, "watch", "--config", settings)).ExitCode);
        Assert.Contains("done already", (await RunAsync(store, "nightly", "--due", "--config", settings)).Error, StringComparison.Ordinal);
        Assert.Contains("files waiting: 3", run.Error, StringComparison.Ordinal);
        Assert.Equal(2, (await RunAsync(store, "nightly")).ExitCode);
        Assert.Equal(2, (await RunAsync(store, "nightly", "--due", "--date", Date)).ExitCode);
        Assert.Equal(12, (await RunAsync(store, "nightly", "--due")).ExitCode);
    }

    /// <summary>A night is at work: these end as it would when another is, and change nothing.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task CommandsBesideANight_EndWith13(StorageProvider provider)
    {
        await using var store = await NightStore.CreateAsync(provider, TimeSpan.FromSeconds(3));
        await using var lease = (await store.Database.Get<LeaseService>().TakeAsync("night")).Value;

        foreach (var command in new[] { "detect --as-of 2025-05-30", "link", "retention purge", $"nightly --date {Date}" })
        {
            var run = await RunAsync(store, command.Split(' '));
            Assert.True(run.ExitCode == 13, $"{command}: {run.ExitCode} {run.Error}");
            Assert.Contains("Another run is at work", run.Error, StringComparison.Ordinal);
        }
    }

    private static Task<PdmpRun> RunAsync(NightStore store, params string[] arguments) =>
        Pdmp.RunAsync(store.Database.Options.ConnectionString, store.Database.Folder, arguments);
}

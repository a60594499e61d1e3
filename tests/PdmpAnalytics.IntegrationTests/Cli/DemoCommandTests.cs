using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using PdmpAnalytics.Accounts;
using PdmpAnalytics.IntegrationTests.Web;
using PdmpAnalytics.IntegrationTests.Web.Api;
using PdmpAnalytics.Storage;
using PdmpAnalytics.TestKit;
using PdmpAnalytics.TestKit.Databases;
using Xunit;

namespace PdmpAnalytics.IntegrationTests.Cli;

public class DemoCommandTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Demo_EndsWithARankedQueue_AndTheReadmesNextCommandsWork(StorageProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);

        var demo = await RunAsync(database, "demo");
        Assert.Equal(0, demo.ExitCode);
        Assert.Equal(16, demo.Lines.Count);
        Assert.Contains("What to run next", demo.Error, StringComparison.Ordinal);
        var priorities = demo.Lines.Skip(1).Select(line => double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], System.Globalization.CultureInfo.InvariantCulture)).ToList();
        Assert.Equal(priorities.OrderDescending(), priorities);

        var shown = ReadmeTable();
        Assert.Equal(shown, demo.Lines.Take(shown.Count));
        await ReadmesCallsAreAnsweredAsShownAsync(database);

        var first = demo.Lines[1].Split(' ', StringSplitOptions.RemoveEmptyEntries)[0];
        var show = await RunAsync(database, "queue", "show", first);
        Assert.Contains("supplies at once", show.Output, StringComparison.Ordinal);
        Assert.Equal(0, (await RunAsync(database, "queue", "close", first, "--disposition", "LetterSent", "--reason", "Letter to both prescribers")).ExitCode);
        Assert.Equal(0, (await RunAsync(database, "queue", "export", "--out", "queue.csv")).ExitCode);
        Assert.True(File.Exists(Path.Combine(database.Folder, "queue.csv")));
        Assert.Equal(0, (await RunAsync(database, "rules", "show", "PS-03")).ExitCode);
        var evaluation = await RunAsync(database, "evaluate", "--truth", Sample(), "--format", "json");
        using var json = JsonDocument.Parse(evaluation.Output);
        Assert.True(json.RootElement.GetProperty("methods").GetProperty("product").GetProperty("average_precision").GetDouble() > 0);

        var again = await RunAsync(database, "demo");
        Assert.Equal(0, again.ExitCode);
        Assert.Contains("nothing changed", again.Error, StringComparison.Ordinal);
        Assert.Contains("the queue is as it was", again.Error, StringComparison.Ordinal);
    }

    /// <summary>Over REST and FHIR, some time after the sample's last day.</summary>
    private static async Task ReadmesCallsAreAnsweredAsShownAsync(TestDatabase database)
    {
        await using var host = WebHost.Over(database, new StoppedClock(new DateTimeOffset(2026, 6, 2, 15, 0, 0, TimeSpan.Zero)));
        var key = await host.Services.GetRequiredService<ApiKeyService>().AddAsync(new ApiKeyTerms("readme", "FP1234563", ApiScope.All), "test");
        using var client = host.Client();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key.Value.Token);
        var calls = ReadmeCalls.All();
        Assert.Equal(["/api/v1/patients/report", "/fhir/Patient/$pdmp-history"], calls.Select(c => c.Address));
        foreach (var call in calls)
        {
            await ReadmeCalls.HoldsAsync(call, client);
        }
    }

    /// <summary>The beginning of the queue as the README shows it after <c>demo</c>.</summary>
    private static List<string> ReadmeTable() =>
    [
        .. File.ReadLines(RepositoryFiles.Path("README.md")).SkipWhile(line => !line.StartsWith("alert  priority", StringComparison.Ordinal))
            .TakeWhile(line => line != "```"),
    ];

    private static string Sample()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!Directory.Exists(Path.Combine(folder!.FullName, "data-samples", "generated")))
        {
            folder = folder.Parent;
        }

        return Path.Combine(folder.FullName, "data-samples", "generated");
    }

    private static Task<PdmpRun> RunAsync(TestDatabase database, params string[] arguments) =>
        Pdmp.RunAsync(database.Options.ConnectionString, database.Folder, arguments);
}

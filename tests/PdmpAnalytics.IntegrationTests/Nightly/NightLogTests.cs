using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using PdmpAnalytics.IntegrationTests.Cli;
using PdmpAnalytics.Storage;
using PdmpAnalytics.TestKit;
using PdmpAnalytics.TestKit.Databases;
using Xunit;

namespace PdmpAnalytics.IntegrationTests.Nightly;

public partial class NightLogTests
{
    /// <summary>Column of the birth date.</summary>
    private static readonly int Born = Array.IndexOf(File.ReadLines(RepositoryFiles.Path("data-samples/generated/dispensations.csv")).First().Split(','), "patient_birth_date");

    /// <summary>A collector can follow one run through every part of the program that took part in it.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task LinesOfANight_NameItsRunAndNobody(StorageProvider provider)
    {
        await using var store = await NightStore.CreateAsync(provider);
        NightInbox.Of(60, store.Database.Folder).Fill(store.Inbox, second: false);
        var settings = Path.Combine(store.Database.Folder, "settings.json");
        await File.WriteAllTextAsync(settings, """{"Log": "json"}""");

        var run = await Pdmp.RunAsync(
            store.Database.Options.ConnectionString, store.Database.Folder,
            "nightly", "--date", NightInbox.FirstNight.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), "--inbox", store.Inbox, "--config", settings);

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Empty(run.Output);
        var lines = run.Error.Split('\n').Where(line => line.StartsWith('{')).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        var id = Assert.Single((await store.PageAsync(NightInbox.FirstNight)).Attempts).RunId;
        var ofTheRun = lines.Where(line => Runs(line).Contains(id)).ToList();
        var sources = ofTheRun.Select(line => line.GetProperty("Category").GetString()!.Split('.')[^1]).ToHashSet();
        Assert.Superset(new HashSet<string> { "NightlyRunner", "SubmissionService", "RangeWorkerService" }, sources);
        Assert.Equal(3, ofTheRun.Count(line => line.GetProperty("Category").GetString()!.EndsWith("SubmissionService", StringComparison.Ordinal)));

        // Last and first names and birth dates of the invented population, as they stand in its files.
        var patients = File.ReadLines(Path.Combine(store.Database.Folder, "dispensations.csv")).Skip(1).Select(line => line.Split(',')).ToList();
        var known = patients.SelectMany(fields => new[] { fields[12], fields[13], fields[Born] }).Where(field => field.Length > 1).ToHashSet();
        Assert.All(lines, line => Assert.DoesNotContain(Words().Split(line.ToString()), known.Contains));
    }

    [Fact]
    public async Task UnknownFormat_IsAFaultOfTheSettings()
    {
        await using var store = await NightStore.CreateAsync(StorageProvider.Sqlite);
        var settings = Path.Combine(store.Database.Folder, "settings.json");
        await File.WriteAllTextAsync(settings, """{"Log": "xml"}""");

        var run = await Pdmp.RunAsync(store.Database.Options.ConnectionString, store.Database.Folder, "nights", "list", "--config", settings);

        Assert.Equal(12, run.ExitCode);
        Assert.Contains("Log must be none, text or json.", run.Error, StringComparison.Ordinal);
    }

    [GeneratedRegex("[^A-Za-z0-9-]+")]
    private static partial Regex Words();

    private static IEnumerable<string?> Runs(JsonElement line) => line.GetProperty("Scopes").EnumerateArray()
        .Where(scope => scope.ValueKind == JsonValueKind.Object && scope.TryGetProperty("RunId", out _))
        .Select(scope => scope.GetProperty("RunId").GetString());
}

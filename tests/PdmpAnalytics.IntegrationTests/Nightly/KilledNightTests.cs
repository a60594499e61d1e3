using System.Diagnostics;
using System.Globalization;
using PdmpAnalytics.IntegrationTests.Cli;
using PdmpAnalytics.Nightly;
using PdmpAnalytics.Storage;
using PdmpAnalytics.TestKit.Databases;
using Xunit;
using Xunit.Abstractions;

namespace PdmpAnalytics.IntegrationTests.Nightly;

/// <summary>
/// Nights that are killed (SIGKILL) again and again, each time at a random point of a random step, and then run to their end,
/// leave the store, the steps' figures, the inbox and the reports of undisturbed nights, run log and times apart. PDMP_NIGHT_KILLS
/// sets how many kills must strike a night at work on each database; 200 is the full count, and strikes every step.
/// </summary>
public class KilledNightTests(ITestOutputHelper output)
{
    private const int Patients = 60;
    private const string Settings = "settings.json";

    /// <summary>A night has several ranges.</summary>
    private const string SmallRanges = """{"Nightly": {"PatientsPerRange": 20}}""";

    /// <summary>Kills of the two nights of one store.</summary>
    private const int KillsAStore = 8;

    private static readonly DateOnly[] Nights = [NightInbox.FirstNight, NightInbox.SecondNight];

    [Theory, OnSqlite, OnPostgres]
    public async Task KilledAtRandomPoints_EndsAsUndisturbedNights(StorageProvider provider)
    {
        var points = int.Parse(Environment.GetEnvironmentVariable("PDMP_NIGHT_KILLS") ?? "16", CultureInfo.InvariantCulture);
        await using var clean = await StoreAsync(provider);
        var files = NightInbox.Of(Patients, clean.Database.Folder);
        var usual = new Dictionary<DateOnly, IReadOnlyList<NightlyStep>>();
        foreach (var night in Nights)
        {
            files.Fill(clean.Inbox, second: night != Nights[0]);
            await RunAsync(clean, night);
            usual[night] = (await clean.PageAsync(night)).Steps;
        }

        var expected = await LeftBehindAsync(clean);
        var random = new Random(20261122);
        var struck = new Dictionary<NightStepKind, int>();
        var tries = 0;
        while (struck.Values.Sum() < points)
        {
            await using var store = await StoreAsync(provider);
            var path = new List<string>();
            foreach (var night in Nights)
            {
                files.Fill(store.Inbox, second: night != Nights[0]);
                for (var kill = 0; kill < KillsAStore / Nights.Length; kill++, tries++)
                {
                    // Every step in turn; a night that went on from a later one is struck there.
                    var step = usual[night][tries % usual[night].Count];
                    var delay = (step.EndedAt!.Value - step.BegunAt) * random.NextDouble();
                    path.Add($"{night:MM-dd} {step.Kind.Name()} + {delay.TotalMilliseconds:0} ms");
                    await KillAsync(store, night, step.Kind, delay);
                    if (await UnfinishedAsync(store, night) is { } at)
                    {
                        struck[at] = struck.GetValueOrDefault(at) + 1;
                    }
                }

                await RunAsync(store, night);
            }

            var left = await LeftBehindAsync(store);
            Assert.True(expected == left, $"{string.Join("; ", path)}\n{expected.Steps}\n{left.Steps}\n{expected.Files}\n{left.Files}");

            // Otherwise nights are killed when they are over, and nothing is tried.
            Assert.True(tries <= 2 * KillsAStore || tries <= 4 * struck.Values.Sum(), $"only {struck.Values.Sum()} of {tries} kills struck a night at work");
        }

        output.WriteLine(string.Join(", ", struck.OrderBy(s => s.Key).Select(s => $"{s.Key.Name()} {s.Value}")) + $"; {tries} kills");
        Assert.True(points < 100 || usual[Nights[0]].All(s => struck.ContainsKey(s.Kind)), string.Join(", ", struck.Keys));
    }

    /// <summary>What nights leave: the store, the figures of every step, the inbox, and which reports there are.</summary>
    private static async Task<(string Store, string Steps, string Files)> LeftBehindAsync(NightStore store)
    {
        var steps = new List<string>();
        foreach (var night in Nights)
        {
            steps.AddRange((await store.PageAsync(night)).Steps.Select(s => string.Create(
                CultureInfo.InvariantCulture,
                $"{night:MM-dd} {s.Kind} {s.State}: {s.CountIn}, {s.CountOut}, {s.CountRejected}, {s.CountLeft}, {s.InputHash}, {s.Summary}")));
        }

        return (await store.DumpAsync(), string.Join('\n', steps), NightInbox.Contents(store.Inbox) + '\n' + NightInbox.Contents(Reports(store)));
    }

    /// <returns>The step at which a night stands that was begun and is not done; null for any other.</returns>
    private static async Task<NightStepKind?> UnfinishedAsync(NightStore store, DateOnly night)
    {
        var page = await store.Database.Get<NightLedgerService>().FindAsync(night);
        return page.Refusal is not null || page.Value.Night.State == NightState.Done || page.Value.Steps.Count == 0
            ? null
            : page.Value.Steps.FirstOrDefault(s => !s.IsOver)?.Kind ?? page.Value.Steps[^1].Kind;
    }

    private static async Task<NightStore> StoreAsync(StorageProvider provider)
    {
        var store = await NightStore.CreateAsync(provider);
        await File.WriteAllTextAsync(Path.Combine(store.Database.Folder, Settings), SmallRanges);
        return store;
    }

    private static async Task RunAsync(NightStore store, DateOnly night)
    {
        var run = await Pdmp.RunAsync(store.Database.Options.ConnectionString, store.Database.Folder, Arguments(store, night));
        Assert.True(run.ExitCode == 0, run.Error);
    }

    /// <summary>Starts the night and kills it so long after the step begins, or a later one when it goes on there.</summary>
    private static async Task KillAsync(NightStore store, DateOnly night, NightStepKind at, TimeSpan delay)
    {
        using var process = Pdmp.Start(store.Database.Options.ConnectionString, store.Database.Folder, Arguments(store, night));
        process.StandardInput.Close();
        var begun = NightSteps.All.Where(s => s >= at).Select(s => $" {s.Name()} begins").ToList();
        while (await process.StandardError.ReadLineAsync() is { } line)
        {
            if (begun.Exists(b => line.Contains(b, StringComparison.Ordinal)))
            {
                // Shorter than a timer's tick as well.
                var clock = Stopwatch.StartNew();
                SpinWait.SpinUntil(() => clock.Elapsed >= delay || process.HasExited);
                break;
            }
        }

        process.Kill();
        await process.WaitForExitAsync();
    }

    private static string Reports(NightStore store) => Directory.CreateDirectory(Path.Combine(store.Database.Folder, "reports")).FullName;

    private static string[] Arguments(NightStore store, DateOnly night) =>
    [
        "nightly", "--date", night.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), "--inbox", store.Inbox, "--reports", Reports(store), "--verbose",
        "--config", Path.Combine(store.Database.Folder, Settings),
    ];
}

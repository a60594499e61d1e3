using System.Diagnostics;
using System.Globalization;
using PdmpAnalytics.IntegrationTests.Cli;
using PdmpAnalytics.Nightly;
using PdmpAnalytics.Storage;
using PdmpAnalytics.TestKit.Databases;
using Xunit;

namespace PdmpAnalytics.IntegrationTests.Nightly;

/// <summary>
/// Nights that are killed (SIGKILL) again and again, each time at a random point of a random step, and then run to their end,
/// leave the store and the inbox of undisturbed nights, run log and times apart. PDMP_NIGHT_KILLS sets how many points on each
/// database; 200 is the full count.
/// </summary>
public class KilledNightTests
{
    private const int Patients = 60;

    /// <summary>Kills of the two nights of one store.</summary>
    private const int KillsAStore = 8;

    private static readonly DateOnly[] Nights = [NightInbox.FirstNight, NightInbox.SecondNight];

    [Theory, OnSqlite, OnPostgres]
    public async Task KilledAtRandomPoints_EndsAsUndisturbedNights(StorageProvider provider)
    {
        var points = int.Parse(Environment.GetEnvironmentVariable("PDMP_NIGHT_KILLS") ?? "16", CultureInfo.InvariantCulture);
        await using var clean = await NightStore.CreateAsync(provider);
        var files = NightInbox.Of(Patients, clean.Database.Folder);
        var usual = new Dictionary<DateOnly, IReadOnlyList<NightlyStep>>();
        foreach (var night in Nights)
        {
            files.Fill(clean.Inbox, second: night != Nights[0]);
            await RunAsync(clean, night);
            usual[night] = (await clean.PageAsync(night)).Steps;
        }

        var expected = (await clean.DumpAsync(), NightInbox.Contents(clean.Inbox));
        var random = new Random(20261122);
        var struck = new Dictionary<NightStepKind, int>();
        for (var done = 0; done < points; done += KillsAStore)
        {
            await using var store = await NightStore.CreateAsync(provider);
            var path = new List<string>();
            foreach (var night in Nights)
            {
                files.Fill(store.Inbox, second: night != Nights[0]);
                for (var kill = 0; kill < KillsAStore / Nights.Length; kill++)
                {
                    var step = usual[night][random.Next(usual[night].Count)];
                    var delay = (step.EndedAt!.Value - step.BegunAt) * random.NextDouble();
                    path.Add($"{night:MM-dd} {step.Kind.Name()} + {delay.TotalMilliseconds:0} ms");
                    if (await KillAsync(store, night, step.Kind, delay))
                    {
                        struck[step.Kind] = struck.GetValueOrDefault(step.Kind) + 1;
                    }
                }

                await RunAsync(store, night);
            }

            Assert.True(expected == (await store.DumpAsync(), NightInbox.Contents(store.Inbox)), string.Join("; ", path));
        }

        // Otherwise nothing was tried.
        Assert.True(struck.Values.Sum() >= points / 4, $"only {struck.Values.Sum()} of {points} kills struck a running night");
    }

    private static async Task RunAsync(NightStore store, DateOnly night)
    {
        var run = await Pdmp.RunAsync(store.Database.Options.ConnectionString, store.Database.Folder, Arguments(store, night));
        Assert.True(run.ExitCode == 0, run.Error);
    }

    /// <summary>Starts the night and kills it so long after the step before was done, or after the start when it goes on with the step.</summary>
    /// <returns>False when it ended before.</returns>
    private static async Task<bool> KillAsync(NightStore store, DateOnly night, NightStepKind at, TimeSpan delay)
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

        var struck = !process.HasExited;
        process.Kill();
        await process.WaitForExitAsync();
        return struck;
    }

    private static string[] Arguments(NightStore store, DateOnly night) =>
        ["nightly", "--date", night.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), "--inbox", store.Inbox, "--verbose"];
}

using System.Diagnostics;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using PdmpAnalytics.Detection;
using PdmpAnalytics.Dispensing;
using PdmpAnalytics.Review;
using PdmpAnalytics.Storage;
using PdmpAnalytics.Synthetic;

namespace PdmpAnalytics.Benchmarks;

/// <summary>
/// <c>detect [--fills 1000000] [--database CONNECTION] [--folder DIR] [--judging-only] [--by-rule] [--duckdb]</c>: <c>pdmp detect --all</c> beside merely reading the same
/// columns in patient order, in one run. Both are whole passes over the same database; peak memory is that of the process.
/// With <c>--judging-only</c> nothing but reading and judging what a run before has loaded, for a profiler; with <c>--by-rule</c> each rule alone (<see cref="RuleCosts"/>). With <c>--duckdb</c> also what
/// DuckDB takes for three of the rules over the same rows in memory.
/// </summary>
internal static class DetectBenchmark
{
    /// <summary>Fills of an invented patient in two years, about.</summary>
    private const double FillsPerPatient = 15;
    private const int Passes = 3;

    public static async Task<int> RunAsync(string[] args)
    {
        var fills = long.Parse(Arguments.Value(args, "--fills", "1000000"), CultureInfo.InvariantCulture);
        var folder = Arguments.Value(args, "--folder", Path.Combine(Path.GetTempPath(), $"pdmp-detect-{fills}"));
        var database = Arguments.Value(args, "--database", $"Data Source={Path.Combine(folder, "pdmp.db")}");
        Directory.CreateDirectory(folder);
        var csv = Path.Combine(folder, "dispensations.csv");
        if (!File.Exists(csv))
        {
            PopulationWriter.Write(new PopulationOptions { Patients = (int)(fills / FillsPerPatient), Seed = 11 }, DrugCatalog.Shipped, folder);
        }

        if (args.Contains("--by-rule"))
        {
            await RuleCosts.ReportAsync(database, (await ReadAsync(database)).LastFill);
            return 0;
        }

        if (args.Contains("--judging-only"))
        {
            var (count, time, last) = await ReadAsync(database);
            await CompareAsync(args, csv, await JudgeAsync(database, last, count, time));
            return 0;
        }

        var load = await PdmpProcess.RunAsync(database, "migrate");
        load = load.ExitCode == 0 ? await PdmpProcess.RunAsync(database, "import", csv) : load;
        if (load.ExitCode is not (0 or 10))
        {
            Console.Error.WriteLine($"import ended with {load.ExitCode}");
            return 1;
        }

        var (rows, reading, lastFill) = await ReadAsync(database);
        var asOf = lastFill.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        Report("merely reading", rows, reading, null, reading);
        await CompareAsync(args, csv, await JudgeAsync(database, lastFill, rows, reading));
        await PublishAsync(database, lastFill, rows, reading);
        var first = await PdmpProcess.RunAsync(database, "detect", "--as-of", asOf, "--all");
        Report("detect --all, first time", rows, first.Elapsed, first.PeakMemoryMb, reading);
        var again = await PdmpProcess.RunAsync(database, "detect", "--as-of", asOf, "--all");
        Report("detect --all, again", rows, again.Elapsed, again.PeakMemoryMb, reading);
        return first.ExitCode | again.ExitCode;
    }

    /// <summary>Fastest of some passes, so that the comparison is with a warm reader.</summary>
    private static async Task<(long Rows, TimeSpan Elapsed, DateOnly LastFill)> ReadAsync(string database)
    {
        await using var services = new ServiceCollection().AddPdmpAnalytics(StorageOptions.Parse(database)).BuildServiceProvider();
        var contexts = services.GetRequiredService<IDbContextFactory<PdmpDbContext>>();
        var best = TimeSpan.MaxValue;
        long rows = 0;
        var lastDay = 1;
        for (var pass = 0; pass < Passes; pass++)
        {
            await using var db = await contexts.CreateDbContextAsync();
            rows = 0;
            var clock = Stopwatch.StartNew();
            await using var reader = await HistoryReader.OpenAsync(db, HistorySelection.Everyone, CancellationToken.None);
            var row = default(DispensationRow);
            while (reader.TryRead(ref row))
            {
                rows++;
                lastDay = Math.Max(lastDay, row.FilledDay);
            }

            best = clock.Elapsed < best ? clock.Elapsed : best;
        }

        return (rows, best, DateOnly.FromDayNumber(lastDay));
    }

    /// <summary>Every rule and the score without the queue: what judging itself costs. The first pass also takes the population's figures.</summary>
    /// <returns>The fastest pass.</returns>
    private static async Task<TimeSpan> JudgeAsync(string database, DateOnly asOf, long rows, TimeSpan reading)
    {
        await using var services = new ServiceCollection().AddPdmpAnalytics(StorageOptions.Parse(database)).BuildServiceProvider();
        var detection = services.GetRequiredService<DetectionService>();
        var best = TimeSpan.MaxValue;
        for (var pass = 0; pass < Passes; pass++)
        {
            var clock = Stopwatch.StartNew();
            var findings = 0;
            await foreach (var judged in detection.DetectAsync(new DetectionRequest(asOf, All: true)))
            {
                findings += judged.Judgements.Sum(j => j.Findings.Count);
            }

            best = clock.Elapsed < best ? clock.Elapsed : best;
            Report($"judging, {findings:N0} findings", rows, clock.Elapsed, null, reading);
        }

        return best;
    }

    /// <summary>
    /// Patients judged and published, rules over several patients aside: the first pass raises the alerts, the others find them as they are.
    /// </summary>
    private static async Task PublishAsync(string database, DateOnly asOf, long rows, TimeSpan reading)
    {
        await using var services = new ServiceCollection().AddPdmpAnalytics(StorageOptions.Parse(database)).BuildServiceProvider();
        var queue = services.GetRequiredService<QueueUpdateService>();
        for (var pass = 0; pass < Passes; pass++)
        {
            var clock = Stopwatch.StartNew();
            var update = await queue.UpdatePatientsAsync(new DetectionRequest(asOf, All: true));
            Report($"and publishing, {update.Patients.Raised:N0} raised", rows, clock.Elapsed, null, reading);
        }
    }

    private static async Task CompareAsync(string[] args, string csv, TimeSpan judging)
    {
        if (!args.Contains("--duckdb"))
        {
            return;
        }

        var peer = await DuckDbPeer.RunAsync(csv);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"DuckDB, three rules in SQL        {peer.Rows,10:N0} fills {peer.Rules,7:F2} s (providers {peer.Providers:F2}, early {peer.Early:F2}, overlaps {peer.Overlaps:F2}); with its load from CSV {peer.Rules + peer.Load:F2} s"));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"the whole catalogue took {judging.TotalSeconds / peer.Rules:F2} x as long as its three rules, {judging.TotalSeconds / (peer.Rules + peer.Load):F2} x with its load"));
    }

    private static void Report(string what, long rows, TimeSpan elapsed, double? peakMb, TimeSpan reading) => Console.WriteLine(
        string.Create(CultureInfo.InvariantCulture,
            $"{what,-32} {rows,10:N0} fills {elapsed.TotalSeconds,7:F2} s {rows / elapsed.TotalSeconds,10:N0} fills/s  {reading / elapsed,5:F2} x reading")
        + (peakMb is { } mb ? string.Create(CultureInfo.InvariantCulture, $"  peak {mb:F0} MB") : ""));
}

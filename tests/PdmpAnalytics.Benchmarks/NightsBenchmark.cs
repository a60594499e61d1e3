using System.Diagnostics;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using PdmpAnalytics.Dispensing;
using PdmpAnalytics.Nightly;
using PdmpAnalytics.Storage;
using PdmpAnalytics.Synthetic;

namespace PdmpAnalytics.Benchmarks;

/// <summary>
/// <c>nights --database CONNECTION [--patients 20000] [--seed 1] [--workers 3]</c>: nights as processes over an empty PostgreSQL: a first one
/// with a year of fills, the next with one day's, then everybody judged once more by 1, 2, ... workers.
/// </summary>
internal static class NightsBenchmark
{
    private static readonly DateOnly FirstDay = new(2024, 6, 1);
    private const int Days = 365;
    private const int RangesAtLeast = 40;

    public static async Task<int> RunAsync(string[] args)
    {
        int Number(string name, string otherwise) => int.Parse(Arguments.Value(args, name, otherwise), CultureInfo.InvariantCulture);
        var storage = StorageOptions.Parse(Arguments.Value(args, "--database", ""));
        if (storage.Provider != StorageProvider.Postgres || (await PdmpProcess.RunAsync(storage.ConnectionString, "migrate")).ExitCode != 0)
        {
            Console.Error.WriteLine("nights needs an empty PostgreSQL: --database \"Host=...;Database=...\"");
            return 2;
        }

        var folder = Directory.CreateTempSubdirectory("pdmp-nights-");
        try
        {
            var inbox = folder.CreateSubdirectory("inbox").CreateSubdirectory("invented").FullName;
            var (last, patients) = (FirstDay.AddDays(Days - 1), Number("--patients", "20000"));
            var (year, day) = Split(patients, Number("--seed", "1"), last, folder.FullName);
            var failed = await NightAsync(storage, $"first night, {year.Count - 1:N0} fills", last.AddDays(-1), year, inbox);
            failed |= await NightAsync(storage, $"next night, {day.Count - 1:N0} fills", last, day, inbox);
            // Enough ranges that the last of them is a small part of the whole, however few the patients.
            var cut = new NightlyOptions { PatientsPerRange = Math.Min(new NightlyOptions().PatientsPerRange, Math.Max(1, patients / RangesAtLeast)) };
            await using var services = new ServiceCollection().AddSingleton(cut).AddPdmpAnalytics(storage).BuildServiceProvider();

            // The first judging of the new day changes alerts, the others none: so it is no measure of workers.
            failed |= await JudgeAsync(services, storage, 1, last.AddDays(1), show: false);
            foreach (var workers in Enumerable.Range(1, Number("--workers", "3")))
            {
                failed |= await JudgeAsync(services, storage, workers, last.AddDays(1), show: true);
            }

            return failed ? 1 : 0;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>An invented year's lines up to the day before the last, and the last day's; each with the header.</summary>
    private static (List<string> Year, List<string> LastDay) Split(int patients, int seed, DateOnly last, string folder)
    {
        PopulationWriter.Write(new PopulationOptions { Patients = patients, Days = Days, Seed = seed }, DrugCatalog.Shipped, folder);
        var lines = File.ReadAllLines(Path.Combine(folder, "dispensations.csv"));
        var filled = Array.IndexOf(lines[0].Split(','), "date_filled");
        var day = last.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var byLast = lines.Skip(1).ToLookup(line => string.CompareOrdinal(line.Split(',')[filled], day) >= 0);
        return ([lines[0], .. byLast[false]], [lines[0], .. byLast[true]]);
    }

    private static async Task<bool> NightAsync(StorageOptions storage, string what, DateOnly date, List<string> lines, string inbox)
    {
        await File.WriteAllLinesAsync(Path.Combine(inbox, $"until-{date:yyyy-MM-dd}.csv"), lines);
        var run = await PdmpProcess.RunAsync(
            storage.ConnectionString, "nightly", "--date", date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), "--inbox", Path.GetDirectoryName(inbox)!);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{what,-32} {run.Elapsed.TotalSeconds,7:F1} s whole process, peak {run.PeakMemoryMb:F0} MB"));
        return run.ExitCode != 0;
    }

    /// <summary>Marks everybody, cuts the ranges, and times the workers until the last is gone.</summary>
    private static async Task<bool> JudgeAsync(ServiceProvider services, StorageOptions storage, int workers, DateOnly date, bool show)
    {
        await using (var db = await services.GetRequiredService<IDbContextFactory<PdmpDbContext>>().CreateDbContextAsync())
        {
            await db.Database.ExecuteSqlAsync($"DELETE FROM night_ranges");
            await db.Database.ExecuteSqlAsync($"INSERT INTO patients_to_judge (patient_id) SELECT id FROM patients WHERE merged_into IS NULL ON CONFLICT DO NOTHING");
        }

        await using var night = (await services.GetRequiredService<LeaseService>().TakeForNightAsync(date)).Value;
        await services.GetRequiredService<NightRangeService>().PrepareAsync(date);
        var clock = Stopwatch.StartNew();
        var runs = await Task.WhenAll(Enumerable.Range(0, workers).Select(_ => PdmpProcess.RunAsync(storage.ConnectionString, "worker", "--until-done")));
        var ranges = await services.GetRequiredService<NightRangeService>().ListAsync();
        if (show)
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{workers} worker{(workers == 1 ? " " : "s")} judge {ranges.Sum(r => r.Judged),9:N0} patients {clock.Elapsed.TotalSeconds,7:F1} s, {ranges.Count} ranges, peak {runs.Max(r => r.PeakMemoryMb):F0} MB each"));
        }

        return runs.Any(r => r.ExitCode != 0) || ranges.Any(r => r.State != NightRangeState.Done);
    }
}

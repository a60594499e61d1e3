using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using PdmpAnalytics.Detection;
using PdmpAnalytics.Detection.Population;
using PdmpAnalytics.Dispensing;
using PdmpAnalytics.Evaluation;
using PdmpAnalytics.Patients;
using PdmpAnalytics.Review;
using PdmpAnalytics.Storage;
using PdmpAnalytics.Synthetic;

namespace PdmpAnalytics.Benchmarks;

/// <summary>
/// <c>population [--patients 20000] [--seed 1] [--folder DIR] [--database CONNECTION] [--zips FILE]</c>: the rules over several
/// patients, all of them on: time, memory, and whom they find among the invented people, by rule and kind of life.
/// </summary>
internal static class PopulationBenchmark
{
    private const int Days = 730;

    /// <summary>From this many patients on only speed is measured: the truth of them all does not fit beside the measurement.</summary>
    private const int MostForTruth = 200_000;

    public static async Task<int> RunAsync(string[] args)
    {
        var patients = int.Parse(Arguments.Value(args, "--patients", "20000"), CultureInfo.InvariantCulture);
        var seed = long.Parse(Arguments.Value(args, "--seed", "1"), CultureInfo.InvariantCulture);
        var folder = Arguments.Value(args, "--folder", Path.Combine(Path.GetTempPath(), $"pdmp-population-{patients}-{seed}"));
        var database = Arguments.Value(args, "--database", $"Data Source={Path.Combine(folder, "pdmp.db")}");
        Directory.CreateDirectory(folder);
        if (!File.Exists(Path.Combine(folder, "labels.csv")))
        {
            PopulationWriter.Write(new PopulationOptions { Patients = patients, Days = Days, Seed = seed }, DrugCatalog.Shipped, folder);
        }

        await PdmpProcess.RunAsync(database, "migrate");
        if (Arguments.Value(args, "--zips", "") is { Length: > 0 } zips)
        {
            await PdmpProcess.RunAsync(database, "reference", "import", "--kind", "zip", zips);
        }

        var load = await PdmpProcess.RunAsync(database, "import", Path.Combine(folder, "dispensations.csv"));
        if (load.ExitCode is not (0 or 10))
        {
            Console.Error.WriteLine($"import ended with {load.ExitCode}");
            return 1;
        }

        await using var services = new ServiceCollection()
            .AddPdmpAnalytics(StorageOptions.Parse(database), RuleCatalog.Default.WithEveryRuleOn()).BuildServiceProvider();
        var request = new DetectionRequest(LastDay(folder), All: true);
        await services.GetRequiredService<QueueUpdateService>().UpdateAsync(request);
        var clock = Stopwatch.StartNew();
        var found = await services.GetRequiredService<GroupFindingsService>().FindAsync(request, CancellationToken.None) ?? SubjectFindings.None;
        using var process = Process.GetCurrentProcess();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{patients:N0} patients: {clock.Elapsed.TotalSeconds:F1} s for the rules over several patients, peak {process.PeakWorkingSet64 / 1048576.0:F0} MB (whole process)"));
        Report(found, patients <= MostForTruth ? await LivesAsync(services, folder) : []);
        return 0;
    }

    private static void Report(SubjectFindings found, Dictionary<long, TruthPatient> lives)
    {
        var all = found.Subjects.SelectMany(s => found.Of(s).Select(f => (Subject: s, Finding: f))).ToLookup(f => (f.Finding.Rule.Id, f.Subject.Kind));
        foreach (var rule in all.OrderBy(r => r.Key.Id, StringComparer.Ordinal).ThenBy(r => r.Key.Kind))
        {
            Console.WriteLine($"{rule.Key.Id} {rule.Key.Kind}: {rule.Count()}");
            var people = rule.Where(f => f.Subject.Kind == SubjectKind.Patient && lives.ContainsKey(f.Subject.Id)).Select(f => lives[f.Subject.Id]).Distinct();
            foreach (var life in people.CountBy(p => (p.Misuse, p.Archetype)).OrderByDescending(l => l.Key.Misuse).ThenByDescending(l => l.Value))
            {
                var of = lives.Values.Distinct().Count(p => p.Archetype == life.Key.Archetype);
                Console.WriteLine($"    {(life.Key.Misuse ? "misuse" : "innocent"),-9} {life.Key.Archetype,-30} {life.Value,5} of {of}");
            }
        }
    }

    /// <summary>The true person behind each patient of the store: of most of its records.</summary>
    private static async Task<Dictionary<long, TruthPatient>> LivesAsync(ServiceProvider services, string folder)
    {
        var truth = TruthFolder.Read(folder, DrugCatalog.Shipped);
        var owner = truth.Records.DistinctBy(r => r.RecordKey).ToDictionary(r => r.RecordKey, r => r.TruePatient);
        var lives = truth.Patients.ToDictionary(p => p.Id);
        var votes = new Dictionary<long, Dictionary<string, int>>();
        await foreach (var link in services.GetRequiredService<LinkExportService>().ReadAsync(CancellationToken.None))
        {
            if (owner.TryGetValue(TruthFolder.Key(link.DispenserDea ?? "", link.RxNumber, link.FillNumber, link.FilledOn), out var person))
            {
                var own = votes.TryGetValue(link.PatientId, out var known) ? known : votes[link.PatientId] = [];
                own[person] = own.GetValueOrDefault(person) + 1;
            }
        }

        return votes.ToDictionary(v => v.Key, v => lives[v.Value.MaxBy(p => p.Value).Key]);
    }

    /// <summary>The latest fill: records.csv is written by the generator, without quotes.</summary>
    private static DateOnly LastDay(string folder)
    {
        var file = Path.Combine(folder, "records.csv");
        var column = Array.IndexOf(File.ReadLines(file).First().Split(','), "date_filled");
        var last = File.ReadLines(file).Skip(1).Select(line => line.Split(',')[column]).Max(StringComparer.Ordinal);
        return DateOnly.ParseExact(last!, "yyyy-MM-dd", CultureInfo.InvariantCulture);
    }
}

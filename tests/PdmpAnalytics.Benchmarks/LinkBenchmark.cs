using System.Diagnostics;
using System.Globalization;
using PdmpAnalytics.Evaluation;
using PdmpAnalytics.Patients.Matching;
using PdmpAnalytics.TestKit.Linkage;

namespace PdmpAnalytics.Benchmarks;

/// <summary>
/// <c>link [--records 1000000] [--families 10000] [--seed 1] [--new 5000]</c>: quality over invented families by kind of error and
/// group; then speed from scratch at a tenth and at the whole of the records, peak memory, and what a night's new records cost
/// against all of them.
/// </summary>
internal static class LinkBenchmark
{

    public static int Run(string[] args)
    {
        int Number(string name, string otherwise) => int.Parse(Arguments.Value(args, name, otherwise), CultureInfo.InvariantCulture);
        var seed = Number("--seed", "1");
        var quality = Families(Number("--families", "10000"), seed);
        var records = Number("--records", "1000000");
        var small = Scratch(records / 10, seed + 1);
        Report("from scratch", records / 10, small, null);
        var whole = Scratch(records, seed + 2);
        Report("from scratch", records, whole, 90);
        Line($"  ten times the records take {whole / small:F1} times as long; peak memory of this process {Process.GetCurrentProcess().PeakWorkingSet64 / 1e6:F0} MB (limit 2,000)");
        var held = quality.Quality is { F1: >= 0.99, Precision: >= 0.999 } && whole.TotalSeconds <= 90;
        Line($"  holds the targets {(held ? "yes" : "NO")}");
        return held ? 0 : 1;
    }

    private static LinkageFileReport Families(int families, int seed)
    {
        var records = new InventedFamilies(seed).Records(families).ToList();
        var clock = Stopwatch.StartNew();
        var report = LinkageFileEvaluator.Evaluate(records);
        Line($"{families:N0} invented families");
        Console.WriteLine(report.ToText(clock.Elapsed.TotalSeconds));
        return report;
    }

    /// <summary>Inventing the records does not count; they are never held as text.</summary>
    private static TimeSpan Scratch(int records, int seed)
    {
        var clock = new Stopwatch();
        var linker = new PatientLinker();
        foreach (var record in new InventedFamilies(seed).Records(records).Take(records))
        {
            clock.Start();
            linker.Add(record.Fields);
            clock.Stop();
        }

        var normalized = clock.Elapsed;
        clock.Start();
        var result = linker.Link();
        clock.Stop();
        Line($"  normalising {normalized.TotalSeconds:F1} s; {result.Links.Count:N0} links, {result.Persons.Distinct().Count():N0} persons, {result.BlocksLeftOut:N0} blocks left out");
        return clock.Elapsed;
    }

    private static void Report(string what, int records, TimeSpan elapsed, int? limit) => Line(
        $"{what,-32} {records,10:N0} records {elapsed.TotalSeconds,7:F1} s {records / elapsed.TotalSeconds,10:N0} records/s{(limit is { } s ? $"  (limit {s} s)" : "")}");

    private static void Line(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}

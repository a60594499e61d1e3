using System.Diagnostics;
using System.Globalization;
using PdmpAnalytics.Dispensing;
using PdmpAnalytics.Ingestion;
using PdmpAnalytics.Ingestion.Asap;
using PdmpAnalytics.Synthetic;

namespace PdmpAnalytics.Benchmarks;

/// <summary>
/// <c>asap [--fills 1000000] [--folder DIR] [--gigabytes 2]</c>: reading and checking an ASAP 5.0 file beside the dispensation CSV
/// of the same records, both on one thread over bytes in memory, in turn; the best pass of each. With <c>--gigabytes</c> also an
/// ASAP file of about that size from disk, in a process of its own, with its peak memory.
/// </summary>
internal static class AsapBenchmark
{
    private const int Passes = 5;

    /// <summary>Of an invented patient's fills in two years, about.</summary>
    private const double BytesPerPatient = 4_300;

    /// <summary>Records/s of ASAP over those of CSV (issue 3).</summary>
    private const double RateTarget = 0.4;

    /// <summary>Peak memory in MB (issue 3).</summary>
    private const double MemoryTarget = 300;

    public static int Run(string[] args)
    {
        if (Arguments.Value(args, "--large", "") is { Length: > 0 } path)
        {
            return ReadLarge(path);
        }

        var csvPath = BenchmarkFile.Dispensations(args);
        var asapPath = Path.ChangeExtension(csvPath, ".asap");
        if (!File.Exists(asapPath))
        {
            Convert(csvPath, asapPath);
        }

        var met = Rates(File.ReadAllBytes(csvPath), File.ReadAllBytes(asapPath));
        var gigabytes = double.Parse(Arguments.Value(args, "--gigabytes", "0"), CultureInfo.InvariantCulture);
        return (gigabytes > 0 ? Large(gigabytes, Path.GetDirectoryName(csvPath)!) && met : met) ? 0 : 1;
    }

    private static bool Rates(byte[] csvFile, byte[] asapFile)
    {
        double csv = double.MaxValue, asap = double.MaxValue;
        long records = 0;
        for (var pass = 0; pass < Passes; pass++)
        {
            csv = Math.Min(csv, Time(() => records = ReadingAndChecking.Records(new MemoryStream(csvFile))));
            asap = Math.Min(asap, Time(() => Same(records, ReadingAndChecking.Records(new MemoryStream(asapFile)))));
        }

        Print($"{records:N0} records, one thread, best of {Passes}");
        Print($"CSV       {csvFile.Length / 1e6,8:N0} MB {records / csv,12:N0} records/s");
        Print($"ASAP 5.0  {asapFile.Length / 1e6,8:N0} MB {records / asap,12:N0} records/s");
        Print($"ratio     {csv / asap,24:N2}  (target: at least {RateTarget})");
        return csv / asap >= RateTarget;
    }

    private static bool Large(double gigabytes, string folder)
    {
        folder = Path.Combine(folder, FormattableString.Invariant($"large-{gigabytes}"));
        var path = Path.Combine(folder, "dispensations.asap");
        if (!File.Exists(path))
        {
            PopulationWriter.Write(
                new PopulationOptions { Patients = (int)(gigabytes * 1e9 / BytesPerPatient), Seed = 7 }, DrugCatalog.Shipped, folder, AsapRelease.V50);
        }

        // A process of its own: this one has just held files in memory.
        using var reading = Process.Start("dotnet", [typeof(AsapBenchmark).Assembly.Location, "asap", "--large", path]);
        reading.WaitForExit();
        return reading.ExitCode == 0;
    }

    private static int ReadLarge(string path)
    {
        var watch = Stopwatch.StartNew();
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1, FileOptions.SequentialScan);
        var records = ReadingAndChecking.Records(file);
        var seconds = watch.Elapsed.TotalSeconds;
        using var process = Process.GetCurrentProcess();
        var peak = process.PeakWorkingSet64 / 1e6;
        Print($"from disk {file.Length / 1e6,8:N0} MB {records / seconds,12:N0} records/s, {records:N0} records");
        Print($"peak      {peak,8:N0} MB  (target: under {MemoryTarget})");
        return peak < MemoryTarget ? 0 : 1;
    }

    private static void Convert(string csvPath, string asapPath)
    {
        using var text = SubmittedStream.Open(File.OpenRead(csvPath));
        using var reader = SubmissionReaders.Open(text, new IngestionOptions(), DateTimeOffset.UnixEpoch);
        using var file = new FileStream(asapPath, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 20);
        using var writer = new AsapWriter(file, AsapRelease.V50, new AsapSender("6155550100", "BENCHMARK"));
        writer.BeginTransaction("BENCHMARK", new DateTimeOffset(2026, 11, 22, 0, 0, 0, TimeSpan.Zero), new DateOnly(2024, 6, 1), new DateOnly(2026, 5, 31));
        while (reader.Read(out _))
        {
            writer.Write(reader.Record);
        }

        writer.EndTransaction();
    }

    private static void Same(long expected, long actual)
    {
        if (expected != actual)
        {
            throw new InvalidOperationException($"{actual} records in ASAP, {expected} in CSV.");
        }
    }

    private static double Time(Action action)
    {
        GC.Collect();
        var watch = Stopwatch.StartNew();
        action();
        return watch.Elapsed.TotalSeconds;
    }

    private static void Print(FormattableString text) => Console.WriteLine(FormattableString.Invariant(text));
}

using System.Diagnostics;
using CsvHelper;

namespace PdmpAnalytics.Benchmarks;

/// <summary>
/// <c>csv [--fills 1000000] [--folder DIR]</c>: reading and checking a dispensation CSV beside CsvHelper reading every column as a
/// string and parsing its dates and numbers. Both on one thread, over the same bytes in memory, in turn; the best pass of each.
/// </summary>
internal static class CsvBenchmark
{
    private const int Passes = 5;
    private static readonly HashSet<string> Dates = ["patient_birth_date", "date_written", "date_filled", "date_sold"];
    private static readonly HashSet<string> Numbers = ["quantity", "days_supply", "refill_number", "refills_authorized"];

    public static int Run(string[] args)
    {
        var file = File.ReadAllBytes(BenchmarkFile.Dispensations(args));
        double ours = double.MaxValue, strings = double.MaxValue;
        long records = 0;
        for (var pass = 0; pass < Passes; pass++)
        {
            ours = Math.Min(ours, Time(() => records = ReadingAndChecking.Records(new MemoryStream(file))));
            strings = Math.Min(strings, Time(() => ReadStrings(file)));
        }

        Console.WriteLine(Invariant($"{records:N0} records, {file.Length / 1e6:N0} MB, one thread, best of {Passes}"));
        Console.WriteLine(Invariant($"read and check            {records / ours,12:N0} records/s"));
        Console.WriteLine(Invariant($"CsvHelper, every string   {records / strings,12:N0} records/s"));
        Console.WriteLine(Invariant($"ratio                     {strings / ours,12:N2}  (target: at least 1)"));
        return strings / ours >= 1 ? 0 : 1;
    }

    private static long ReadStrings(byte[] file)
    {
        using var csv = CsvReader.Create(new MemoryStream(file), new CsvReaderOptions { TrackLineNumbers = true });
        var headers = csv.Headers.ToList();
        long records = 0, length = 0;
        while (csv.Read())
        {
            for (var i = 0; i < headers.Count; i++)
            {
                if (Dates.Contains(headers[i]))
                {
                    length += csv.IsEmpty(i) ? 0 : csv.Parse<DateOnly>(i).Day;
                }
                else if (Numbers.Contains(headers[i]))
                {
                    length += csv.IsEmpty(i) ? 0 : (long)csv.Parse<decimal>(i);
                }
                else
                {
                    length += csv.GetString(i).Length;
                }
            }

            records++;
        }

        return length > 0 ? records : 0;
    }

    private static double Time(Action action)
    {
        GC.Collect();
        var watch = Stopwatch.StartNew();
        action();
        return watch.Elapsed.TotalSeconds;
    }

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}

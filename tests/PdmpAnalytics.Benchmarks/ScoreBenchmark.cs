using System.Globalization;
using System.Text;

namespace PdmpAnalytics.Benchmarks;

/// <summary>
/// <c>score [--rows 1000000] [--columns 50] [--folder DIR]</c>: <c>pdmp model score</c> over a table of invented numbers by each
/// engine, as a process, reading included.
/// </summary>
internal static class ScoreBenchmark
{
    /// <summary>Seconds for a million rows of about fifty columns on two cores, learning included (issue 6).</summary>
    private const double TargetSeconds = 20;

    /// <summary>Peak memory in MB (issue 6).</summary>
    private const double TargetMemory = 1000;

    private const int Seed = 20261122;

    public static async Task<int> RunAsync(string[] args)
    {
        var rows = int.Parse(Arguments.Value(args, "--rows", "1000000"), CultureInfo.InvariantCulture);
        var columns = int.Parse(Arguments.Value(args, "--columns", "50"), CultureInfo.InvariantCulture);
        var file = Path.Combine(Arguments.Value(args, "--folder", Path.GetTempPath()), FormattableString.Invariant($"pdmp-score-{rows}x{columns}.csv"));
        if (!File.Exists(file))
        {
            Write(file, rows, columns);
        }

        Console.WriteLine(FormattableString.Invariant($"{rows:N0} rows x {columns} columns, {new FileInfo(file).Length / 1e6:N0} MB, {Environment.ProcessorCount} processors"));
        var met = true;
        foreach (var engine in (string[])["tail", "forest", "combined"])
        {
            var run = await PdmpProcess.RunAsync("unused.db", "model", "score", "--file", file, "--engine", engine, "--label", "y", "--format", "json");
            Console.WriteLine(FormattableString.Invariant(
                $"{engine,-9} {run.Elapsed.TotalSeconds,6:N1} s  {run.PeakMemoryMb,6:N0} MB  (targets: {TargetSeconds} s, {TargetMemory} MB)"));
            met &= run.ExitCode == 0 && run.Elapsed.TotalSeconds <= TargetSeconds && run.PeakMemoryMb <= TargetMemory;
        }

        return met ? 0 : 1;
    }

    /// <summary>Long-tailed numbers, two in five columns whole; one row in a hundred raised in six columns and labelled.</summary>
    private static void Write(string file, int rows, int columns)
    {
        var random = new Random(Seed);
        using var writer = new StreamWriter(file, append: false, new UTF8Encoding(false), 1 << 16) { NewLine = "\n" };
        writer.WriteLine(string.Join(',', Enumerable.Range(1, columns).Select(c => FormattableString.Invariant($"c{c}"))) + ",y");
        for (var row = 0; row < rows; row++)
        {
            var unusual = random.Next(100) == 0;
            for (var c = 0; c < columns; c++)
            {
                var value = -2 * Math.Log(1 - random.NextDouble()) * (unusual && c < 6 ? 2.5 : 1);
                writer.Write(value.ToString(c % 5 < 2 ? "0" : "0.###", CultureInfo.InvariantCulture));
                writer.Write(',');
            }

            writer.WriteLine(unusual ? '1' : '0');
        }
    }
}

using System.Diagnostics;
using System.Globalization;

namespace PdmpAnalytics.Benchmarks;

/// <summary>How a run of the command line ended.</summary>
internal sealed record ProcessRun(int ExitCode, TimeSpan Elapsed, double PeakMemoryMb);

/// <summary>Runs the built <c>pdmp</c> as an operator would: a process of its own, timed from start to end.</summary>
internal static class PdmpProcess
{
    public static async Task<ProcessRun> RunAsync(string database, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true };
        start.ArgumentList.Add(Program());
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["PDMP_DATABASE"] = database;
        var clock = Stopwatch.StartNew();
        using var process = Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start.");
        var output = process.StandardOutput.ReadToEndAsync();
        var peak = await PeakMemoryAsync(process);
        await output;
        return new ProcessRun(process.ExitCode, clock.Elapsed, peak);
    }

    /// <summary>The repository's folder: the first above the program that holds the solution.</summary>
    public static string Repository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "PdmpAnalytics.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("Run this from within the repository.");
    }

    private static string Program() => Path.Combine(Repository(), "artifacts", "bin", "PdmpAnalytics.Cli", "release", "pdmp.dll");

    /// <summary>Waits for the end and returns the largest resident set seen, in MB, read from the kernel's own high-water mark.</summary>
    private static async Task<double> PeakMemoryAsync(Process process)
    {
        var peakKb = 0L;
        var exited = process.WaitForExitAsync();
        while (!exited.IsCompleted)
        {
            peakKb = Math.Max(peakKb, HighWaterKb(process.Id));
            await Task.WhenAny(exited, Task.Delay(20));
        }

        await exited;
        return peakKb / 1024.0;
    }

    private static long HighWaterKb(int processId)
    {
        try
        {
            var line = File.ReadLines($"/proc/{processId}/status").FirstOrDefault(l => l.StartsWith("VmHWM:", StringComparison.Ordinal));
            return line is null ? 0 : long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            // It ended between the look and the read.
            return 0;
        }
    }
}

using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace PdmpAnalytics.Benchmarks;

/// <summary>Seconds that DuckDB takes for three of the rules in SQL (duckdb/three-rules.mjs), and for bringing the CSV into memory first.</summary>
internal sealed record DuckDbPeer(long Rows, double Load, double Providers, double Early, double Overlaps)
{
    public double Rules => Providers + Early + Overlaps;

    /// <summary>Runs it on every core; installs the package that duckdb/package-lock.json pins when it is not there.</summary>
    /// <exception cref="InvalidOperationException">Node, npm or DuckDB ended with an error.</exception>
    public static async Task<DuckDbPeer> RunAsync(string csv)
    {
        var folder = Path.Combine(PdmpProcess.Repository(), "tests", "PdmpAnalytics.Benchmarks", "duckdb");
        if (!Directory.Exists(Path.Combine(folder, "node_modules")))
        {
            // Not `npm ci`: a mirror need not carry DuckDB's builds for other platforms, and that refuses to go on without them.
            await OutputAsync("npm", folder, "install", "--no-save", "--no-audit", "--no-fund");
        }

        var output = await OutputAsync("node", folder, "three-rules.mjs", csv, Environment.ProcessorCount.ToString(CultureInfo.InvariantCulture));
        using var told = JsonDocument.Parse(output);
        double Seconds(string step) => told.RootElement.GetProperty(step).GetProperty("seconds").GetDouble();
        return new DuckDbPeer(
            told.RootElement.GetProperty("load").GetProperty("rows").GetInt64(), Seconds("load"), Seconds("providers"), Seconds("early"), Seconds("overlaps"));
    }

    private static async Task<string> OutputAsync(string program, string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true };
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{program} ended with {process.ExitCode}.");
    }
}

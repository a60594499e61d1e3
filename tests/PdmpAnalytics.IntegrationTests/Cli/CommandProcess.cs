using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using PdmpAnalytics.CommandHost;

namespace PdmpAnalytics.IntegrationTests.Cli;

/// <summary>A process that runs commands one after the other; as many of them as tests run at once, each used again and again.</summary>
/// <remarks>They end with the test run, which closes their input.</remarks>
internal sealed class CommandProcess
{
    private static readonly ConcurrentBag<CommandProcess> Idle = [];

    private readonly Process _process = Process.Start(
        new ProcessStartInfo("dotnet", ["exec", Path.Combine(AppContext.BaseDirectory, "PdmpAnalytics.CommandHost.dll")])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;

    /// <summary>Runs one command and waits for it.</summary>
    /// <returns>Its exit code; the process's own where the command took the process with it.</returns>
    public static async Task<int> RunAsync(CommandRequest request)
    {
        var process = Idle.TryTake(out var idle) ? idle : new CommandProcess();
        await process._process.StandardInput.WriteLineAsync(JsonSerializer.Serialize(request));
        await process._process.StandardInput.FlushAsync();
        if (await process._process.StandardOutput.ReadLineAsync() is { } exitCode)
        {
            Idle.Add(process);
            return int.Parse(exitCode, CultureInfo.InvariantCulture);
        }

        using (process._process)
        {
            await process._process.WaitForExitAsync();
            return process._process.ExitCode;
        }
    }
}

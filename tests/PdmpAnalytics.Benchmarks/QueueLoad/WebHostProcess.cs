using System.Diagnostics;
using System.Text.RegularExpressions;

namespace PdmpAnalytics.Benchmarks.QueueLoad;

/// <summary>The built <c>pdmp-web</c> as a process of its own on a free port, ended when disposed.</summary>
internal sealed partial class WebHostProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly DirectoryInfo _keys;

    private WebHostProcess(Process process, DirectoryInfo keys) => (_process, _keys) = (process, keys);

    public Uri Address { get; private set; } = null!;

    /// <summary>Processor time the host has used.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Starts it and waits until it listens.</summary>
    /// <param name="settings">As in the environment, without its prefix: <c>Accounts__SignInsPerMinute</c>.</param>
    public static async Task<WebHostProcess> StartAsync(string database, params (string Name, string Value)[] settings)
    {
        var keys = Directory.CreateTempSubdirectory("pdmp-keys-");
        var program = Path.Combine(PdmpProcess.Repository(), "artifacts", "bin", "PdmpAnalytics.Web", "release", "pdmp-web.dll");
        var start = new ProcessStartInfo("dotnet", ["exec", program, "--urls", "http://127.0.0.1:0"]) { RedirectStandardOutput = true };
        start.Environment["PDMP_DATABASE"] = database;
        start.Environment["PDMP_KeyFolder"] = keys.FullName;
        foreach (var (name, value) in settings)
        {
            start.Environment[$"PDMP_{name}"] = value;
        }

        var host = new WebHostProcess(Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start."), keys);
        while (await host._process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (Listening().Match(line) is { Success: true } match)
            {
                host.Address = new Uri(match.Groups[1].Value);
                _ = host._process.StandardOutput.ReadToEndAsync(); // or its log would fill the pipe and stop it
                return host;
            }
        }

        await host.DisposeAsync();
        throw new InvalidOperationException("The host ended before it listened; build it first (dotnet build -c Release).");
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
        _keys.Delete(recursive: true);
    }

    [GeneratedRegex(@"Now listening on: (http://\S+)")]
    private static partial Regex Listening();
}

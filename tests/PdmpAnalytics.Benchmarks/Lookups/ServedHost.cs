using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace PdmpAnalytics.Benchmarks.Lookups;

/// <summary>The built web host as a process of its own over a database, on a free port of this machine, with the settings it ships with.</summary>
internal sealed class ServedHost : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private readonly Process _process;

    private ServedHost(Process process, Uri address) => (_process, Address) = (process, address);

    public Uri Address { get; }

    /// <summary>Processor time the host has used so far.</summary>
    public TimeSpan Used
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Largest resident set so far, MB.</summary>
    public double PeakMemoryMb
    {
        get
        {
            _process.Refresh();
            return _process.PeakWorkingSet64 / 1024.0 / 1024.0;
        }
    }

    /// <summary>Starts it and waits until it says it is ready.</summary>
    public static async Task<ServedHost> StartAsync(string database)
    {
        var address = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{FreePort()}"));
        var folder = Path.Combine(PdmpProcess.Repository(), "artifacts", "bin", "PdmpAnalytics.Web", "release");
        var start = new ProcessStartInfo("dotnet") { WorkingDirectory = folder, RedirectStandardOutput = true };
        start.ArgumentList.Add(Path.Combine(folder, "pdmp-web.dll"));
        start.ArgumentList.Add("--urls");
        start.ArgumentList.Add(address.ToString());
        start.Environment["PDMP_DATABASE"] = database;
        var process = Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start.");
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        var host = new ServedHost(process, address);
        using var client = new HttpClient { BaseAddress = address };
        var clock = Stopwatch.StartNew();
        while (!await IsReadyAsync(client))
        {
            if (process.HasExited || clock.Elapsed > Patience)
            {
                await host.DisposeAsync();
                throw new InvalidOperationException("The web host did not become ready.");
            }

            await Task.Delay(100);
        }

        return host;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private static async Task<bool> IsReadyAsync(HttpClient client)
    {
        try
        {
            using var answer = await client.GetAsync(new Uri("/readyz", UriKind.Relative));
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

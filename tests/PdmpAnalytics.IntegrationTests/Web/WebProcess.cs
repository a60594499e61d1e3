using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using PdmpAnalytics.TestKit.Databases;
using Xunit;

namespace PdmpAnalytics.IntegrationTests.Web;

/// <summary>The built <c>pdmp-web</c> as a process of its own, which can be killed like a machine that loses power.</summary>
internal sealed partial class WebProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly HttpClientHandler _cookies = new() { AllowAutoRedirect = false };

    private WebProcess(Process process) => _process = process;

    /// <summary>Starts it and waits until it listens.</summary>
    /// <param name="settings">As in the environment, without its prefix: <c>Nightly__At</c>.</param>
    public static async Task<WebProcess> StartAsync(TestDatabase database, params (string Name, string Value)[] settings)
    {
        var web = new WebProcess(Start(database, ["--urls", "http://127.0.0.1:0"], settings));
        web.Address = new Uri(Listening().Match(await web.LineAsync(Listening())).Groups[1].Value);
        return web;
    }

    /// <summary>Runs <c>pdmp-web provision</c> to its end, which must be good.</summary>
    public static async Task ProvisionAsync(TestDatabase database, params (string Name, string Value)[] settings)
    {
        using var process = Start(database, ["provision"], settings);
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, output);
    }

    private static Process Start(TestDatabase database, string[] arguments, (string Name, string Value)[] settings)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", Path.Combine(AppContext.BaseDirectory, "pdmp-web.dll"), .. arguments])
        {
            WorkingDirectory = database.Folder,
            RedirectStandardOutput = true,
        };
        start.Environment["PDMP_DATABASE"] = database.Options.ConnectionString;
        start.Environment["PDMP_KEY_FILE"] = TestDatabase.KeyFile(database.Folder);
        foreach (var (name, value) in settings)
        {
            start.Environment[$"PDMP_{name}"] = value;
        }

        return Process.Start(start)!;
    }

    public Uri Address { get; private set; } = null!;

    /// <summary>Reads what it logs up to a line that matches.</summary>
    public async Task<string> LineAsync(Regex line)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (await _process.StandardOutput.ReadLineAsync(limit.Token) is { } read)
        {
            if (line.IsMatch(read))
            {
                return read;
            }
        }

        throw new InvalidOperationException("The host ended before it logged the line.");
    }

    /// <summary>Begins the night that is due, from the page and as this account.</summary>
    public async Task BeginNightAsync(string account)
    {
        using var client = new HttpClient(_cookies, disposeHandler: false) { BaseAddress = Address };
        Assert.Equal(HttpStatusCode.Redirect, (await WebHost.SignInAsync(client, account)).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await WebHost.PostAsync(client, "/nights", "/nights/run")).StatusCode);
    }

    /// <summary>SIGKILL: nothing is put in order.</summary>
    public Task KillAsync()
    {
        _process.Kill();
        return _process.WaitForExitAsync();
    }

    /// <summary>SIGTERM, as a service manager asks a host to end, and waits until it has.</summary>
    public async Task EndAsync()
    {
        using var ask = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await ask.WaitForExitAsync();
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        await _process.WaitForExitAsync(limit.Token);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        _process.Dispose();
        _cookies.Dispose();
    }

    [GeneratedRegex(@"Now listening on: (http://\S+)")]
    private static partial Regex Listening();
}

using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Npgsql;
using PdmpAnalytics.Storage;
using PdmpAnalytics.TestKit.Databases;
using Xunit;

namespace PdmpAnalytics.IntegrationTests.Cli;

/// <summary>Who relies on the webhook alone: a night that nobody can find out about is told as well.</summary>
public sealed class WatchCommandTests : IDisposable
{
    private readonly HttpListener _alarm = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("pdmp-watch-");
    private readonly Uri _address;

    public WatchCommandTests()
    {
        _address = new Uri($"http://127.0.0.1:{FreePort()}/alarm/");
        _alarm.Prefixes.Add(_address.ToString());
        _alarm.Start();
    }

    [Theory, OnPostgres]
    public async Task DatabaseThatIsNotMigrated_IsTold(StorageProvider provider)
    {
        await using var empty = await TestDatabase.CreateEmptyAsync(provider);

        var (run, told) = await WatchAsync(empty.Options.ConnectionString, "02:00");

        Assert.Equal(11, run.ExitCode);
        Assert.Contains("pdmp migrate", run.Error, StringComparison.Ordinal);
        Assert.Contains("cannot be read", told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DatabaseThatIsGone_IsTold()
    {
        var (run, told) = await WatchAsync(new NpgsqlConnectionStringBuilder { Host = "127.0.0.1", Port = FreePort(), Username = "u", Database = "d" }.ConnectionString, "02:00");

        Assert.Equal(11, run.ExitCode);
        Assert.Contains("cannot be read", told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SettingsWithoutATime_AreTold()
    {
        var (run, told) = await WatchAsync($"Data Source={Path.Combine(_folder.FullName, "pdmp.db")}", at: null);

        Assert.Equal(12, run.ExitCode);
        Assert.Contains("Nightly:At", told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhatFailedElsewhere_IsPassedOn()
    {
        var database = $"Data Source={Path.Combine(_folder.FullName, "none.db")}";

        var (run, told) = await WatchAsync(database, at: null, "--tell", "pdmp-backup.service failed.");
        var nobody = await Pdmp.RunAsync(database, _folder.FullName, "watch", "--tell", "pdmp-backup.service failed.");

        Assert.Equal((0, "pdmp-backup.service failed."), (run.ExitCode, told));
        Assert.Equal(13, nobody.ExitCode);
        Assert.Contains("pdmp-backup.service failed.", nobody.Error, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _alarm.Close();
        _folder.Delete(recursive: true);
    }

    /// <returns>How it ended, and the message that the address got with no night named.</returns>
    private async Task<(PdmpRun Run, string? Told)> WatchAsync(string database, string? at, params string[] arguments)
    {
        var nightly = new Dictionary<string, string> { ["Webhook"] = _address.ToString() };
        if (at is not null)
        {
            nightly["At"] = at;
        }

        var settings = Path.Combine(_folder.FullName, "pdmp.json");
        await File.WriteAllTextAsync(settings, JsonSerializer.Serialize(new { Nightly = nightly }));
        var running = Pdmp.RunAsync(database, _folder.FullName, ["watch", "--config", settings, .. arguments]);
        var asking = _alarm.GetContextAsync();
        if (await Task.WhenAny(asking, running) == running)
        {
            // It is told before it ends; who was not asked by now never is.
            return (await running, null);
        }

        var asked = await asking;
        using var body = new StreamReader(asked.Request.InputStream, Encoding.UTF8);
        using var json = JsonDocument.Parse(await body.ReadToEndAsync());
        asked.Response.Close();
        Assert.Equal(JsonValueKind.Null, json.RootElement.GetProperty("expected").ValueKind);
        Assert.False(json.RootElement.GetProperty("good").GetBoolean());
        return (await running, json.RootElement.GetProperty("message").GetString());
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

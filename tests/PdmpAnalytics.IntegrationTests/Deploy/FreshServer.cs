using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace PdmpAnalytics.IntegrationTests.Deploy;

/// <summary>Another PostgreSQL server than the tests' own, which knows no role and no database of theirs. Gone when disposed.</summary>
internal sealed class FreshServer : IAsyncDisposable
{
    private static readonly string Programs = Directory.EnumerateDirectories("/usr/lib/postgresql")
        .Select(version => Path.Combine(version, "bin")).Where(bin => File.Exists(Path.Combine(bin, "initdb"))).Order(StringComparer.Ordinal).Last();

    private readonly string _folder;

    private FreshServer(string folder, int port) => (_folder, Port) = (folder, port);

    public int Port { get; }

    /// <summary>Folder of its socket, for <c>PGHOST</c>: who comes by it is let in as whoever they say.</summary>
    public string Folder => _folder;

    /// <param name="passwords">True to ask for passwords on TCP, as Debian's does.</param>
    public static async Task<FreshServer> StartAsync(bool passwords = false)
    {
        var folder = Directory.CreateTempSubdirectory("pdmp-server-").FullName;
        if (Environment.IsPrivilegedProcess)
        {
            await RunAsync(["chown", "postgres", folder], folder);
        }

        var server = new FreshServer(folder, FreePort());
        await server.AsServerAsync("initdb", "-D", Path.Combine(folder, "data"), "-U", "postgres",
            "--auth-local=trust", passwords ? "--auth-host=scram-sha-256" : "--auth-host=trust", "--no-sync", "-E", "UTF8", "--locale=C.UTF-8");
        await server.AsServerAsync(
            "pg_ctl", "-w", "-D", Path.Combine(folder, "data"), "-l", Path.Combine(folder, "log"), "-o",
            string.Create(CultureInfo.InvariantCulture, $"-p {server.Port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder} -c fsync=off"), "start");
        return server;
    }

    /// <summary>Connection string of a database there.</summary>
    public string Database(string name, string user) =>
        new NpgsqlConnectionStringBuilder { Host = "127.0.0.1", Port = Port, Username = user, Database = name, Pooling = false }.ConnectionString;

    public async ValueTask DisposeAsync()
    {
        await AsServerAsync("pg_ctl", "-D", Path.Combine(_folder, "data"), "-m", "immediate", "stop");
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>PostgreSQL refuses to run as root.</summary>
    private Task AsServerAsync(string program, params string[] arguments) =>
        RunAsync([.. Environment.IsPrivilegedProcess ? ["runuser", "-u", "postgres", "--"] : Array.Empty<string>(), Path.Combine(Programs, program), .. arguments], _folder);

    private static async Task RunAsync(string[] command, string folder)
    {
        // Nothing is piped: the server would keep the pipe open.
        using var process = Process.Start(new ProcessStartInfo(
            "bash", ["-c", "exec \"$@\" >/dev/null 2>&1", "bash", .. command]) { WorkingDirectory = folder })!;
        await process.WaitForExitAsync();
        Xunit.Assert.True(process.ExitCode == 0, $"{command[^1]}: {process.ExitCode}");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

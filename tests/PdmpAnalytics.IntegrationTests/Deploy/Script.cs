using System.Diagnostics;
using System.Globalization;
using Npgsql;
using PdmpAnalytics.IntegrationTests.Cli;
using PdmpAnalytics.TestKit;

namespace PdmpAnalytics.IntegrationTests.Deploy;

/// <summary>Runs the scripts of <c>deploy/postgres</c> as an operator does: the server named by libpq's variables.</summary>
internal static class Script
{
    /// <param name="database">Connection string of the database the script is about.</param>
    /// <param name="user">The role it runs as.</param>
    /// <param name="name">The script's file, in deploy/postgres.</param>
    public static Task<PdmpRun> RunAsync(string database, string user, string name, params string[] arguments) =>
        RunAsync(database, user, ["bash", RepositoryFiles.Path("deploy", "postgres", name), .. arguments]);

    /// <summary>Runs roles.sql in a database, as its first line says.</summary>
    public static async Task SetRolesAsync(string database)
    {
        var run = await RunAsync(
            database, "postgres", ["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-f", RepositoryFiles.Path("deploy", "postgres", "roles.sql")]);
        Xunit.Assert.True(run.ExitCode == 0, run.Error);
    }

    /// <summary>The same database, entered as another role.</summary>
    public static string As(string database, string user) => new NpgsqlConnectionStringBuilder(database) { Username = user }.ConnectionString;

    private static async Task<PdmpRun> RunAsync(string database, string user, IReadOnlyList<string> command)
    {
        var server = new NpgsqlConnectionStringBuilder(database);
        var start = new ProcessStartInfo(command[0], command.Skip(1)) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PGHOST"] = server.Host;
        start.Environment["PGPORT"] = server.Port.ToString(CultureInfo.InvariantCulture);
        start.Environment["PGUSER"] = user;
        start.Environment["PGDATABASE"] = server.Database;
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return new PdmpRun(process.ExitCode, await output, await error);
    }
}

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
        RunAsync(["bash", RepositoryFiles.Path("deploy", "postgres", name), .. arguments], Libpq(database, user));

    /// <summary>Runs roles.sql in a database, as its first line says.</summary>
    public static async Task SetRolesAsync(string database)
    {
        var run = await RunAsync(
            ["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-f", RepositoryFiles.Path("deploy", "postgres", "roles.sql")], Libpq(database, "postgres"));
        Xunit.Assert.True(run.ExitCode == 0, run.Error);
    }

    /// <summary>The same database, entered as another role.</summary>
    public static string As(string database, string user) => new NpgsqlConnectionStringBuilder(database) { Username = user }.ConnectionString;

    /// <summary>Variables of libpq that name a database.</summary>
    public static Dictionary<string, string> Libpq(string database, string user)
    {
        var server = new NpgsqlConnectionStringBuilder(database);
        return new()
        {
            ["PGHOST"] = server.Host!, ["PGPORT"] = server.Port.ToString(CultureInfo.InvariantCulture), ["PGUSER"] = user, ["PGDATABASE"] = server.Database!,
        };
    }

    /// <summary>Runs a command to its end, at the root of the repository.</summary>
    public static async Task<PdmpRun> RunAsync(IReadOnlyList<string> command, IReadOnlyDictionary<string, string> environment)
    {
        var start = new ProcessStartInfo(command[0], command.Skip(1))
        {
            RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = RepositoryFiles.Path(),
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return new PdmpRun(process.ExitCode, await output, await error);
    }
}

using System.Globalization;
using System.Reflection;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace PdmpAnalytics.CommandHost;

/// <summary>
/// Reads a <see cref="CommandRequest"/> a line from standard input, runs pdmp's own entry point with it in this process, and
/// writes its exit code as a line to standard output. A command meets its own working directory, environment and standard
/// streams; what it does not meet is a new runtime, which is most of what a short command costs. Only help shows the
/// difference: it names this process. Ends when its input ends.
/// </summary>
internal static class Program
{
    private static readonly MethodInfo Entry = Assembly.Load("pdmp").EntryPoint!;

    private static void Main()
    {
        using var requests = new StreamReader(StandardStreams.Keep(0, FileAccess.Read));
        using var answers = new StreamWriter(StandardStreams.Keep(1, FileAccess.Write)) { AutoFlush = true };
        while (requests.ReadLine() is { } line)
        {
            var exitCode = Run(JsonSerializer.Deserialize<CommandRequest>(line)!);
            answers.WriteLine(exitCode.ToString(CultureInfo.InvariantCulture));
        }
    }

    private static int Run(CommandRequest request)
    {
        Directory.SetCurrentDirectory(request.Folder);
        foreach (var (name, value) in request.Environment)
        {
            Environment.SetEnvironmentVariable(name, value);
        }

        StandardStreams.Use(request.Input, request.Output, request.Error);
        try
        {
            return (int)Entry.Invoke(null, [request.Arguments.ToArray()])!;
        }
        finally
        {
            // As the end of a process would: no connection outlives its command, or the test could not drop its database.
            SqliteConnection.ClearAllPools();
            NpgsqlConnection.ClearAllPools();
            foreach (var name in request.Environment.Keys)
            {
                Environment.SetEnvironmentVariable(name, null);
            }

            Directory.SetCurrentDirectory(AppContext.BaseDirectory);
        }
    }
}

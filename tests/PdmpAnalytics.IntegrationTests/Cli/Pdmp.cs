using System.Diagnostics;
using PdmpAnalytics.CommandHost;
using PdmpAnalytics.TestKit.Databases;

namespace PdmpAnalytics.IntegrationTests.Cli;

/// <summary>What a run of the program left behind.</summary>
internal sealed record PdmpRun(int ExitCode, string Output, string Error)
{
    public IReadOnlyList<string> Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}

/// <summary>
/// Runs the built <c>pdmp</c> as an operator or cron would: in its own folder, with its own environment and standard streams.
/// Commands that only have to run share a few processes (<see cref="CommandProcess"/>); what is to be killed, signalled or
/// watched gets one of its own.
/// </summary>
internal static class Pdmp
{
    /// <summary>The program's assembly: the published one that PDMP_TEST_PROGRAM names, else that beside the tests' own.</summary>
    public static string Assembly { get; } =
        Environment.GetEnvironmentVariable("PDMP_TEST_PROGRAM") is { Length: > 0 } published ? published : Path.Combine(AppContext.BaseDirectory, "pdmp.dll");

    /// <param name="database">Connection string, given by PDMP_DATABASE.</param>
    /// <param name="folder">Working directory.</param>
    public static Task<PdmpRun> RunAsync(string database, string folder, params string[] arguments) =>
        RunAsync(database, folder, input: null, arguments);

    /// <param name="input">Standard input; null closes it at once.</param>
    public static async Task<PdmpRun> RunAsync(string database, string folder, Stream? input, string[] arguments)
    {
        var streams = Directory.CreateTempSubdirectory("pdmp-command-").FullName;
        try
        {
            string In(string name) => Path.Combine(streams, name);
            if (input is not null)
            {
                await using var file = File.Create(In("input"));
                await input.CopyToAsync(file);
            }

            var exitCode = await CommandProcess.RunAsync(new CommandRequest(
                folder, Variables(database, folder), arguments, input is null ? null : In("input"), In("output"), In("error")));
            return new PdmpRun(exitCode, await File.ReadAllTextAsync(In("output")), await File.ReadAllTextAsync(In("error")));
        }
        finally
        {
            Directory.Delete(streams, recursive: true);
        }
    }

    /// <summary>Runs it as a process of its own.</summary>
    public static async Task<PdmpRun> RunAloneAsync(string database, string folder, Stream? input, string[] arguments)
    {
        using var process = Start(database, folder, arguments);
        if (input is not null)
        {
            await input.CopyToAsync(process.StandardInput.BaseStream);
        }

        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return new PdmpRun(process.ExitCode, await output, await error);
    }

    /// <summary>Starts it and does not wait; the caller disposes it.</summary>
    public static Process Start(string database, string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", Assembly, .. arguments])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in Variables(database, folder))
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    private static Dictionary<string, string> Variables(string database, string folder) =>
        new() { ["PDMP_DATABASE"] = database, ["PDMP_KEY_FILE"] = TestDatabase.KeyFile(folder) };
}

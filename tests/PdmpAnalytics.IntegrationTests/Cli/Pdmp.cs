using System.Diagnostics;
using PdmpAnalytics.TestKit.Databases;

namespace PdmpAnalytics.IntegrationTests.Cli;

/// <summary>What a run of the program left behind.</summary>
internal sealed record PdmpRun(int ExitCode, string Output, string Error)
{
    public IReadOnlyList<string> Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}

/// <summary>Runs the built <c>pdmp</c> as a process, as an operator or cron would.</summary>
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
        start.Environment["PDMP_DATABASE"] = database;
        start.Environment["PDMP_KEY_FILE"] = TestDatabase.KeyFile(folder);
        return Process.Start(start)!;
    }
}

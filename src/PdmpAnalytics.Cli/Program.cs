using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using PdmpAnalytics.Telemetry;

namespace PdmpAnalytics.Cli;

/// <summary>The entry point of <c>pdmp</c>: arguments in, exit code out. The one place that catches everything.</summary>
internal static class Program
{
    private static async Task<int> Main(string[] args)
    {
        using var telemetry = TelemetryExport.Start("pdmp");
        try
        {
            var result = Root().Parse(args);
            var configuration = new InvocationConfiguration { EnableDefaultExceptionHandler = false };
            if (result.Action is not ParseErrorAction misuse)
            {
                return await result.InvokeAsync(configuration);
            }

            misuse.ShowHelp = args.Length == 0;
            configuration.Output = Console.Error;
            await result.InvokeAsync(configuration);
            await Console.Error.WriteLineAsync("pdmp --help lists the commands, pdmp COMMAND --help explains one.");
            return ExitCodes.Usage;
        }
#pragma warning disable CA1031 // Main is where every failure ends and becomes an exit code.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            return Failure.Report(failure, Terminal.Open());
        }
    }

    private static RootCommand Root()
    {
        var root = new RootCommand("Finds unusual dispensing patterns in prescription monitoring data and keeps the queue of those worth a review.");
        root.Add(CommonOptions.Database);
        root.Add(Settings.File);
        foreach (var command in Commands.All())
        {
            root.Add(command);
        }

        foreach (var help in root.Options.OfType<HelpOption>())
        {
            help.Action = new HelpWithExamples((HelpAction)help.Action!);
        }

        return root;
    }
}

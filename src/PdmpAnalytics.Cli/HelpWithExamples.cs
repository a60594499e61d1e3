using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace PdmpAnalytics.Cli;

/// <summary>The usual help, followed by the examples of the command.</summary>
internal sealed class HelpWithExamples(HelpAction help) : SynchronousCommandLineAction
{
    /// <inheritdoc/>
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        var code = help.Invoke(parseResult);
        if (parseResult.CommandResult.Command is PdmpCommand { Examples.Count: > 0 } command)
        {
            var output = parseResult.InvocationConfiguration.Output;
            output.WriteLine("Examples:");
            foreach (var example in command.Examples)
            {
                output.WriteLine($"  pdmp {example}");
            }

            output.WriteLine();
        }

        return code;
    }
}

using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using PdmpAnalytics.Telemetry;
#if WITH_MICROSOFT_ML
using PdmpAnalytics.MicrosoftML;
#endif

namespace PdmpAnalytics.Cli;

/// <summary>A command with the examples its help shows.</summary>
internal class PdmpCommand : Command
{
    public PdmpCommand(string name, string description, params string[] examples)
        : base(name, description) => Examples = examples;

    /// <summary>Whole command lines, without the program's name.</summary>
    public IReadOnlyList<string> Examples { get; }

    /// <summary>Sets what the command does; it gets a session that is closed afterwards.</summary>
    protected void Does(Func<Session, Task<int>> action) => SetAction(async (result, cancellation) =>
    {
        var services = new ServiceCollection()
            .AddLogging(logging => logging.AddLogs(Settings.Log(result), toStandardError: true))
            .AddSingleton(Settings.Nightly(result))
            .AddSingleton(Settings.Sample(result))
            .AddSingleton(Settings.Learning(result))
            .AddSingleton(Settings.Gate(result))
            .AddSingleton(Settings.Lookup(result))
            .AddSingleton(Settings.Review(result))
            .AddPdmpAnalytics(CommonOptions.Storage(result), Settings.Rules(result), Settings.Intake(result), Settings.Equivalents(result))
#if WITH_MICROSOFT_ML
            .AddMicrosoftML()
#endif
            .BuildServiceProvider();
        await using (services)
        {
            return await action(new Session(result, services, Terminal.Open(), cancellation));
        }
    });
}

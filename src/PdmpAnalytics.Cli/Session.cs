using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;

namespace PdmpAnalytics.Cli;

/// <summary>One run of one command: its arguments, the library's services, and where to write.</summary>
internal sealed class Session(ParseResult arguments, IServiceProvider services, Terminal terminal, CancellationToken cancellation)
{
    public Terminal Terminal { get; } = terminal;

    public CancellationToken Cancellation { get; } = cancellation;

    /// <summary>The same run, stopped by this token.</summary>
    public Session StoppedBy(CancellationToken stop) => new(arguments, services, Terminal, stop);

    public T? Value<T>(Option<T> option) => arguments.GetValue(option);

    public T Value<T>(Argument<T> argument) => arguments.GetRequiredValue(argument);

    public T Service<T>()
        where T : notnull => services.GetRequiredService<T>();

    /// <summary>Tells why a request was refused and returns the exit code for it.</summary>
    public int Refused(Refusal refusal)
    {
        Terminal.Error(refusal.Message);
        return ExitCodes.Usage;
    }
}

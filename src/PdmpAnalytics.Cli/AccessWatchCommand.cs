using System.CommandLine;
using PdmpAnalytics.Lookup.Oversight;

namespace PdmpAnalytics.Cli;

/// <summary>Has every look at a patient shown to auditors, or no longer.</summary>
internal sealed class AccessWatchCommand : PdmpCommand
{
    private readonly Argument<long> _patient = new("patient") { Description = "The patient's id." };
    private readonly Option<string> _user = CommonOptions.User();

    private AccessWatchCommand(string name, string description, Func<Session, long, string, Task<Refusal?>> step)
        : base(name, description, $"access {name} 12")
    {
        Add(_patient);
        Add(_user);
        Does(async session => await step(session, session.Value(_patient), session.Value(_user)!) is { } refusal ? session.Refused(refusal) : ExitCodes.Ok);
    }

    public static AccessWatchCommand Watch() => new(
        "watch", "Has every look at a patient whom many are curious about shown to auditors.",
        (session, patient, user) => session.Service<AccessQueueService>().WatchAsync(patient, user, session.Cancellation));

    public static AccessWatchCommand Unwatch() => new(
        "unwatch", "Shows looks at a patient to auditors no longer.",
        (session, patient, user) => session.Service<AccessQueueService>().UnwatchAsync(patient, user, session.Cancellation));
}

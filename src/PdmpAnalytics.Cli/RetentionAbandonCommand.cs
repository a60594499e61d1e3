using System.CommandLine;
using System.Globalization;
using PdmpAnalytics.Retention;

namespace PdmpAnalytics.Cli;

internal sealed class RetentionAbandonCommand : PdmpCommand
{
    private readonly Option<string> _user = CommonOptions.User();

    public RetentionAbandonCommand()
        : base("abandon", "Ends an unfinished purge where it stands; its certificate says what it destroyed.", "retention abandon")
    {
        Add(_user);
        Does(session => LeasedRun.RunAsync(session, "retention abandon", AbandonAsync));
    }

    private async Task<int> AbandonAsync(Session session)
    {
        var abandoned = await session.Service<RetentionService>().AbandonAsync(session.Value(_user)!, session.Cancellation);
        if (abandoned.Refusal is { } refusal)
        {
            return session.Refused(refusal);
        }

        session.Terminal.Note(string.Create(
            CultureInfo.InvariantCulture,
            $"Certificate {abandoned.Value.Id}: {Counted.Of(abandoned.Value.Dispensations, "dispensation", "dispensations")} were destroyed; the rest stays."));
        return ExitCodes.Ok;
    }
}

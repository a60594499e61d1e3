using PdmpAnalytics.Nightly;

namespace PdmpAnalytics.Cli;

internal sealed class WatchCommand : PdmpCommand
{
    public WatchCommand()
        : base(
            "watch",
            "For a monitor or cron: ends with 13 when the night that should be done by now is not. The settings Nightly:At, Nightly:TimeZone and Nightly:AllowedHours say when that is.",
            "watch",
            "watch --config pdmp.json") => Does(async session =>
    {
        var watched = await session.Service<NightWatchService>().CheckAsync(session.Cancellation);
        if (watched.Refusal is { } refusal)
        {
            session.Terminal.Error(refusal.Message);
            return ExitCodes.Configuration;
        }

        if (watched.Value.IsGood)
        {
            session.Terminal.Note(watched.Value.Message);
            return ExitCodes.Ok;
        }

        session.Terminal.Error(watched.Value.Message);
        if ((await session.Service<NightWebhookService>().TellAsync(watched.Value, session.Cancellation)).Refusal is { } untold)
        {
            session.Terminal.Error(untold.Message);
        }

        return ExitCodes.NightFailed;
    });
}

using System.CommandLine;
using PdmpAnalytics.Nightly;

namespace PdmpAnalytics.Cli;

internal sealed class WatchCommand : PdmpCommand
{
    private readonly Option<string?> _tell = new("--tell")
    {
        Description = "Tell the address in Nightly:Webhook this and look at nothing: for a unit or cron job that failed. Ends with 13 when it could not be told.",
        HelpName = "text",
    };

    public WatchCommand()
        : base(
            "watch",
            "For a monitor or cron: ends with 13 when the night that should be done by now is not, with 11 or 12 when that cannot be found out, and tells the address in Nightly:Webhook in each case. The settings Nightly:At, Nightly:TimeZone and Nightly:AllowedHours say when that is.",
            "watch",
            "watch --config pdmp.json",
            "watch --tell \"pdmp-backup failed\"")
    {
        Add(_tell);
        Does(session => session.Value(_tell) is { } text ? PassOnAsync(session, text) : WatchAsync(session));
    }

    private static async Task<int> WatchAsync(Session session)
    {
        Result<NightWatchVerdict> watched;
        try
        {
            watched = await session.Service<NightWatchService>().CheckAsync(session.Cancellation);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            // A database that is gone is the commonest reason for a missing night. Why, the caller learns as from every command.
            await TellAsync(session, alarm => alarm.TellAsync("Whether the night that is due is done cannot be found out: its ledger cannot be read.", session.Cancellation));
            throw;
        }

        if (watched.Refusal is { } refusal)
        {
            session.Terminal.Error(refusal.Message);
            await TellAsync(session, alarm => alarm.TellAsync($"Whether the night that is due is done cannot be found out. {refusal.Message}", session.Cancellation));
            return ExitCodes.Configuration;
        }

        if (watched.Value.IsGood)
        {
            session.Terminal.Note(watched.Value.Message);
            return ExitCodes.Ok;
        }

        session.Terminal.Error(watched.Value.Message);
        await TellAsync(session, alarm => alarm.TellAsync(watched.Value, session.Cancellation));
        return ExitCodes.NightFailed;
    }

    private static async Task<int> PassOnAsync(Session session, string text)
    {
        if (await TellAsync(session, alarm => alarm.TellAsync(text, session.Cancellation)))
        {
            return ExitCodes.Ok;
        }

        session.Terminal.Error(text);
        return ExitCodes.NightFailed;
    }

    /// <returns>True when it was told.</returns>
    private static async Task<bool> TellAsync(Session session, Func<NightWebhookService, Task<Result<bool>>> tell)
    {
        var told = await tell(session.Service<NightWebhookService>());
        if (told.Refusal is { } untold)
        {
            session.Terminal.Error(untold.Message);
            return false;
        }

        if (!told.Value)
        {
            session.Terminal.Note("Nobody was told: Nightly:Webhook is not set.");
        }

        return told.Value;
    }
}

using System.CommandLine;
using PdmpAnalytics.Retention;

namespace PdmpAnalytics.Cli;

internal sealed class RetentionReleaseCommand : PdmpCommand
{
    private readonly Argument<int> _id = new("id") { Description = "The legal hold." };
    private readonly Option<string> _reason = new("--reason") { Description = "Why it ends.", HelpName = "text", Required = true };
    private readonly Option<string> _user = CommonOptions.User();

    public RetentionReleaseCommand()
        : base("release", "Ends a legal hold: what is old enough goes with the next purge.", "retention release 3 --reason \"Case closed on 9 June\"")
    {
        Add(_id);
        Add(_reason);
        Add(_user);
        Does(async session =>
        {
            if (await session.Service<LegalHoldService>().EndAsync(session.Value(_id), session.Value(_reason)!, session.Value(_user)!, session.Cancellation) is { } refusal)
            {
                return session.Refused(refusal);
            }

            session.Terminal.Note($"Legal hold {session.Value(_id)} is ended.");
            return ExitCodes.Ok;
        });
    }
}

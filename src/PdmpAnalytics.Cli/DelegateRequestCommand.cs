using System.CommandLine;
using PdmpAnalytics.Accounts.Delegates;

namespace PdmpAnalytics.Cli;

internal sealed class DelegateRequestCommand : PdmpCommand
{
    private readonly Argument<string> _delegate = new("delegate") { Description = "The account that is to look up." };
    private readonly Option<string> _supervisor = new("--supervisor") { Description = "The pharmacist's or prescriber's account that answers for it.", HelpName = "account", Required = true };
    private readonly Option<string> _user = CommonOptions.User();

    public DelegateRequestCommand()
        : base(
            "request", "Asks that a delegate may look up for a supervisor, who agrees on the page; the programme confirms then.",
            "user delegate request tess --supervisor paul")
    {
        Add(_delegate);
        Add(_supervisor);
        Add(_user);
        Does(async session =>
        {
            var asked = await session.Service<DelegationService>().RequestAsync(
                session.Value(_delegate), session.Value(_supervisor)!, session.Value(_user)!, session.Cancellation);
            if (asked.Refusal is { } refusal)
            {
                return session.Refused(refusal);
            }

            session.Terminal.Note($"Delegation {asked.Value.Id} waits for {asked.Value.Supervisor} to agree.");
            return ExitCodes.Ok;
        });
    }
}

using System.CommandLine;
using PdmpAnalytics.Lookup.Oversight;

namespace PdmpAnalytics.Cli;

internal sealed class AccessSettleCommand : PdmpCommand
{
    private readonly Argument<long> _id = new("finding") { Description = "The finding, as access list shows it." };
    private readonly Option<AccessConclusion> _conclusion = new("--conclusion") { Description = "Explained (within the work) or HandedOn (to whoever decides about misuse).", HelpName = "word", Required = true };
    private readonly Option<string> _note = new("--note") { Description = "Why; stays with the finding.", HelpName = "text", Required = true };
    private readonly Option<string> _user = CommonOptions.User();

    public AccessSettleCommand()
        : base("settle", "Settles a finding about queries with what was concluded.", "access settle 4 --conclusion Explained --note \"On call that night\"")
    {
        Add(_id);
        Add(_conclusion);
        Add(_note);
        Add(_user);
        Does(async session =>
            await session.Service<AccessQueueService>().SettleAsync(
                session.Value(_id), session.Value(_conclusion), session.Value(_note)!, session.Value(_user)!, session.Cancellation) is { } refusal
                ? session.Refused(refusal) : ExitCodes.Ok);
    }
}

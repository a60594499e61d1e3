using System.CommandLine;
using PdmpAnalytics.Accounts;

namespace PdmpAnalytics.Cli;

internal sealed class UserHolderCommand : PdmpCommand
{
    private readonly Argument<string> _name = new("name") { Description = "The account." };
    private readonly Option<string> _last = new("--last") { Description = "Last name of the person behind it.", HelpName = "name", Required = true };
    private readonly Option<string> _first = new("--first") { Description = "First name.", HelpName = "name", Required = true };
    private readonly Option<string> _user = CommonOptions.User();

    public UserHolderCommand()
        : base(
            "holder", "States who is behind an account, so that queries about oneself and one's family come before an auditor.",
            "user holder paul --last Merchant --first Paul")
    {
        Add(_name);
        Add(_last);
        Add(_first);
        Add(_user);
        Does(async session =>
            await session.Service<AccountHolderService>().SetAsync(
                session.Value(_name), session.Value(_last)!, session.Value(_first)!, session.Value(_user)!, session.Cancellation) is { } refusal
                ? session.Refused(refusal) : ExitCodes.Ok);
    }
}

using System.CommandLine;
using PdmpAnalytics.Accounts;

namespace PdmpAnalytics.Cli;

internal sealed class UserAddCommand : PdmpCommand
{
    private readonly Argument<string> _name = new("name") { Description = "What the person signs in as; never given to somebody else." };
    private readonly Option<string[]> _roles = new("--role")
    {
        Description = $"What the person may do, again for each: {string.Join(", ", AccountRoles.AllCodes)}.",
        HelpName = "role",
        Required = true,
    };

    private readonly Option<string> _user = CommonOptions.User();

    public UserAddCommand()
        : base(
            "add",
            "Makes an account for the web host. Asks for the password, or takes the first line of standard input.",
            "user add ada --role administrator",
            "user add lea --role analyst --role lead",
            "user add paul --role pharmacist < password.txt")
    {
        Add(_name);
        Add(_roles);
        Add(_user);
        _roles.AcceptOnlyFromAmong(StringComparer.OrdinalIgnoreCase, [.. AccountRoles.AllCodes]);
        Does(async session =>
        {
            if (await PasswordPrompt.ReadAsync(session.Terminal, session.Cancellation) is not { } password)
            {
                return ExitCodes.Usage;
            }

            AccountRole[] roles = [.. session.Value(_roles)!.Select(code => AccountRoles.TryParse(code, out var role) ? role : default)];
            var added = await session.Service<UserService>().AddAsync(session.Value(_name), roles, password, session.Value(_user)!, session.Cancellation);
            if (added.Refusal is { } refusal)
            {
                return session.Refused(refusal);
            }

            session.Terminal.Note($"Account {added.Value.Name} may sign in as {string.Join(", ", added.Value.Roles.Select(r => r.Code()))}.");
            return ExitCodes.Ok;
        });
    }
}

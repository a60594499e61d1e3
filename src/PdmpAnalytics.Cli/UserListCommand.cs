using PdmpAnalytics.Accounts;

namespace PdmpAnalytics.Cli;

internal sealed class UserListCommand : PdmpCommand
{
    public UserListCommand()
        : base("list", "The accounts of the web host, disabled ones too.", "user list") =>
        Does(async session =>
        {
            var accounts = await session.Service<UserService>().ListAsync(session.Cancellation);
            foreach (var account in accounts)
            {
                session.Terminal.Data.WriteLine(string.Join(
                    '\t',
                    account.Name,
                    string.Join(",", account.Roles.Select(r => r.Code())),
                    account.IsDisabled ? "disabled" : "active",
                    account.TwoFactorEnabled ? "second factor" : "password only",
                    account.Facility));
            }

            if (accounts.Count == 0)
            {
                session.Terminal.Note("There is no account yet: pdmp user add NAME --role administrator.");
            }

            return ExitCodes.Ok;
        });
}

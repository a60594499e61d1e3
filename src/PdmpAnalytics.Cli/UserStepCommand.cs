using System.CommandLine;
using PdmpAnalytics.Accounts;

namespace PdmpAnalytics.Cli;

/// <summary>A step in the life of an account.</summary>
internal sealed class UserStepCommand : PdmpCommand
{
    private readonly Argument<string> _name = new("name") { Description = "The account." };
    private readonly Option<string> _user = CommonOptions.User();

    private UserStepCommand(
        string name, string description, string said, Func<Session, string, string, Task<Refusal?>> step)
        : base(name, description, $"user {name} ada")
    {
        Add(_name);
        Add(_user);
        Does(async session =>
        {
            var account = session.Value(_name);
            if (await step(session, account, session.Value(_user)!) is { } refusal)
            {
                return session.Refused(refusal);
            }

            session.Terminal.Note($"Account {account} {said}");
            return ExitCodes.Ok;
        });
    }

    public static UserStepCommand Disable() => new(
        "disable", "Ends an account's sessions and lets it in no more. It stays, because the audit log names it.",
        "is disabled. Sessions that are open end within a minute.",
        (session, name, actor) => session.Service<UserService>().DisableAsync(name, actor, session.Cancellation));

    public static UserStepCommand Enable() => new(
        "enable", "Lets a disabled account in again.", "may sign in again.",
        (session, name, actor) => session.Service<UserService>().EnableAsync(name, actor, session.Cancellation));

    public static UserStepCommand Reset() => new(
        "reset", "For somebody who lost password or second factor: asks for a new password, takes the second factor and a lockout away.",
        "has a new password and no second factor.",
        async (session, name, actor) => await PasswordPrompt.ReadAsync(session.Terminal, session.Cancellation) is { } password
            ? await session.Service<UserService>().ResetAsync(name, password, actor, session.Cancellation)
            : new Refusal(RefusalReason.Incomplete, "The account is as it was."));
}

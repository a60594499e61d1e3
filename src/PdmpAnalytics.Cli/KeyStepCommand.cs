using System.CommandLine;
using PdmpAnalytics.Accounts;

namespace PdmpAnalytics.Cli;

/// <summary>What becomes of a key: another secret, or none.</summary>
internal sealed class KeyStepCommand : PdmpCommand
{
    private readonly Argument<string> _id = new("key") { Description = "The key's id, as key list shows it." };
    private readonly Option<string> _user = CommonOptions.User();

    private KeyStepCommand(string name, string description, string example)
        : base(name, description, example)
    {
        Add(_id);
        Add(_user);
    }

    public static KeyStepCommand Revoke()
    {
        var command = new KeyStepCommand("revoke", "Ends a key within ten seconds.", "key revoke abcdefghjk");
        command.Does(async session =>
            await session.Service<ApiKeyService>().RevokeAsync(session.Value(command._id), session.Value(command._user)!, session.Cancellation) is { } refusal
                ? session.Refused(refusal) : ExitCodes.Ok);
        return command;
    }

    public static KeyStepCommand Rotate()
    {
        var hours = new Option<int>("--overlap") { Description = "Hours that the old secret goes on working.", HelpName = "hours", DefaultValueFactory = _ => 24 };
        var command = new KeyStepCommand("rotate", "Makes a key with a new secret in place of one.", "key rotate abcdefghjk --overlap 48") { hours };
        command.Does(async session =>
        {
            var issued = await session.Service<ApiKeyService>().RotateAsync(
                session.Value(command._id), TimeSpan.FromHours(session.Value(hours)), session.Value(command._user)!, session.Cancellation);
            return issued.Refusal is { } refusal ? session.Refused(refusal) : KeyAddCommand.Show(session, issued.Value);
        });
        return command;
    }
}

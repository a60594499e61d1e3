using System.CommandLine;
using PdmpAnalytics.Accounts.Delegates;

namespace PdmpAnalytics.Cli;

/// <summary>What becomes of a delegation: the supervisor agrees, the programme confirms, somebody ends it.</summary>
internal sealed class DelegateStepCommand : PdmpCommand
{
    private readonly Argument<int> _id = new("delegation") { Description = "The delegation, as user delegate list shows it." };
    private readonly Option<string> _user = CommonOptions.User();

    private DelegateStepCommand(string name, string description, string example, string said, Func<Session, int, string, Task<Refusal?>> step)
        : base(name, description, example)
    {
        Add(_id);
        Add(_user);
        Does(async session =>
        {
            if (await step(session, session.Value(_id), session.Value(_user)!) is { } refusal)
            {
                return session.Refused(refusal);
            }

            session.Terminal.Note($"Delegation {session.Value(_id)} {said}");
            return ExitCodes.Ok;
        });
    }

    public static DelegateStepCommand Approve() => new(
        "approve", "The supervisor agrees to answer for the delegate; nobody else can.", "user delegate approve 3 --user paul", "waits for the programme to confirm.",
        (session, id, user) => session.Service<DelegationService>().ApproveAsync(id, user, session.Cancellation));

    public static DelegateStepCommand Confirm() => new(
        "confirm", "The programme agrees: the delegate may look up from now on, until the approval runs out.", "user delegate confirm 3", "holds from now on.",
        (session, id, user) => session.Service<DelegationService>().ConfirmAsync(id, user, session.Cancellation));

    public static DelegateStepCommand End() => new(
        "end", "Refuses or revokes a delegation at once.", "user delegate end 3", "is ended.",
        (session, id, user) => session.Service<DelegationService>().EndAsync(id, user, asSupervisor: false, session.Cancellation));
}

using System.CommandLine;
using PdmpAnalytics.Review.Referral;

namespace PdmpAnalytics.Cli;

/// <summary>The second person's word about a referral.</summary>
internal sealed class QueueReferralCommand : PdmpCommand
{
    private readonly Argument<long> _id = new("referral") { Description = "The referral, as queue refer named it." };
    private readonly Option<string> _user = CommonOptions.User();

    private QueueReferralCommand(string name, bool approve, string description)
        : base(name, description, $"queue {name} 3 --user ben")
    {
        Add(_id);
        Add(_user);
        Does(async session =>
        {
            var decided = await session.Service<ReferralService>().DecideAsync(session.Value(_id), approve, session.Value(_user)!, session.Cancellation);
            if (decided.Refusal is { } refusal)
            {
                return session.Refused(refusal);
            }

            session.Terminal.Note(approve
                ? $"Referral {decided.Value.Id} is approved: pdmp queue packet {decided.Value.AlertId}, then queue close {decided.Value.AlertId} --disposition BoardReferral."
                : $"Referral {decided.Value.Id} is declined.");
            return ExitCodes.Ok;
        });
    }

    public static QueueReferralCommand Approve() => new("approve", approve: true, "Approves a referral that somebody else proposed.");

    public static QueueReferralCommand Decline() => new("decline", approve: false, "Declines a referral that somebody else proposed.");
}

using System.CommandLine;
using PdmpAnalytics.Review.Referral;

namespace PdmpAnalytics.Cli;

/// <summary>The first person's word about a referral.</summary>
internal sealed class QueueReferCommand : PdmpCommand
{
    private readonly Argument<long> _id = new("id") { Description = "The alert." };
    private readonly Option<ReferralKind> _to = new("--to")
    {
        Description = $"{string.Join(" or ", Enum.GetNames<ReferralKind>())}; the second is off unless the configuration allows it.", HelpName = "office",
    };

    private readonly Option<string> _case = new("--case") { Description = "The receiving office's case number.", HelpName = "number", Required = true };
    private readonly Option<string> _basis = new("--basis") { Description = "Code of the provision that allows it.", HelpName = "code", Required = true };
    private readonly Option<string> _reason = new("--reason") { Description = "Why, in a sentence.", Required = true };
    private readonly Option<string> _user = CommonOptions.User();

    public QueueReferCommand()
        : base(
            "refer",
            "Proposes that a case go to a licensing board. Somebody else approves it; nothing is sent.",
            "queue refer 12 --case 2026-117 --basis 152.126 --reason \"Five practices, one pharmacy\"")
    {
        Add(_id);
        Add(_to);
        Add(_case);
        Add(_basis);
        Add(_reason);
        Add(_user);
        Does(async session =>
        {
            var grounds = new ReferralGrounds(session.Value(_to), session.Value(_case)!, session.Value(_basis)!, session.Value(_reason)!);
            var proposed = await session.Service<ReferralService>().ProposeAsync(session.Value(_id), grounds, session.Value(_user)!, session.Cancellation);
            if (proposed.Refusal is { } refusal)
            {
                return session.Refused(refusal);
            }

            session.Terminal.Note($"Referral {proposed.Value.Id} is proposed; somebody else decides: pdmp queue approve {proposed.Value.Id}");
            return ExitCodes.Ok;
        });
    }
}

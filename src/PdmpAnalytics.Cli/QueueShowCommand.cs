using System.CommandLine;
using PdmpAnalytics.Review;

namespace PdmpAnalytics.Cli;

internal sealed class QueueShowCommand : PdmpCommand
{
    private readonly Argument<long> _id = new("id") { Description = "The alert." };
    private readonly Option<bool> _fills = new("--fills") { Description = "Also list every fill of the patient." };

    public QueueShowCommand()
        : base(
            "show",
            "One alert: what was found, why it stands where it does, and the fills on a time line.",
            "queue show 12",
            "queue show 12 --fills | less -R")
    {
        Add(_id);
        Add(_fills);
        Does(async session =>
        {
            var detail = await session.Service<ReviewQueue>().ShowAsync(session.Value(_id), viewer: null, session.Cancellation);
            if (detail.Refusal is { } refusal)
            {
                return session.Refused(refusal);
            }

            new AlertPageWriter(session.Terminal).Write(detail.Value, session.Value(_fills));
            return ExitCodes.Ok;
        });
    }
}

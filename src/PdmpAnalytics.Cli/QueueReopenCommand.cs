using System.CommandLine;
using PdmpAnalytics.Review.Work;

namespace PdmpAnalytics.Cli;

internal sealed class QueueReopenCommand : PdmpCommand
{
    private readonly Argument<long> _id = new("id") { Description = "The alert." };
    private readonly Option<string> _reason = new("--reason") { Description = "Why, in a sentence.", DefaultValueFactory = _ => "reopened by a reviewer" };
    private readonly Option<int?> _version = new("--version-read") { Description = "Refuse when the alert has changed since this version.", HelpName = "number" };
    private readonly Option<string> _user = CommonOptions.User();

    public QueueReopenCommand()
        : base("reopen", "Takes the conclusion about a closed alert back.", "queue reopen 12 --reason \"A second pharmacy called\"")
    {
        Add(_id);
        Add(_reason);
        Add(_version);
        Add(_user);
        Does(async session =>
        {
            var id = session.Value(_id);
            var taken = await session.Service<ReviewWorkService>().TakeAsync(
                id, new ReopenAlert(session.Value(_reason)!), new Reviewer(session.Value(_user)!), session.Value(_version), session.Cancellation);
            if (taken.Refusal is { } refusal)
            {
                return session.Refused(refusal);
            }

            session.Terminal.Note($"Alert {id} is open again.");
            return ExitCodes.Ok;
        });
    }
}

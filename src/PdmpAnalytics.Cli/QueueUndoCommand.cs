using System.CommandLine;
using PdmpAnalytics.Review.Work;

namespace PdmpAnalytics.Cli;

internal sealed class QueueUndoCommand : PdmpCommand
{
    private readonly Argument<long> _id = new("id") { Description = "The alert." };
    private readonly Option<string> _user = CommonOptions.User();

    public QueueUndoCommand()
        : base("undo", "Takes your own last step about an alert back, within ten seconds.", "queue undo 12")
    {
        Add(_id);
        Add(_user);
        Does(async session =>
        {
            var undone = await session.Service<ReviewWorkService>().UndoAsync(session.Value(_id), new Reviewer(session.Value(_user)!), session.Cancellation);
            if (undone.Refusal is { } refusal)
            {
                return session.Refused(refusal);
            }

            session.Terminal.Note(QueueStepCommand.Sentence(undone.Value));
            return ExitCodes.Ok;
        });
    }
}

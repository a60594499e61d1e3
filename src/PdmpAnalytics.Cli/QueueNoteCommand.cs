using System.CommandLine;
using PdmpAnalytics.Review.Work;

namespace PdmpAnalytics.Cli;

internal sealed class QueueNoteCommand : PdmpCommand
{
    private readonly Argument<long> _id = new("id") { Description = "The alert." };
    private readonly Option<string> _text = new("--text") { Description = "What to write down.", Required = true };
    private readonly Option<string> _user = CommonOptions.User();

    public QueueNoteCommand()
        : base("note", "Writes a note about an alert.", "queue note 12 --text \"Called the pharmacy; the pharmacist is back on Monday\"")
    {
        Add(_id);
        Add(_text);
        Add(_user);
        Does(async session =>
        {
            var written = await session.Service<ReviewWorkService>().NoteAsync(
                session.Value(_id), session.Value(_text)!, new Reviewer(session.Value(_user)!), session.Cancellation);
            if (written.Refusal is { } refusal)
            {
                return session.Refused(refusal);
            }

            session.Terminal.Note($"Note {written.Value.Id} is kept with alert {session.Value(_id)}.");
            return ExitCodes.Ok;
        });
    }
}

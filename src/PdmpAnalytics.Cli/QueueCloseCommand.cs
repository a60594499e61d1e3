using System.CommandLine;
using PdmpAnalytics.Review;

namespace PdmpAnalytics.Cli;

internal sealed class QueueCloseCommand : PdmpCommand
{
    private readonly Argument<long> _id = new("id") { Description = "The alert." };
    private readonly Option<string> _disposition = new("--disposition")
    {
        Description = $"The conclusion: {string.Join(", ", Dispositions.AllCodes)}.",
        HelpName = "code",
        Required = true,
    };

    private readonly Option<string> _reason = new("--reason") { Description = "Why, in a sentence.", Required = true };
    private readonly Option<int?> _version = new("--version-read") { Description = "Refuse when the alert has changed since this version.", HelpName = "number" };
    private readonly Option<string> _user = CommonOptions.User();

    public QueueCloseCommand()
        : base(
            "close",
            "Judges an alert: a conclusion and the reason for it.",
            "queue close 12 --disposition LetterSent --reason \"Letter to both prescribers on 2026-06-02\"",
            "queue close 12 --disposition FP_SamePractice --reason \"All five work at one clinic\"")
    {
        Add(_id);
        Add(_disposition);
        Add(_reason);
        Add(_version);
        Add(_user);
        _disposition.AcceptOnlyFromAmong(StringComparer.OrdinalIgnoreCase, [.. Dispositions.AllCodes]);
        Does(async session =>
        {
            var id = session.Value(_id);
            _ = Dispositions.TryParse(session.Value(_disposition), out var disposition);
            var refusal = await session.Service<ReviewService>().CloseAsync(
                id, disposition, session.Value(_reason)!, session.Value(_user)!, session.Value(_version), session.Cancellation);
            if (refusal is not null)
            {
                return session.Refused(refusal);
            }

            session.Terminal.Note($"Alert {id} is closed: {disposition.Code()}.");
            return ExitCodes.Ok;
        });
    }
}

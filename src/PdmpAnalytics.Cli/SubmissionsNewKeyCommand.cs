using System.CommandLine;
using System.Globalization;
using PdmpAnalytics.Corrections;

namespace PdmpAnalytics.Cli;

internal sealed class SubmissionsNewKeyCommand : PdmpCommand
{
    private readonly Option<string> _user = CommonOptions.User();

    public SubmissionsNewKeyCommand()
        : base(
            "new-key",
            "Begins another key for rejected records, when the one they are sealed with is lost for good; this is written into the audit log.",
            "submissions new-key")
    {
        Add(_user);
        Does(async session =>
        {
            var waiting = await session.Service<RecordCorrectionService>().BeginNewKeyAsync(session.Value(_user)!, session.Cancellation);
            session.Terminal.Note(string.Create(
                CultureInfo.InvariantCulture,
                $"Rejected records are sealed with the key at hand from now on; {waiting:N0} that wait cannot be opened unless their own key comes back, and have to be sent again."));
            return ExitCodes.Ok;
        });
    }
}

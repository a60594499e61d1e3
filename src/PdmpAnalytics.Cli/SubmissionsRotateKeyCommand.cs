using System.CommandLine;
using System.Globalization;
using PdmpAnalytics.Corrections;

namespace PdmpAnalytics.Cli;

internal sealed class SubmissionsRotateKeyCommand : PdmpCommand
{
    private readonly Option<string> _user = CommonOptions.User();

    public SubmissionsRotateKeyCommand()
        : base(
            "rotate-key",
            "Begins another key for rejected records and seals those that wait with it; former keys stay in the key file, for backups.",
            "submissions rotate-key")
    {
        Add(_user);
        Does(async session =>
        {
            var sealedAgain = await session.Service<RecordCorrectionService>().RotateKeyAsync(session.Value(_user)!, session.Cancellation);
            session.Terminal.Note(string.Create(
                CultureInfo.InvariantCulture,
                $"Rejected records are sealed with a new key from now on, {sealedAgain:N0} that wait among them. Copy the key file to the other machines; its first line is the new key."));
            return ExitCodes.Ok;
        });
    }
}

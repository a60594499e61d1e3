using System.CommandLine;
using PdmpAnalytics.Ingestion;

namespace PdmpAnalytics.Cli;

internal sealed class SubmissionsShowCommand : PdmpCommand
{
    private readonly Argument<int> _id = new("id") { Description = "The submission." };
    private readonly Option<string> _format = new("--format") { Description = "text or json.", HelpName = "format", DefaultValueFactory = _ => "text" };
    private readonly Option<string?> _reports = new("--reports") { Description = "Write the report files here again, as import does; they quote the values to correct.", HelpName = "folder" };

    public SubmissionsShowCommand()
        : base(
            "show",
            "The report of a received file, without the values in it.",
            "submissions show 7",
            "submissions show 7 --format json",
            "submissions show 7 --reports reports")
    {
        Add(_id);
        Add(_format);
        Add(_reports);
        _format.AcceptOnlyFromAmong("text", "json");
        Does(async session =>
        {
            var found = await session.Service<SubmissionReportService>().FindAsync(session.Value(_id), session.Cancellation);
            if (found.Refusal is { } refusal)
            {
                return session.Refused(refusal);
            }

            if (session.Value(_reports) is { } folder)
            {
                var path = await SubmissionReportFiles.WriteAsync(found.Value, folder, new HashSet<string>(), session.Cancellation);
                session.Terminal.Note($"The report is in {path}.");
                return ExitCodes.Ok;
            }

            var report = found.Value.WithoutValues();
            session.Terminal.Data.Write(session.Value(_format) == "json" ? SubmissionReportJson.Of(report) + "\n" : SubmissionReportText.Of(report));
            return ExitCodes.Ok;
        });
    }
}

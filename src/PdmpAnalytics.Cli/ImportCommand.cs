using System.CommandLine;
using PdmpAnalytics.Ingestion;

namespace PdmpAnalytics.Cli;

internal sealed class ImportCommand : PdmpCommand
{
    private readonly Argument<string[]> _files = new("file") { Description = "CSV or ASAP files, plain or .gz; - is standard input.", Arity = ArgumentArity.ZeroOrMore };
    private readonly Option<string?> _inbox = new("--inbox") { Description = "Load every file of this folder and its sub-folders, one a submitter, and move each to accepted or rejected with its report.", HelpName = "folder" };
    private readonly Option<string?> _reports = new("--reports") { Description = "Where each file's report goes. Default: the folder reports; with --inbox beside the file.", HelpName = "folder" };

    public ImportCommand()
        : base(
            "import",
            "Loads dispensations. A file is loaded whole, or not at all, or without its faulty records, which its report lists.",
            "import dispensations.csv",
            "import january.csv.gz february.csv.gz --reports reports",
            "import --inbox /var/spool/pdmp",
            "import - < dispensations.csv")
    {
        Add(_files);
        Add(_inbox);
        Add(_reports);
        Validators.Add(result =>
        {
            var files = result.GetValue(_files) ?? [];
            var inbox = result.GetValue(_inbox);
            if ((files.Length > 0) == (inbox is not null))
            {
                result.AddError("Name the files to load, or a folder with --inbox.");
            }

            foreach (var missing in files.Where(f => f != "-" && !File.Exists(f)))
            {
                result.AddError(Directory.Exists(missing) ? $"{missing} is a folder; --inbox loads one." : $"There is no file {missing}.");
            }

            if (inbox is not null && !Directory.Exists(inbox))
            {
                result.AddError($"There is no folder {inbox}.");
            }
        });
        Does(async session =>
        {
            if (session.Value(_inbox) is { } inbox)
            {
                return await InboxRun.RunAsync(session, inbox, session.Value(_reports));
            }

            var refused = false;
            var written = new HashSet<string>();
            foreach (var file in session.Value(_files))
            {
                refused |= (await LoadAsync(session, file, session.Value(_reports) ?? "reports", written)).IsRefusal;
            }

            return refused ? ExitCodes.InputRejected : ExitCodes.Ok;
        });
    }

    /// <summary>Loads one file, shows how it goes and how it ended, and writes its report.</summary>
    /// <param name="reports">Folder of the report; null for none.</param>
    /// <param name="written">Names that reports of this run have.</param>
    public static async Task<SubmissionOutcome> LoadAsync(Session session, string file, string? reports, HashSet<string> written)
    {
        var service = session.Service<SubmissionService>();
        var name = file == "-" ? "standard input" : Path.GetFileName(file);
        using var line = new ProgressLine(session.Terminal, $"import {name}", "records");
        var progress = new Relay<SubmissionProgress>(p => line.Update(p.Records, p.Total()));
        var outcome = await (file == "-"
            ? service.LoadAsync(Console.OpenStandardInput(), "-", progress, cancellationToken: session.Cancellation)
            : service.LoadAsync(file, progress, cancellationToken: session.Cancellation));
        line.Dispose();
        string? path = null;
        if (reports is not null)
        {
            var report = await session.Service<SubmissionReportService>().OfAsync(outcome, session.Cancellation);
            path = await SubmissionReportFiles.WriteAsync(report, reports, written, session.Cancellation);
        }

        SubmissionText.Write(session.Terminal, outcome, outcome.Name, path);
        return outcome;
    }
}

using System.CommandLine;
using System.Globalization;
using PdmpAnalytics.Ingestion;

namespace PdmpAnalytics.Cli;

internal sealed class SubmissionsListCommand : PdmpCommand
{
    private const int DefaultTop = 20;

    /// <summary>What <c>--state</c> takes.</summary>
    private static readonly Dictionary<string, SubmissionFilter> States = new()
    {
        ["all"] = new(),
        ["to_correct"] = new() { OnlyOpen = true },
        ["accepted"] = new() { Result = SubmissionResult.Accepted },
        ["accepted_in_part"] = new() { Result = SubmissionResult.AcceptedInPart },
        ["rejected"] = new() { Result = SubmissionResult.Rejected },
    };

    private readonly Option<string> _state = new("--state")
    {
        Description = string.Join(", ", States.Keys) + ".",
        HelpName = "state",
        DefaultValueFactory = _ => "all",
    };

    private readonly Option<string?> _submitter = new("--submitter") { Description = "Only files of this inbox folder.", HelpName = "name" };
    private readonly Option<int> _top = new("--top") { Description = "At most this many.", DefaultValueFactory = _ => DefaultTop };

    public SubmissionsListCommand()
        : base(
            "list",
            "Received files, latest first, and how many of their records wait to be corrected.",
            "submissions list",
            "submissions list --state to_correct",
            "submissions list --submitter acme --top 100")
    {
        Add(_state);
        Add(_submitter);
        Add(_top);
        _state.AcceptOnlyFromAmong([.. States.Keys]);
        _top.Validators.Add(result => Require.AtLeast(result, _top, 1));
        Does(async session =>
        {
            var page = await session.Service<SubmissionWorkbenchService>().ListAsync(
                States[session.Value(_state)!] with { Submitter = session.Value(_submitter), Top = session.Value(_top) },
                session.Cancellation);
            Write(session.Terminal, page);
            return ExitCodes.Ok;
        });
    }

    private static void Write(Terminal terminal, SubmissionPage page)
    {
        if (page.Submissions.Count == 0)
        {
            terminal.Note("No submission matches; pdmp import FILE loads one.");
            return;
        }

        var grid = new Grid(
            new("submission", Right: true), new("received (UTC)"), new("submitter"), new("file"), new("result"), new("records", Right: true),
            new("loaded", Right: true), new("rejected", Right: true), new("to correct", Right: true));
        foreach (var (submission, toCorrect) in page.Submissions)
        {
            grid.Add(
                Number(submission.Id),
                submission.ReceivedAt.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture),
                submission.Submitter ?? "",
                new(submission.Name, "bold"),
                new(SubmissionReportJson.Name(submission.Result).Replace('_', ' '), Style(submission.Result)),
                Number(submission.Records),
                Number(submission.Loaded + submission.Revised),
                Number(submission.Rejected),
                new(toCorrect == 0 ? "" : Number(toCorrect), "yellow"));
        }

        grid.WriteTo(terminal);
        terminal.Note(string.Create(
            CultureInfo.InvariantCulture,
            $"{page.Submissions.Count:N0} of {page.Total:N0} submissions; pdmp submissions show ID gives a report, pdmp submissions errors what to correct."));
    }

    private static string? Style(SubmissionResult result) => result switch
    {
        SubmissionResult.Accepted => "green",
        SubmissionResult.AcceptedInPart => "yellow",
        SubmissionResult.Rejected => "red",
        SubmissionResult.AlreadyLoaded or SubmissionResult.Tested => null,
    };

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}

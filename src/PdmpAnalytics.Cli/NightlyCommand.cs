using System.CommandLine;
using System.Globalization;
using PdmpAnalytics.Nightly;

namespace PdmpAnalytics.Cli;

internal sealed class NightlyCommand : PdmpCommand
{
    private readonly Option<DateOnly?> _date = new("--date")
    {
        Description = "The night's business date: the day judged from. Nights missed before it are made up for first.",
        HelpName = "yyyy-MM-dd",
        CustomParser = Dates.Parse,
    };

    private readonly Option<bool> _due = new("--due") { Description = "The night that is due by Nightly:At and Nightly:TimeZone, and the inbox of the settings, in place of --date: for cron and timers." };
    private readonly Option<string?> _inbox = new("--inbox") { Description = "Folder that files are loaded from, one sub-folder a submitter. Without it, what was imported since the last night counts.", HelpName = "folder" };
    private readonly Option<string?> _reports = new("--reports") { Description = "Folder for the reports of nights, as text and JSON; those that it lacks of the last month are written too. Default: Nightly:Reports.", HelpName = "folder" };

    private readonly Option<bool> _catchUp = new("--catch-up") { Description = "Make up for however many nights were missed; without it, for a month's." };
    private readonly Option<bool> _verbose = new("--verbose") { Description = "Also say when a step begins." };

    public NightlyCommand()
        : base(
            "nightly",
            "Runs the whole night, recorded step by step: load, link, judge, queue, report. The same date again changes nothing; a night that failed or was killed is completed.",
            "nightly --date 2026-05-31",
            "nightly --date 2026-05-31 --inbox /var/spool/pdmp --reports /var/log/pdmp",
            "nightly --due --reports /var/log/pdmp",
            "nights show 2026-05-31")
    {
        Add(_date);
        Add(_due);
        Add(_inbox);
        Add(_reports);
        Add(_catchUp);
        Add(_verbose);
        Validators.Add(asked =>
        {
            if (asked.GetResult(_date) is null == !asked.GetValue(_due))
            {
                asked.AddError("Which night: --date yyyy-MM-dd, or --due for the one that is due by the settings.");
            }
        });
        Does(RunAsync);
    }

    private async Task<int> RunAsync(Session session)
    {
        var options = session.Service<NightlyOptions>();
        if ((session.Value(_due) ? options.Schedule?.Due(session.Service<TimeProvider>().GetUtcNow()) : session.Value(_date)) is not { } date)
        {
            session.Terminal.Error("--due needs to know when nights begin: set Nightly:At, such as 02:00.");
            return ExitCodes.Configuration;
        }

        var request = new NightRequest(date, session.Value(_inbox) ?? (session.Value(_due) ? options.Inbox : null)) { CatchUp = session.Value(_catchUp) };
        var run = await session.Service<NightlyRunner>().RunAsync(request, new Relay<NightProgress>(p => Tell(session.Terminal, p.Step, session.Value(_verbose))), session.Cancellation);
        if (run.Refusal is { } refusal)
        {
            session.Terminal.Error(refusal.Message);
            // Whoever chains on this command must not take a night that another run has at hand for done.
            return refusal.Reason == RefusalReason.WrongState ? ExitCodes.NightFailed : ExitCodes.Usage;
        }

        if ((session.Value(_reports) ?? options.Reports) is { } folder)
        {
            await session.Service<NightReportFileService>().WriteMissingAsync(folder, session.Cancellation);
        }

        if (run.Value.Succeeded)
        {
            session.Terminal.Note(run.Value.Done.Count == 0
                ? Text($"The night of {request.Date:yyyy-MM-dd} is done already; nothing changed.")
                : Text($"Nights done: {run.Value.Done.Count}. pdmp nights show {request.Date:yyyy-MM-dd} has the report."));
            return ExitCodes.Ok;
        }

        session.Terminal.Error(run.Value.Overtaken
            ? "another run took this night over and goes on with it."
            : Text($"the night of {run.Value.Failed:yyyy-MM-dd} failed. When the cause is mended, the same command goes on from the step that failed."));
        return ExitCodes.NightFailed;
    }

    private static void Tell(Terminal terminal, NightlyStep step, bool verbose)
    {
        if (step.State == NightStepState.Failed)
        {
            terminal.Error(Text($"{step.BusinessDate:yyyy-MM-dd} {step.Kind.Name()}: {step.Fault}"));
        }
        else if (step.IsOver)
        {
            terminal.Note(Text($"{step.BusinessDate:yyyy-MM-dd} {step.Kind.Name(),-11} {(step.EndedAt!.Value - step.BegunAt).TotalSeconds,6:0.0} s  {step.Summary}"));
        }
        else if (verbose)
        {
            terminal.Note(Text($"{step.BusinessDate:yyyy-MM-dd} {step.Kind.Name()} begins"));
        }
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

using System.Globalization;
using PdmpAnalytics.Ingestion;
using PdmpAnalytics.Ingestion.Inbox;

namespace PdmpAnalytics.Cli;

/// <summary>One pass over an inbox, shown as it goes.</summary>
internal static class InboxRun
{
    /// <param name="reports">A folder that gets a copy of every report; null for none.</param>
    public static async Task<int> RunAsync(Session session, string inbox, string? reports)
    {
        var (files, refused, left, notLoadable, failed) = (0, 0, 0, 0, 0);
        ProgressLine? line = null;
        var written = new HashSet<string>();
        var service = session.Service<InboxService>();
        await foreach (var result in service.RunAsync(inbox, name => Progress(line = new ProgressLine(session.Terminal, $"import {name}", "records")), session.Cancellation))
        {
            line?.Dispose();
            switch (result)
            {
                case InboxFile file:
                    files++;
                    refused += file.Outcome.IsRefusal ? 1 : 0;
                    SubmissionText.Write(session.Terminal, file.Outcome, file.Name, file.Report);
                    await CopyAsync(session, file.Outcome, reports, written);
                    break;
                case InboxLeftover leftover:
                    left++;
                    notLoadable += leftover.Kind == InboxLeftoverKind.NotLoadable ? 1 : 0;
                    failed += leftover.Kind == InboxLeftoverKind.Failed ? 1 : 0;
                    Tell(session.Terminal, leftover);
                    break;
            }
        }

        session.Terminal.Note(string.Create(CultureInfo.InvariantCulture, $"Files put away: {files:N0}; not loaded in full: {refused:N0}; left where they are: {left:N0}."));
        // What the operator has to mend comes first: input is refused every other night.
        return failed > 0 ? ExitCodes.Storage : refused + notLoadable > 0 ? ExitCodes.InputRejected : ExitCodes.Ok;
    }

    private static Relay<SubmissionProgress> Progress(ProgressLine line) => new(p => line.Update(p.Records, p.Total()));

    private static void Tell(Terminal terminal, InboxLeftover left)
    {
        if (left.Kind != InboxLeftoverKind.Waits)
        {
            terminal.Error($"{left.Name} {left.Message}");
        }
        else
        {
            terminal.Note($"{left.Name} {left.Message}");
        }
    }

    private static async Task CopyAsync(Session session, SubmissionOutcome outcome, string? reports, HashSet<string> written)
    {
        if (reports is not null)
        {
            await SubmissionReportFiles.WriteAsync(
                await session.Service<SubmissionReportService>().OfAsync(outcome, session.Cancellation), reports, written, session.Cancellation);
        }
    }
}

using System.CommandLine;
using System.Globalization;
using PdmpAnalytics.Nightly;
using PdmpAnalytics.Storage;

namespace PdmpAnalytics.Cli;

internal sealed class WorkerCommand : PdmpCommand
{
    private readonly Option<bool> _untilDone = new("--until-done") { Description = "End when every range of the night is done, instead of waiting for the next night." };

    public WorkerCommand()
        : base(
            "worker",
            "Helps a night on other machines: judges ranges of its patients, over one PostgreSQL. Start as many as there are machines, with the settings of the night itself.",
            "worker",
            "worker --until-done")
    {
        Add(_untilDone);
        Does(RunAsync);
    }

    private async Task<int> RunAsync(Session session)
    {
        if (session.Service<StorageOptions>().Provider == StorageProvider.Sqlite)
        {
            return session.Refused(new Refusal(RefusalReason.NotAllowed, "A SQLite database is one process's; workers need PostgreSQL."));
        }

        var worker = session.Service<RangeWorkerService>();
        var progress = new Relay<NightRange>(r => session.Terminal.Note(string.Create(
            CultureInfo.InvariantCulture, $"{r.BusinessDate:yyyy-MM-dd} range {r.Number}: patients {r.FirstPatient} to {r.LastPatient}")));
        if (session.Value(_untilDone))
        {
            await worker.WorkUntilDoneAsync(progress, session.Cancellation);
            return ExitCodes.Ok;
        }

        try
        {
            await worker.WorkAsync(progress, session.Cancellation);
        }
        catch (OperationCanceledException) when (session.Cancellation.IsCancellationRequested)
        {
            // A service that was told to stop has done what it should.
        }

        return ExitCodes.Ok;
    }
}

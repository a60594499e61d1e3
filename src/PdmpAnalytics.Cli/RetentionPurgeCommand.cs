using System.CommandLine;
using System.Globalization;
using PdmpAnalytics.Retention;

namespace PdmpAnalytics.Cli;

internal sealed class RetentionPurgeCommand : PdmpCommand
{
    private readonly Option<int> _years = RetentionPlanCommand.Years();
    private readonly Option<string> _user = CommonOptions.User();

    public RetentionPurgeCommand()
        : base(
            "purge",
            "Destroys fills that were kept long enough, with what only they needed, and writes a certificate. Nothing under legal hold or with an open alert goes. One that was stopped goes on where it was.",
            "retention purge",
            "retention purge --years 7 --user records-officer")
    {
        Add(_years);
        Add(_user);
        Does(session => LeasedRun.RunAsync(session, "retention purge", PurgeAsync));
    }

    private async Task<int> PurgeAsync(Session session)
    {
        var purged = await session.Service<RetentionService>().PurgeAsync(
            new RetentionPolicy(session.Value(_years)), session.Value(_user)!,
            new Relay<PurgeProgress>(p => session.Terminal.Note(string.Create(
                CultureInfo.InvariantCulture, $"through patient {p.Run.ThroughPatient}: {p.Run.Dispensations:N0} dispensations of {p.Run.Patients:N0} patients"))),
            session.Cancellation);
        if (purged.Refusal is { } refusal)
        {
            return session.Refused(refusal);
        }

        var run = purged.Value;
        session.Terminal.Note(string.Create(
            CultureInfo.InvariantCulture,
            $"Certificate {run.Id}: {Counted.Of(run.Dispensations, "dispensation", "dispensations")} filled before {run.Before:yyyy-MM-dd} destroyed, {Counted.Of(run.PatientsKept, "patient", "patients")} kept. pdmp retention list has it."));
        return ExitCodes.Ok;
    }
}

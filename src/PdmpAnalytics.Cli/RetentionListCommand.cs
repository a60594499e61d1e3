using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using PdmpAnalytics.Retention;

namespace PdmpAnalytics.Cli;

internal sealed class RetentionListCommand : PdmpCommand
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    private readonly Option<string> _format = new("--format") { Description = "text or json.", HelpName = "format", DefaultValueFactory = _ => "text" };

    public RetentionListCommand()
        : base("list", "Certificates of what was destroyed, latest first.", "retention list", "retention list --format json")
    {
        Add(_format);
        _format.AcceptOnlyFromAmong("text", "json");
        Does(async session =>
        {
            var runs = await session.Service<RetentionService>().ListAsync(session.Cancellation);
            if (session.Value(_format) == "json")
            {
                session.Terminal.Data.WriteLine(JsonSerializer.Serialize(runs, Json));
                return ExitCodes.Ok;
            }

            if (runs.Count == 0)
            {
                session.Terminal.Note("Nothing was ever destroyed.");
                return ExitCodes.Ok;
            }

            var grid = new Grid(
                new("certificate", Right: true), new("filled before"), new("ended"), new("by"), new("dispensations", Right: true), new("patients", Right: true),
                new("kept", Right: true), new("identities", Right: true), new("rejected", Right: true), new("digest"));
            foreach (var run in runs)
            {
                grid.Add(Row(run));
            }

            grid.WriteTo(session.Terminal);
            return ExitCodes.Ok;
        });
    }

    private static Grid.Cell[] Row(PurgeRun run) =>
    [
        Number(run.Id),
        new(run.Before.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
        new(run.EndedAt is { } at ? at.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture) : "goes on with the next purge"),
        new(run.Actor),
        Number(run.Dispensations),
        Number(run.Patients),
        Number(run.PatientsKept),
        Number(run.PatientRecords),
        Number(run.RejectedRecords),
        new(run.Digest[..12]),
    ];

    private static Grid.Cell Number(long value) => new(value.ToString("N0", CultureInfo.InvariantCulture));
}

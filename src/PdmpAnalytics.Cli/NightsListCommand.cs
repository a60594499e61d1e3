using System.CommandLine;
using System.Globalization;
using PdmpAnalytics.Nightly;

namespace PdmpAnalytics.Cli;

internal sealed class NightsListCommand : PdmpCommand
{
    private readonly Option<int> _top = new("--top") { Description = "At most this many.", DefaultValueFactory = _ => RowBand.Nights };

    public NightsListCommand()
        : base("list", "Nights, latest first: how each ended and what it brought.", "nights list", "nights list --top 7")
    {
        Add(_top);
        _top.Validators.Add(result => Require.AtLeast(result, _top, 1));
        Does(async session =>
        {
            var nights = await session.Service<NightLedgerService>().ListAsync(session.Value(_top), session.Cancellation);
            if (nights.Count == 0)
            {
                session.Terminal.Note("There was no night yet; pdmp nightly --date DATE runs one.");
                return ExitCodes.Ok;
            }

            var grid = new Grid(
                new("night"), new("state"), new("runs", Right: true), new("records", Right: true), new("rejected", Right: true),
                new("raised", Right: true), new("in queue", Right: true), new("seconds", Right: true), new("to look at"));
            foreach (var page in nights)
            {
                grid.Add(Row(page));
            }

            grid.WriteTo(session.Terminal);
            return ExitCodes.Ok;
        });
    }

    private static Grid.Cell[] Row(NightPage page)
    {
        var report = page.Report;
        var failed = page.Steps.FirstOrDefault(s => s.State == NightStepState.Failed);
        return
        [
            new(page.Night.BusinessDate.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), "bold"),
            new(NightReportText.Name(page.Night.State), page.Night.State == NightState.Failed ? "red" : null),
            Number(page.Attempts.Count),
            Number(report?.Intake.Records),
            Number(report?.Intake.Rejected),
            Number(report?.Raised),
            Number(report?.InQueue),
            page.Worked.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture),
            failed is not null ? $"{failed.Kind.Name()}: {failed.Fault}" : report is { ToLookAt.Count: > 0 } ? $"{report.ToLookAt.Count}" : "",
        ];
    }

    private static string Number(long? value) => value?.ToString("N0", CultureInfo.InvariantCulture) ?? "";
}

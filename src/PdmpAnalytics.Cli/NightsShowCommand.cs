using System.CommandLine;
using PdmpAnalytics.Nightly;

namespace PdmpAnalytics.Cli;

internal sealed class NightsShowCommand : PdmpCommand
{
    private readonly Argument<DateOnly> _date = new("date") { Description = "The business date, yyyy-MM-dd.", CustomParser = result => Dates.Parse(result) ?? default };
    private readonly Option<string> _format = new("--format") { Description = "text or json.", HelpName = "format", DefaultValueFactory = _ => "text" };

    public NightsShowCommand()
        : base(
            "show",
            "A night's report: what came against what is usual, what was rejected, who is silent, how alerts changed and why, how long each step took.",
            "nights show 2026-05-31",
            "nights show 2026-05-31 --format json")
    {
        Add(_date);
        Add(_format);
        _format.AcceptOnlyFromAmong("text", "json");
        Does(async session =>
        {
            var page = await session.Service<NightLedgerService>().FindAsync(session.Value(_date), session.Cancellation);
            if (page.Refusal is { } refusal)
            {
                return session.Refused(refusal);
            }

            session.Terminal.Data.WriteLine(session.Value(_format) == "json" ? NightReportJson.Of(page.Value) : NightReportText.Of(page.Value).TrimEnd());
            return ExitCodes.Ok;
        });
    }
}

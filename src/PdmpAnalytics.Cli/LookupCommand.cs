using System.CommandLine;
using PdmpAnalytics.Lookup;

namespace PdmpAnalytics.Cli;

internal sealed class LookupCommand : PdmpCommand
{
    private readonly QueryOptions _query = new();
    private readonly Option<DateOnly?> _asOf = CommonOptions.AsOf();
    private readonly Option<string> _format = new("--format") { Description = "text or json.", HelpName = "format", DefaultValueFactory = _ => "text" };

    public LookupCommand()
        : base(
            "lookup",
            "A pharmacist's report on one patient. Shows identity, and is written down as a disclosure before it answers.",
            "lookup --last ELLIOTT --first AMY --born 1963-04-18",
            "lookup --last ELLIOTT --first AMY --born 1963-04-18 --zip 37207 --as-of 2026-05-31 --format json")
    {
        _query.AddTo(this);
        Add(_asOf);
        Add(_format);
        _format.AcceptOnlyFromAmong("text", "json");
        Does(async session =>
        {
            var answer = await session.Service<PatientReportService>().ReportAsync(
                _query.Query(session), _query.Inquiry(session), _query.Picked(session), session.Value(_asOf), session.Cancellation);
            if (answer.Refusal is { } refusal)
            {
                return session.Refused(refusal);
            }

            var json = session.Value(_format) == "json";
            if (answer.Value.Report is not { } report)
            {
                SearchText.Write(session.Terminal, answer.Value.Search, json);
            }
            else if (json)
            {
                session.Terminal.Data.WriteLine(LookupJson.Of(report));
            }
            else
            {
                new ReportWriter(session.Terminal).Write(report);
            }

            return ExitCodes.Ok;
        });
    }
}

using System.CommandLine;
using PdmpAnalytics.Lookup;

namespace PdmpAnalytics.Cli;

internal sealed class ExplainCommand : PdmpCommand
{
    private readonly Argument<long> _patient = new("patient") { Description = "The patient's id." };
    private readonly Option<DateOnly?> _asOf = CommonOptions.AsOf();
    private readonly Option<string> _format = new("--format") { Description = "text or json.", HelpName = "format", DefaultValueFactory = _ => "text" };

    public ExplainCommand()
        : base(
            "explain",
            "Why a patient has its findings, with window, fills and the smallest change that would have kept each silent, and which rules came close.",
            "explain 12",
            "explain 12 --as-of 2026-05-31 --format json")
    {
        Add(_patient);
        Add(_asOf);
        Add(_format);
        _format.AcceptOnlyFromAmong("text", "json");
        Does(async session =>
        {
            var explained = await session.Service<PatientExplanationService>().ExplainAsync(
                session.Value(_patient), session.Value(_asOf), session.Cancellation);
            if (explained.Refusal is { } refusal)
            {
                return session.Refused(refusal);
            }

            if (session.Value(_format) == "json")
            {
                ExplanationJson.Write(session.Terminal.Data, explained.Value);
            }
            else
            {
                new ExplanationWriter(session.Terminal).Write(explained.Value);
            }

            return ExitCodes.Ok;
        });
    }
}

using System.CommandLine;
using PdmpAnalytics.Dispensing;
using PdmpAnalytics.Lookup;
using PdmpAnalytics.Lookup.Checking;

namespace PdmpAnalytics.Cli;

internal sealed class CheckCommand : PdmpCommand
{
    private readonly QueryOptions _query = new();
    private readonly Option<string> _ndc = new("--ndc") { Description = "Product code.", HelpName = "code", Required = true };
    private readonly Option<double> _quantity = new("--quantity") { Description = "Units: tablets, mL, g.", HelpName = "number", Required = true };
    private readonly Option<int> _days = new("--days") { Description = "Days supply.", HelpName = "number", Required = true };
    private readonly Option<DateOnly?> _on = new("--on") { Description = "Day of dispensing. Default: today.", HelpName = "yyyy-MM-dd", CustomParser = Dates.Parse };
    private readonly Option<string> _prescriber = new("--prescriber") { Description = "DEA number or NPI.", HelpName = "number", DefaultValueFactory = _ => "" };
    private readonly Option<string> _pharmacy = new("--pharmacy") { Description = "DEA number, NPI or NCPDP number.", HelpName = "number", DefaultValueFactory = _ => "" };
    private readonly Option<PaymentType> _payment = new("--payment") { Description = "DSP16 code or name: 1 PrivatePay, 4 CommercialInsurance, ...", HelpName = "code" };
    private readonly Option<string> _format = new("--format") { Description = "text or json.", HelpName = "format", DefaultValueFactory = _ => "text" };

    public CheckCommand()
        : base(
            "check",
            "What a proposed fill would trigger, before it is dispensed. Stores nothing but the disclosure.",
            "check --last ELLIOTT --first AMY --born 1963-04-18 --ndc 00093083301 --quantity 60 --days 30 --on 2026-05-31")
    {
        _query.AddTo(this);
        foreach (var option in (Option[])[_ndc, _quantity, _days, _on, _prescriber, _pharmacy, _payment, _format])
        {
            Add(option);
        }

        _format.AcceptOnlyFromAmong("text", "json");
        Does(async session =>
        {
            var answer = await session.Service<DispensingCheckService>().CheckAsync(
                _query.Query(session), Proposed(session), _query.Inquiry(session), _query.Picked(session), session.Cancellation);
            if (answer.Refusal is { } refusal)
            {
                return session.Refused(refusal);
            }

            var json = session.Value(_format) == "json";
            if (answer.Value.Check is not { } check)
            {
                SearchText.Write(session.Terminal, answer.Value.Search, json);
            }
            else if (json)
            {
                session.Terminal.Data.WriteLine(LookupJson.Of(check));
            }
            else
            {
                new CheckWriter(session.Terminal).Write(check);
            }

            return ExitCodes.Ok;
        });
    }

    private ProposedFill Proposed(Session session) => new()
    {
        Ndc = session.Value(_ndc)!,
        Quantity = session.Value(_quantity),
        DaysSupply = session.Value(_days),
        On = session.Value(_on),
        Prescriber = session.Value(_prescriber)!,
        Pharmacy = session.Value(_pharmacy)!,
        Payment = session.Value(_payment),
    };
}

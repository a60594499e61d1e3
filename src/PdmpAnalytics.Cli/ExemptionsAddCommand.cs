using System.CommandLine;
using PdmpAnalytics.Detection.Exemptions;
using PdmpAnalytics.Review;

namespace PdmpAnalytics.Cli;

internal sealed class ExemptionsAddCommand : PdmpCommand
{
    private readonly Argument<long> _patient = new("patient") { Description = "The patient." };
    private readonly Option<string> _kind = new("--kind") { Description = $"The circumstance: {string.Join(", ", ExemptionKinds.AllCodes)}.", HelpName = "kind", Required = true };
    private readonly Option<DateOnly?> _until = Day("--until", "Last day judged on which it holds.");
    private readonly Option<DateOnly?> _from = Day("--from", "First day judged on which it holds; without it any day. Lock-in needs the day it began.");
    private readonly Option<string> _reason = new("--reason") { Description = "Why, in a sentence: where it is documented.", Required = true };
    private readonly Option<string> _user = CommonOptions.User();

    public ExemptionsAddCommand()
        : base(
            "add",
            "States a circumstance in which what the rules measure about a patient is ordinary care. Findings are lowered from the next detection on, and stay visible.",
            "exemptions add 12 --kind cancer --until 2026-12-31 --reason \"Oncologist's letter of 2 June\"",
            "exemptions add 12 --kind lock-in --from 2026-06-01 --until 2027-05-31 --reason \"Medicaid lock-in, one prescriber and one pharmacy\"")
    {
        Add(_patient);
        Add(_kind);
        Add(_until);
        Add(_from);
        Add(_reason);
        Add(_user);
        _until.Required = true;
        _kind.AcceptOnlyFromAmong(StringComparer.OrdinalIgnoreCase, [.. ExemptionKinds.AllCodes]);
        Does(async session =>
        {
            _ = ExemptionKinds.TryParse(session.Value(_kind)!, out var kind);
            var terms = new ExemptionTerms(kind, session.Value(_from), session.Value(_until)!.Value, session.Value(_reason)!);
            var added = await session.Service<ExemptionService>().AddAsync(session.Value(_patient), terms, session.Value(_user)!, session.Cancellation);
            if (added.Refusal is { } refusal)
            {
                return session.Refused(refusal);
            }

            session.Terminal.Note($"Exemption {added.Value.Id} of patient {added.Value.PatientId}: {kind.Code()} until {terms.Until:yyyy-MM-dd}. It shows after the next detect.");
            return ExitCodes.Ok;
        });
    }

    private static Option<DateOnly?> Day(string name, string description) =>
        new(name) { Description = description, HelpName = "yyyy-MM-dd", CustomParser = Dates.Parse };
}

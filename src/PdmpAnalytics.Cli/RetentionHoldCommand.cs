using System.CommandLine;
using PdmpAnalytics.Retention;

namespace PdmpAnalytics.Cli;

internal sealed class RetentionHoldCommand : PdmpCommand
{
    private readonly Argument<long?> _patient = new("patient") { Description = "The patient; --all for everybody.", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<bool> _all = new("--all") { Description = "Keep everything of everybody." };
    private readonly Option<string> _reason = new("--reason") { Description = "Where the request is documented.", HelpName = "text", Required = true };
    private readonly Option<string> _user = CommonOptions.User();

    public RetentionHoldCommand()
        : base(
            "hold",
            "Places a legal hold: nothing of the patient is destroyed while it stands.",
            "retention hold 12 --reason \"Subpoena of 2 June\"",
            "retention hold --all --reason \"Audit of the programme\"")
    {
        Add(_patient);
        Add(_all);
        Add(_reason);
        Add(_user);
        Validators.Add(result =>
        {
            if (result.GetValue(_patient) is null != result.GetValue(_all))
            {
                result.AddError("Name a patient, or --all.");
            }
        });
        Does(async session =>
        {
            var placed = await session.Service<LegalHoldService>().PlaceAsync(
                session.Value(_all) ? null : session.Value(_patient), session.Value(_reason)!, session.Value(_user)!, session.Cancellation);
            if (placed.Refusal is { } refusal)
            {
                return session.Refused(refusal);
            }

            session.Terminal.Note($"Legal hold {placed.Value.Id} stands.");
            return ExitCodes.Ok;
        });
    }
}

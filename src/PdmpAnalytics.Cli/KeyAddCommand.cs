using System.CommandLine;
using PdmpAnalytics.Accounts;

namespace PdmpAnalytics.Cli;

internal sealed class KeyAddCommand : PdmpCommand
{
    private readonly Argument<string> _name = new("name") { Description = "The pharmacy's system, as its owner calls it." };
    private readonly Option<string> _facility = new("--facility") { Description = "DEA number or NPI of the pharmacy it asks for.", HelpName = "number", Required = true };
    private readonly Option<ApiScope[]> _scopes = new("--scope")
    {
        Description = "What it may do, again for each: search, report, check, resolution, batch, fhir. Default: all.", HelpName = "scope",
    };

    private readonly Option<int> _rate = new("--rate") { Description = "Requests a minute; 0 for no limit.", HelpName = "number", DefaultValueFactory = _ => ApiKeyTerms.UsualRate };
    private readonly Option<string> _user = CommonOptions.User();

    public KeyAddCommand()
        : base(
            "add", "Makes a key for a pharmacy's system and prints its token, which is shown this once.",
            "key add \"Corner Pharmacy dispensing system\" --facility FP1234563",
            "key add \"Batch only\" --facility FP1234563 --scope batch --rate 10")
    {
        Add(_name);
        foreach (var option in (Option[])[_facility, _scopes, _rate, _user])
        {
            Add(option);
        }

        Does(async session =>
        {
            var scopes = (session.Value(_scopes) ?? []).Aggregate(ApiScope.None, (all, scope) => all | scope);
            var terms = new ApiKeyTerms(session.Value(_name), session.Value(_facility)!, scopes == ApiScope.None ? ApiScope.All : scopes) { RatePerMinute = session.Value(_rate) };
            var issued = await session.Service<ApiKeyService>().AddAsync(terms, session.Value(_user)!, session.Cancellation);
            return issued.Refusal is { } refusal ? session.Refused(refusal) : Show(session, issued.Value);
        });
    }

    /// <summary>The token on standard output, the rest beside it.</summary>
    public static int Show(Session session, IssuedKey issued)
    {
        session.Terminal.Data.WriteLine(issued.Token);
        session.Terminal.Note($"Key {issued.Key.Id} for {issued.Key.Facility}. The token above is shown this once: send it as \"Authorization: Bearer TOKEN\".");
        return ExitCodes.Ok;
    }
}

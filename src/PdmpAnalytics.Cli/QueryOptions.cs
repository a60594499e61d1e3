using System.CommandLine;
using PdmpAnalytics.Lookup.Disclosure;
using PdmpAnalytics.Lookup.Searching;

namespace PdmpAnalytics.Cli;

/// <summary>Options that say whom a query is about, who asks and why; the same for <c>lookup</c> and <c>check</c>.</summary>
internal sealed class QueryOptions
{
    private readonly Option<string> _last = Needed("--last", "Last name.", "name");
    private readonly Option<string> _first = Needed("--first", "First name; a nickname does.", "name");
    private readonly Option<DateOnly?> _born = new("--born") { Description = "Birth date.", HelpName = "yyyy-MM-dd", Required = true, CustomParser = Dates.Parse };
    private readonly Option<string> _middle = Further("--middle", "Middle name or initial.", "name");
    private readonly Option<string> _suffix = Further("--suffix", "Generation: JR, SR, II, III.", "word");
    private readonly Option<string> _sex = Further("--sex", "F or M.", "letter");
    private readonly Option<string> _zip = Further("--zip", "ZIP code of the home.", "digits");
    private readonly Option<string> _phone = Further("--phone", "Telephone number.", "digits");
    private readonly Option<string> _id = Further("--id", "Number of a driver's licence or another id.", "number");
    private readonly Option<long?> _pick = new("--pick") { Description = "Open this patient of the list that the same query gives.", HelpName = "patient" };
    private readonly Option<QueryPurpose> _purpose = new("--purpose")
    {
        Description = "Why it is asked: treatment, dispensing, audit or investigation; kept with the query.",
        HelpName = "purpose",
        DefaultValueFactory = _ => QueryPurpose.Dispensing,
    };

    private readonly Option<string> _case = Further("--case", "Number of the case, of an investigation.", "number");
    private readonly Option<string> _user = CommonOptions.User();

    /// <summary>Puts the options on a command.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_last, _first, _born, _middle, _suffix, _sex, _zip, _phone, _id, _pick, _purpose, _case, _user])
        {
            command.Add(option);
        }
    }

    public PatientQuery Query(Session session) => new()
    {
        LastName = session.Value(_last)!,
        FirstName = session.Value(_first)!,
        BirthDate = session.Value(_born)!.Value,
        MiddleName = session.Value(_middle)!,
        Suffix = session.Value(_suffix)!,
        Sex = session.Value(_sex)!.ToUpperInvariant(),
        Zip = session.Value(_zip)!,
        Phone = session.Value(_phone)!,
        IdNumber = session.Value(_id)!,
    };

    public long? Picked(Session session) => session.Value(_pick);

    public Inquiry Inquiry(Session session) => new()
    {
        Account = session.Value(_user)!,
        Role = "operator",
        Purpose = session.Value(_purpose),
        CaseNumber = session.Value(_case)!,
        Application = "cli",
    };

    private static Option<string> Needed(string name, string description, string help) =>
        new(name) { Description = description, HelpName = help, Required = true };

    private static Option<string> Further(string name, string description, string help) =>
        new(name) { Description = description, HelpName = help, DefaultValueFactory = _ => "" };
}

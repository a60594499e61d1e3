using System.CommandLine;
using PdmpAnalytics.Accounts;

namespace PdmpAnalytics.Cli;

internal sealed class UserFacilityCommand : PdmpCommand
{
    private readonly Argument<string> _name = new("name") { Description = "The account of a pharmacist or delegate." };
    private readonly Argument<string> _facility = new("number") { Description = "DEA number or NPI of the pharmacy; left out: none.", DefaultValueFactory = _ => "" };
    private readonly Option<string> _user = CommonOptions.User();

    public UserFacilityCommand()
        : base(
            "facility", "States at which pharmacy somebody works: checks ask for it, and its pharmacists read and correct each other's notes.",
            "user facility paul FP1234563", "user facility paul")
    {
        Add(_name);
        Add(_facility);
        Add(_user);
        Does(async session =>
        {
            var facility = session.Value(_facility)!;
            if (await session.Service<AccountStewardService>().SetFacilityAsync(session.Value(_name), facility, session.Value(_user)!, session.Cancellation) is { } refusal)
            {
                return session.Refused(refusal);
            }

            session.Terminal.Note(facility.Length > 0
                ? $"Account {session.Value(_name)} works at {facility.ToUpperInvariant()}. Sessions that are open end within a minute."
                : $"Account {session.Value(_name)} works at no pharmacy.");
            return ExitCodes.Ok;
        });
    }
}

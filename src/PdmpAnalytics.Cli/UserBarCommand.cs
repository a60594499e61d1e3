using System.CommandLine;
using PdmpAnalytics.Accounts;

namespace PdmpAnalytics.Cli;

/// <summary>Bars somebody whom an outside identity provider knows, or lets them in again.</summary>
internal sealed class UserBarCommand : PdmpCommand
{
    private readonly Argument<string> _name = new("name") { Description = "The person as the audit log names them: outside:NAME." };
    private readonly Option<string> _user = CommonOptions.User();

    private UserBarCommand(string name, string description, string said, Func<Session, string, string, Task<Refusal?>> step)
        : base(name, description, $"user {name} outside:jdoe")
    {
        Add(_name);
        Add(_user);
        Does(async session =>
        {
            if (await step(session, session.Value(_name)!, session.Value(_user)!) is { } refusal)
            {
                return session.Refused(refusal);
            }

            session.Terminal.Note($"{session.Value(_name)} {said}");
            if (!await session.Service<OutsidePeopleService>().WasSeenAsync(session.Value(_name)!, session.Cancellation))
            {
                session.Terminal.Note("Nobody of that name has been here so far: compare its letters, great and small, with the audit log or the provider's.");
            }

            return ExitCodes.Ok;
        });
    }

    public static UserBarCommand Bar() => new(
        "bar", "Lets a person of the outside identity provider in no more, whatever their token says.", "is barred from the next request on.",
        (session, name, actor) => session.Service<OutsidePeopleService>().BarAsync(name, actor, session.Cancellation));

    public static UserBarCommand Unbar() => new(
        "unbar", "Lets a person of the outside identity provider in again.", "is let in again.",
        (session, name, actor) => session.Service<OutsidePeopleService>().LetInAsync(name, actor, session.Cancellation));
}

/// <summary>Who of the outside identity provider's people is barred.</summary>
internal sealed class UserBarredCommand : PdmpCommand
{
    public UserBarredCommand()
        : base("barred", "People of the outside identity provider who are barred.", "user barred") =>
        Does(async session =>
        {
            foreach (var person in await session.Service<OutsidePeopleService>().BarredAsync(session.Cancellation))
            {
                session.Terminal.Data.WriteLine($"{person.Actor}\t{person.BarredAt:yyyy-MM-dd HH:mm}\t{person.BarredBy}");
            }

            return ExitCodes.Ok;
        });
}

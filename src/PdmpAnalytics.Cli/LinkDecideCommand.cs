using System.CommandLine;
using PdmpAnalytics.Patients.Linking;

namespace PdmpAnalytics.Cli;

internal sealed class LinkDecideCommand : PdmpCommand
{
    private readonly Argument<long> _a = new("record") { Description = "A patient record." };
    private readonly Argument<long> _b = new("other") { Description = "Another one." };
    private readonly Option<bool> _same = new("--same") { Description = "They are one person's." };
    private readonly Option<bool> _different = new("--different") { Description = "They are two people's." };
    private readonly Option<string> _reason = new("--reason") { Description = "Why, in a sentence.", Required = true };
    private readonly Option<string> _user = CommonOptions.User();

    public LinkDecideCommand()
        : base(
            "decide",
            "Decides whether two records are one person's. It holds at once and in every later linking, until it is taken back.",
            "link decide 12 57 --same --reason \"Same person, married in May\"",
            "link decide 12 58 --different --reason \"Twin sisters\"")
    {
        Add(_a);
        Add(_b);
        Add(_same);
        Add(_different);
        Add(_reason);
        Add(_user);
        Validators.Add(result =>
        {
            if (result.GetValue(_same) == result.GetValue(_different))
            {
                result.AddError("Give either --same or --different.");
            }
        });
        Does(async session =>
        {
            var verdict = session.Value(_same) ? LinkVerdict.Same : LinkVerdict.Different;
            var change = await session.Service<LinkDecisionService>().DecideAsync(
                session.Value(_a), session.Value(_b), verdict, new LinkAuthor(session.Value(_user)!, session.Value(_reason)!), session.Cancellation);
            return LinkChangeText.Tell(session, change);
        });
    }
}

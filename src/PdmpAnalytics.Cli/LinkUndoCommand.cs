using System.CommandLine;
using PdmpAnalytics.Patients.Linking;

namespace PdmpAnalytics.Cli;

internal sealed class LinkUndoCommand : PdmpCommand
{
    private readonly Argument<long?> _entry = new("entry") { Description = "A journal entry.", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<int?> _decision = new("--decision") { Description = "A decision to withdraw, instead of a journal entry.", HelpName = "number" };
    private readonly Option<string> _reason = new("--reason") { Description = "Why, in a sentence.", Required = true };
    private readonly Option<string> _user = CommonOptions.User();

    public LinkUndoCommand()
        : base(
            "undo",
            "Takes a journal entry back: records return to the patient they came from, under its old id, and linking does not do it again.",
            "link undo 31 --reason \"Father and son\"",
            "link undo --decision 4 --reason \"Decided on a wrong document\"")
    {
        Add(_entry);
        Add(_decision);
        Add(_reason);
        Add(_user);
        Validators.Add(result =>
        {
            if (result.GetValue(_entry) is null == result.GetValue(_decision) is null)
            {
                result.AddError("Give either a journal entry or --decision.");
            }
        });
        Does(async session =>
        {
            var author = new LinkAuthor(session.Value(_user)!, session.Value(_reason)!);
            var service = session.Service<LinkDecisionService>();
            var change = session.Value(_decision) is { } decision
                ? await service.WithdrawAsync(decision, author, session.Cancellation)
                : await service.UndoAsync(session.Value(_entry)!.Value, author, session.Cancellation);
            return LinkChangeText.Tell(session, change);
        });
    }
}

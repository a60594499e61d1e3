using System.CommandLine;
using PdmpAnalytics.Review;

namespace PdmpAnalytics.Cli;

internal sealed class QueueListCommand : PdmpCommand
{
    private const int DefaultTop = 20;

    private readonly Option<string> _state = new("--state")
    {
        Description = "open, all, or one state: new, in_review, reopened, closed, withdrawn, ...",
        HelpName = "state",
        DefaultValueFactory = _ => "open",
    };

    private readonly Option<string?> _queue = new("--queue") { Description = "review, safety, data, board or audit.", HelpName = "queue" };
    private readonly Option<string?> _rule = new("--rule") { Description = "Only alerts with a finding of this rule.", HelpName = "id" };
    private readonly Option<string> _find = new("--find")
    {
        Description = "Narrows the list as the search box does: is:unclaimed rule:PS-03 score:>90 zip:554 to:ben sort:age.",
        HelpName = "text",
        DefaultValueFactory = _ => "",
    };

    private readonly Option<string> _user = CommonOptions.User();
    private readonly Option<int> _top = new("--top") { Description = "At most this many.", DefaultValueFactory = _ => DefaultTop };

    public QueueListCommand()
        : base(
            "list",
            "The alerts that wait for a review, those most worth it first.",
            "queue list",
            "queue list --top 50 --queue safety",
            "queue list --state all --rule PS-03",
            "queue list --find \"is:unclaimed severity:>=high age:>3\"")
    {
        Add(_state);
        Add(_queue);
        Add(_rule);
        Add(_find);
        Add(_user);
        Add(_top);
        _state.AcceptOnlyFromAmong([.. AlertNames.StateChoices]);
        _queue.AcceptOnlyFromAmong([.. AlertNames.Queues.Keys]);
        _top.Validators.Add(result => Require.AtLeast(result, _top, 1));
        Does(async session =>
        {
            var filter = AlertNames.Filter(session.Value(_state)!) with
            {
                Queue = session.Value(_queue) is { } queue ? AlertNames.Queues[queue] : null,
                RuleId = session.Value(_rule)?.ToUpperInvariant(),
                Top = session.Value(_top),
            };
            var found = QueueSearch.Parse(session.Value(_find)!, session.Value(_user)!, filter);
            if (found.Refusal is { } refusal)
            {
                return session.Refused(refusal);
            }

            var page = await session.Service<ReviewQueue>().PageAsync(found.Value, session.Cancellation);
            AlertTable.Write(session.Terminal, page);
            return ExitCodes.Ok;
        });
    }
}

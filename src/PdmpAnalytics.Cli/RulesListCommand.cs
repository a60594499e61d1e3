using PdmpAnalytics.Detection;
using PdmpAnalytics.Review;

namespace PdmpAnalytics.Cli;

internal sealed class RulesListCommand : PdmpCommand
{
    public RulesListCommand()
        : base("list", "Every rule, in the order they run.", "rules list")
    {
        Does(session =>
        {
            var grid = new Grid(new("rule"), new("name"), new("queue"), new("what it looks for"));
            foreach (var rule in session.Service<RuleCatalog>().All.Select(r => r.Definition))
            {
                grid.Add(new(rule.Id, "bold"), rule.Name, AlertCodes.Of(rule.Queue), rule.Title);
            }

            grid.WriteTo(session.Terminal);
            return Task.FromResult(ExitCodes.Ok);
        });
    }
}

using PdmpAnalytics.Detection;
using PdmpAnalytics.Review;

namespace PdmpAnalytics.Cli;

internal sealed class RulesListCommand : PdmpCommand
{
    public RulesListCommand()
        : base("list", "Every rule, in the order they run, with those that are off until a settings file enables them.", "rules list")
    {
        Does(session =>
        {
            var grid = new Grid(new("rule"), new("name"), new("queue"), new("runs"), new("what it looks for"));
            var catalog = session.Service<RuleCatalog>();
            foreach (var rule in catalog.Catalogued)
            {
                var about = rule.Definition;
                grid.Add(
                    new(about.Id, "bold"), about.Name, AlertCodes.Of(about.Queue), new(catalog.IsOn(rule) ? "on" : "off", catalog.IsOn(rule) ? "green" : "grey"), about.Title);
            }

            grid.WriteTo(session.Terminal);
            return Task.FromResult(ExitCodes.Ok);
        });
    }
}

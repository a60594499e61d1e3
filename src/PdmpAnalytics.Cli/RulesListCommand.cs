using System.CommandLine;
using PdmpAnalytics.Review;

namespace PdmpAnalytics.Cli;

internal sealed class RulesListCommand : PdmpCommand
{
    private readonly Option<DateOnly?> _asOf = RulesInForce.AsOf();

    public RulesListCommand()
        : base("list", "Every rule, in the order they run, with those that are off until a settings file or a rule set enables them.", "rules list", "rules list --as-of 2026-07-01")
    {
        Add(_asOf);
        Does(async session =>
        {
            var grid = new Grid(new("rule"), new("name"), new("queue"), new("runs"), new("what it looks for"));
            var catalog = await RulesInForce.OnAsync(session, session.Value(_asOf));
            foreach (var rule in catalog.Catalogued)
            {
                var about = rule.Definition;
                grid.Add(
                    new(about.Id, "bold"), about.Name, AlertCodes.Of(about.Queue), new(catalog.IsOn(rule) ? "on" : "off", catalog.IsOn(rule) ? "green" : "grey"), about.Title);
            }

            grid.WriteTo(session.Terminal);
            return ExitCodes.Ok;
        });
    }
}

using System.CommandLine;
using PdmpAnalytics.Detection;
using PdmpAnalytics.Dispensing;
using PdmpAnalytics.Review;
using Spectre.Console;

namespace PdmpAnalytics.Cli;

internal sealed class RulesShowCommand : PdmpCommand
{
    private readonly Argument<string> _id = new("id") { Description = "The rule, e.g. PS-03." };
    private readonly Option<DateOnly?> _asOf = RulesInForce.AsOf();

    public RulesShowCommand()
        : base("show", "One rule: what it counts, its thresholds with their sources, and legitimate reasons to trip it.", "rules show PS-03", "rules show PS-03 --as-of 2026-07-01")
    {
        Add(_id);
        Add(_asOf);
        Does(async session =>
        {
            var id = session.Value(_id);
            var catalog = await RulesInForce.OnAsync(session, session.Value(_asOf));
            if (catalog.Find(id) is not { } rule)
            {
                return session.Refused(new Refusal(RefusalReason.NotFound, $"There is no rule {id}; pdmp rules list shows all."));
            }

            Write(session.Terminal, rule, catalog.IsOn(rule));
            return ExitCodes.Ok;
        });
    }

    private static void Write(Terminal terminal, ICatalogRule rule, bool on)
    {
        var about = rule.Definition;
        var console = terminal.Console;
        console.MarkupLine($"[bold]{Markup.Escape(about.Id)}[/] {Markup.Escape(about.Name)}  [grey]version {about.Version}, {AlertCodes.Of(about.Queue)} queue[/]");
        Line("Title", about.Title);
        Line("Runs", on ? "on" : $"off; Rules:{about.Id}:{RuleSettings.Switch}=true in the settings switches it on");
        Line("Counts", about.Counts);
        Line("Says", about.Template);
        Line("Source", about.Citation);
        Line("Legitimate reasons", about.LegitimateReasons);
        Line("Check first", about.ReviewerCheck);
        Line("Exempt contexts", about.SilencedBy == FillContext.None ? "none lowers it" : $"lowered to info in {ContextWords.Of(about.SilencedBy)}");
        console.WriteLine();
        var grid = new Grid(new("threshold"), new("value"), new("default"), new("meaning"), new("source"));
        foreach (var threshold in rule.Thresholds)
        {
            grid.Add(
                threshold.Name,
                new(threshold.Value, threshold.Value == threshold.Default ? "bold" : "bold yellow"),
                threshold.Default,
                threshold.Meaning,
                threshold.Source);
        }

        grid.WriteTo(terminal);

        void Line(string name, string text) => console.MarkupLine($"[grey]{name}:[/] {Markup.Escape(text)}");
    }
}

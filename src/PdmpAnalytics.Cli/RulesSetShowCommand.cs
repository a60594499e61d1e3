using System.CommandLine;
using System.Globalization;
using PdmpAnalytics.Detection;
using PdmpAnalytics.Detection.RuleSets;
using PdmpAnalytics.Review;
using PdmpAnalytics.RuleSets;

namespace PdmpAnalytics.Cli;

internal sealed class RulesSetShowCommand : PdmpCommand
{
    private readonly Argument<string> _set = new("set") { Description = "The set, as name@version." };

    public RulesSetShowCommand()
        : base(
            "show",
            "One set: where it differs from the defaults, who decided what about it, and what it found while it was measured.",
            "rules set show fewer-letters@1")
    {
        Add(_set);
        Does(async session =>
        {
            var shown = await session.Service<RuleSetService>().ShowAsync(session.Value(_set), session.Cancellation);
            if (shown.Refusal is { } refusal)
            {
                return session.Refused(refusal);
            }

            Write(session.Terminal, shown.Value);
            return ExitCodes.Ok;
        });
    }

    private static void Write(Terminal terminal, RuleSetDetail detail)
    {
        var set = detail.Set;
        terminal.Data.WriteLine($"{set.Label}  {set.Description}");
        terminal.Data.WriteLine($"added by {set.AddedBy} on {set.AddedAt.UtcDateTime:yyyy-MM-dd}");
        foreach (var period in set.Periods.OrderBy(p => p.From))
        {
            var until = period.Until is { } end ? $" to {end.AddDays(-1):yyyy-MM-dd}" : "";
            terminal.Data.WriteLine($"{period.Use.ToString().ToLowerInvariant()} from {period.From:yyyy-MM-dd}{until}, {period.DecidedBy}: {period.Reason}");
        }

        if (set.RetiredFrom is { } retired)
        {
            terminal.Data.WriteLine($"retired from {retired:yyyy-MM-dd}");
        }

        terminal.Data.WriteLine();
        WriteDifferences(terminal, RuleSetFile.Read(set.Content));
        WriteMeasures(terminal, detail.Measures);
    }

    private static void WriteDifferences(Terminal terminal, Result<RuleSetFile> file)
    {
        if (file.Refusal is { } refusal)
        {
            terminal.Note($"These rules cannot read it any more:\n{refusal.Message}");
            return;
        }

        var grid = new Grid(new("rule"), new("threshold"), new("value", Right: true), new("default", Right: true), new("meaning"));
        foreach (var rule in file.Value.Catalog.Catalogued)
        {
            if (file.Value.Catalog.IsOn(rule) != rule.Definition.OnByDefault)
            {
                grid.Add(new(rule.Definition.Id, "bold"), RuleSettings.Switch, Switch(!rule.Definition.OnByDefault), Switch(rule.Definition.OnByDefault), "");
            }

            foreach (var threshold in rule.Thresholds.Where(t => t.Value != t.Default))
            {
                grid.Add(new(rule.Definition.Id, "bold"), threshold.Name, threshold.Value, threshold.Default, threshold.Meaning);
            }
        }

        grid.WriteTo(terminal);
    }

    private static void WriteMeasures(Terminal terminal, IReadOnlyList<ShadowMeasure> measures)
    {
        if (measures.Count == 0)
        {
            return;
        }

        terminal.Data.WriteLine();
        var grid = new Grid(new("as of"), new("rule"), new("severity"), new("findings", Right: true), new("in force", Right: true));
        foreach (var m in measures)
        {
            grid.Add(m.AsOf.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), m.RuleId, AlertCodes.Of(m.Severity), Number(m.Findings), Number(m.InForce));
        }

        grid.WriteTo(terminal);
        terminal.Note("Findings of the set, and of the set in force, about the patients that were judged on the day; one who was judged twice counts twice, in both.");
    }

    private static string Switch(bool on) => on ? "true" : "false";

    private static string Number(int number) => number.ToString("N0", CultureInfo.InvariantCulture);
}

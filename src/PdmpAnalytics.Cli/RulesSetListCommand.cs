using System.CommandLine;
using System.Globalization;
using PdmpAnalytics.Detection.RuleSets;
using PdmpAnalytics.RuleSets;

namespace PdmpAnalytics.Cli;

internal sealed class RulesSetListCommand : PdmpCommand
{
    private readonly Option<DateOnly?> _on = new("--on") { Description = "The day whose states are shown; today if not given.", HelpName = "yyyy-MM-dd", CustomParser = Dates.Parse };

    public RulesSetListCommand()
        : base("list", "The stored sets of thresholds and what they are used for on a day.", "rules set list", "rules set list --on 2026-05-31")
    {
        Add(_on);
        Does(async session =>
        {
            var day = session.Value(_on) ?? DateOnly.FromDateTime(session.Service<TimeProvider>().GetUtcNow().UtcDateTime);
            var sets = await session.Service<RuleSetService>().ListAsync(session.Cancellation);
            var grid = new Grid(new("set"), new("state"), new("in force"), new("measured"), new("added by"), new("added on"), new("description"));
            foreach (var set in sets)
            {
                var state = set.StateOn(day);
                grid.Add(
                    new(set.Label, "bold"),
                    new(state.ToString().ToLowerInvariant(), state == RuleSetState.Active ? "green" : null),
                    Periods(set, RuleSetUse.Active),
                    Periods(set, RuleSetUse.Shadow),
                    set.AddedBy,
                    set.AddedAt.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                    set.Description);
            }

            grid.WriteTo(session.Terminal);
            var rules = await session.Service<RulesInForceService>().OnAsync(day, session.Cancellation);
            session.Terminal.Note($"In force on {day:yyyy-MM-dd}: {rules.Set}.");
            return ExitCodes.Ok;
        });
    }

    /// <summary><c>2026-05-01 to 2026-06-30</c>, last day included; several joined by commas.</summary>
    public static string Periods(RuleSet set, RuleSetUse use) => string.Join(
        ", ",
        set.Periods.Where(p => p.Use == use).OrderBy(p => p.From).Select(p =>
            p.Until is { } until ? $"{p.From:yyyy-MM-dd} to {until.AddDays(-1):yyyy-MM-dd}" : $"from {p.From:yyyy-MM-dd}"));
}

using System.CommandLine;
using PdmpAnalytics.Detection;
using PdmpAnalytics.Detection.RuleSets;

namespace PdmpAnalytics.Cli;

/// <summary>Which thresholds the catalogue is shown with.</summary>
internal static class RulesInForce
{
    public static Option<DateOnly?> AsOf() => new("--as-of")
    {
        Description = "Thresholds as in force on this day, by a stored rule set if one is; otherwise those of the settings.",
        HelpName = "yyyy-MM-dd",
        CustomParser = Dates.Parse,
    };

    /// <summary>Without a day the database is not asked.</summary>
    public static async Task<RuleCatalog> OnAsync(Session session, DateOnly? day) =>
        day is { } asOf ? await session.Service<RulesInForceService>().OnAsync(asOf, session.Cancellation) : session.Service<RuleCatalog>();
}

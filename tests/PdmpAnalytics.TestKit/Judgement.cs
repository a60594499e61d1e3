using PdmpAnalytics.Detection;
using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.TestKit;

/// <summary>All findings of a history.</summary>
public static class Judgement
{
    public static IReadOnlyList<RuleFinding> Of(
        DispensingHistory history, RuleCatalog? rules = null, PopulationReference? population = null) =>
        [.. Collect(history, rules, population).Findings];

    /// <summary>The findings, and the first day on which they can be others without new records; null for never.</summary>
    public static (IReadOnlyList<RuleFinding> Findings, DateOnly? Due) WithDue(DispensingHistory history, RuleCatalog? rules = null)
    {
        var findings = Collect(history, rules, null);
        return ([.. findings.Findings], NextJudgement.DueOn(history, findings));
    }

    private static FindingCollector Collect(DispensingHistory history, RuleCatalog? rules, PopulationReference? population)
    {
        var findings = new FindingCollector();
        foreach (var rule in (rules ?? RuleCatalog.Default).Rules)
        {
            rule.Evaluate(history, population ?? PopulationReference.None, findings);
        }

        return findings;
    }
}

using PdmpAnalytics.Detection;
using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.TestKit;

/// <summary>All findings of a history.</summary>
public static class Judgement
{
    public static IReadOnlyList<RuleFinding> Of(
        DispensingHistory history, RuleCatalog? rules = null, PopulationReference? population = null)
    {
        var findings = new FindingCollector();
        foreach (var rule in (rules ?? RuleCatalog.Default).Rules)
        {
            rule.Evaluate(history, population ?? PopulationReference.None, findings);
        }

        return [.. findings.Findings];
    }
}

using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Detection.RuleSets;

/// <summary>Judges a history by a shadow set and counts what it and the set in force find; one instance per worker.</summary>
internal sealed class ShadowCount(int ruleSetId, RuleCatalog catalog)
{
    private readonly FindingCollector _findings = new();
    private readonly Dictionary<(string Rule, Severity Severity), (int Shadow, int InForce)> _counts = [];

    /// <param name="inForce">What the set in force found about this history.</param>
    public void Add(DispensingHistory history, PopulationReference population, IReadOnlyList<RuleFinding> inForce)
    {
        _findings.Clear();
        foreach (var rule in catalog.Rules)
        {
            rule.Evaluate(history, population, _findings);
        }

        foreach (var finding in _findings.Findings)
        {
            var key = (finding.Rule.Id, finding.Severity);
            var (shadow, present) = _counts.GetValueOrDefault(key);
            _counts[key] = (shadow + 1, present);
        }

        foreach (var finding in inForce)
        {
            var key = (finding.Rule.Id, finding.Severity);
            var (shadow, present) = _counts.GetValueOrDefault(key);
            _counts[key] = (shadow, present + 1);
        }
    }

    /// <summary>What was counted since the last call.</summary>
    public IReadOnlyList<ShadowMeasure> Take(DateOnly asOf)
    {
        var measures = _counts.Select(c => new ShadowMeasure
        {
            AsOf = asOf,
            RuleSetId = ruleSetId,
            RuleId = c.Key.Rule,
            Severity = c.Key.Severity,
            Findings = c.Value.Shadow,
            InForce = c.Value.InForce,
        }).ToList();
        _counts.Clear();
        return measures;
    }
}

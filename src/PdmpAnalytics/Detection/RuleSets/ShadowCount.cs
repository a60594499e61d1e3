using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Detection.RuleSets;

/// <summary>Judges a history by a shadow set and counts what it and the set in force find; one instance per worker.</summary>
internal sealed class ShadowCount(int ruleSetId, RuleCatalog catalog)
{
    private readonly FindingCollector _findings = new();
    private readonly HashSet<string> _ofHistories = [.. catalog.All.Select(r => r.Definition.Id)];
    private readonly Dictionary<(string Rule, Severity Severity), (int Shadow, int InForce)> _counts = [];

    /// <param name="exempt">A finding as the patient's exemptions by hand leave it.</param>
    /// <param name="inForce">What the set in force found about this history, as exemptions left it; rules over several patients are left out.</param>
    public void Add(
        DispensingHistory history, PopulationReference population, Func<RuleFinding, RuleFinding> exempt, IReadOnlyList<RuleFinding> inForce)
    {
        _findings.Clear();
        foreach (var rule in catalog.Rules)
        {
            rule.Evaluate(history, population, _findings);
        }

        foreach (var finding in _findings.Findings.Select(exempt))
        {
            var key = (finding.Rule.Id, finding.Severity);
            var (shadow, present) = _counts.GetValueOrDefault(key);
            _counts[key] = (shadow + 1, present);
        }

        foreach (var finding in inForce.Where(f => _ofHistories.Contains(f.Rule.Id)))
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

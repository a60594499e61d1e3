using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Detection.Population;

/// <summary>
/// Judges rows as one history by the provider-count and overlap rules. Without figures of the population, so that a pair is judged
/// by itself. Not for use by two threads at once.
/// </summary>
internal sealed class CombinedJudge(IEnumerable<IDetectionRule> rules, DispensingReference reference)
{
    private readonly IDetectionRule[] _rules = [.. rules.Where(r => r.Definition.Family is RuleFamily.ProviderCount or RuleFamily.Overlap)];
    private readonly FindingCollector _findings = new();

    /// <summary>The history judged last.</summary>
    public DispensingHistory History { get; } = new();

    /// <summary>Findings above Info of rules that queue by themselves, in catalogue order.</summary>
    public List<RuleFinding> Judge(ReadOnlySpan<DispensationRow> rows, DateOnly asOf)
    {
        History.Load(rows, reference, asOf);
        _findings.Clear();
        foreach (var rule in _rules)
        {
            rule.Evaluate(History, PopulationReference.None, _findings);
        }

        return [.. _findings.Findings.Where(f => f.Rule.QueuesAlone(f.Severity))];
    }
}

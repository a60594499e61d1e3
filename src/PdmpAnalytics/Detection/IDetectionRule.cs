using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Detection;

/// <summary>
/// A rule over one patient's history. Pure: the same history and the same population table give the same findings, on
/// any machine in any year.
/// </summary>
public interface IDetectionRule
{
    RuleDefinition Definition { get; }

    /// <summary>The thresholds in force, in the order the catalogue shows them.</summary>
    IReadOnlyList<Threshold> Thresholds { get; }

    /// <summary>
    /// Looks at every day up to <see cref="DispensingHistory.AsOf"/> on which the outcome can change and adds at most one
    /// finding a scope to <paramref name="findings"/>. Rules run in catalogue order, so a rule may ask what fired before it.
    /// </summary>
    void Evaluate(DispensingHistory history, PopulationReference population, FindingCollector findings);

    /// <summary>
    /// The first day after <see cref="DispensingHistory.AsOf"/> on which this rule can say something else although nothing new
    /// arrives, as <see cref="DateOnly.DayNumber"/>; never late, now and then early; <see cref="int.MaxValue"/> when time alone
    /// changes nothing. Peaks that leave the horizon are <see cref="NextJudgement"/>'s business.
    /// </summary>
    int NextChange(DispensingHistory history, FindingCollector findings) => int.MaxValue;
}

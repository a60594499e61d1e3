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
    /// finding a scope to <paramref name="findings"/>. Rules run in catalogue order, so a rule may ask what fired before it. It
    /// also tells <paramref name="findings"/> the first later day on which it will say something else if nothing new arrives.
    /// </summary>
    void Evaluate(DispensingHistory history, PopulationReference population, FindingCollector findings);
}

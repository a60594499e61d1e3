namespace PdmpAnalytics.Detection;

/// <summary>What every rule of the catalogue says about itself, whatever it looks at.</summary>
public interface ICatalogRule
{
    RuleDefinition Definition { get; }

    /// <summary>The thresholds in force, in the order the catalogue shows them.</summary>
    IReadOnlyList<Threshold> Thresholds { get; }
}

namespace PdmpAnalytics.Detection;
public sealed class RuleCatalog { public IReadOnlyList<IDetectionRule> Rules { get; } = []; }

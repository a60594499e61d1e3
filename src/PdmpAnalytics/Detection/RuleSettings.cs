using Microsoft.Extensions.Configuration;

namespace PdmpAnalytics.Detection;

/// <summary>
/// Thresholds that differ from the defaults, as written in the configuration: <c>Rules:PS-03:Practices=6</c>. Not yet
/// checked; <see cref="RuleCatalog.Create"/> does that for all at once.
/// </summary>
public sealed class RuleSettings
{
    /// <summary>Name of the setting that every rule has beside its thresholds: true runs it, false keeps it silent.</summary>
    public const string Switch = "Enabled";

    private readonly Dictionary<string, IReadOnlyDictionary<string, string>> _byRule;

    /// <param name="byRule">Values by threshold name, by rule id; case does not matter.</param>
    public RuleSettings(IEnumerable<KeyValuePair<string, IReadOnlyDictionary<string, string>>> byRule) =>
        _byRule = new(byRule, StringComparer.OrdinalIgnoreCase);

    /// <summary>Every threshold at its default.</summary>
    public static RuleSettings Defaults { get; } = new([]);

    public IEnumerable<string> RuleIds => _byRule.Keys;

    /// <summary>Reads the section <c>Rules</c>.</summary>
    public static RuleSettings From(IConfiguration configuration) => new(
        configuration.GetSection("Rules").GetChildren().Select(rule =>
            KeyValuePair.Create<string, IReadOnlyDictionary<string, string>>(
                rule.Key,
                rule.GetChildren().ToDictionary(t => t.Key, t => t.Value ?? "", StringComparer.OrdinalIgnoreCase))));

    /// <summary>The same with another value of one threshold.</summary>
    public RuleSettings With(string ruleId, string threshold, string value)
    {
        var values = new Dictionary<string, string>(Of(ruleId), StringComparer.OrdinalIgnoreCase) { [threshold] = value };
        return new(_byRule.Where(r => !r.Key.Equals(ruleId, StringComparison.OrdinalIgnoreCase)).Append(KeyValuePair.Create<string, IReadOnlyDictionary<string, string>>(ruleId, values)));
    }

    public IReadOnlyDictionary<string, string> Of(string ruleId) =>
        _byRule.TryGetValue(ruleId, out var values) ? values : new Dictionary<string, string>();
}

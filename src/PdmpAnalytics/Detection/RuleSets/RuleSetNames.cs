using System.Globalization;

namespace PdmpAnalytics.Detection.RuleSets;

/// <summary>How sets of thresholds are called in findings, files and on the command line.</summary>
public static class RuleSetNames
{
    /// <summary>Every threshold at its default, rules on and off as shipped.</summary>
    public const string Shipped = "shipped";

    /// <summary>The section <c>Rules</c> of an installation's settings; it has no version but what it says.</summary>
    public const string Settings = "settings";

    /// <summary><c>name@version</c>.</summary>
    public static string Label(string name, int version) => string.Create(CultureInfo.InvariantCulture, $"{name}@{version}");

    /// <summary>Splits <c>name@version</c>; false for anything else.</summary>
    public static bool TryParse(string label, out string name, out int version)
    {
        var at = label.LastIndexOf('@');
        name = at > 0 ? label[..at] : "";
        version = 0;
        return at > 0 && int.TryParse(label.AsSpan(at + 1), NumberStyles.None, CultureInfo.InvariantCulture, out version);
    }
}

using System.Text.Json;
using System.Text.RegularExpressions;

namespace PdmpAnalytics.Detection.RuleSets;

/// <summary>
/// A file of thresholds with a name and a version, checked as a whole: <c>{"name": "...", "version": 1, "description": "...",
/// "rules": {"PS-03": {"Practices": 6}, "GE-02": {"Enabled": true}}}</c>. What it does not name keeps its default, whatever the
/// settings of an installation say, so that a version means the same everywhere.
/// </summary>
public sealed partial record RuleSetFile
{
    /// <summary>Longest name; it stands in every finding (our choice, 2026-11-22).</summary>
    public const int LongestName = 40;

    private RuleSetFile(string name, int version, string description, RuleCatalog catalog, string content) =>
        (Name, Version, Description, Catalog, Content) = (name, version, description, catalog, content);

    /// <summary>Lower case letters, digits and hyphens.</summary>
    public string Name { get; }

    /// <summary>From 1.</summary>
    public int Version { get; }

    /// <summary>Why the set differs, in a sentence; may be empty.</summary>
    public string Description { get; }

    /// <summary>All rules with the thresholds of the file.</summary>
    public RuleCatalog Catalog { get; }

    /// <summary>The file as read.</summary>
    public string Content { get; }

    /// <summary>Refused with every complaint, one a line, when any part cannot be used.</summary>
    public static Result<RuleSetFile> Read(string json)
    {
        var complaints = new List<string>();
        using var document = Parse(json, complaints);
        if (document is null)
        {
            return new Refusal(RefusalReason.Incomplete, complaints[0]);
        }

        var (name, version, description) = ("", 0, "");
        var rules = new Dictionary<string, IReadOnlyDictionary<string, string>>(StringComparer.OrdinalIgnoreCase);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var property in document.RootElement.EnumerateObject())
        {
            if (!seen.Add(property.Name))
            {
                complaints.Add($"{property.Name} stands there twice.");
            }

            switch (property.Name)
            {
                case "name":
                    name = Text(property, complaints);
                    break;
                case "version" when property.Value.ValueKind == JsonValueKind.Number && property.Value.TryGetInt32(out var number):
                    version = number;
                    break;
                case "description":
                    description = Text(property, complaints);
                    break;
                case "rules":
                    ReadRules(property.Value, rules, complaints);
                    break;
                case "version":
                    break;
                default:
                    complaints.Add($"{property.Name}: no such part; there are name, version, description and rules.");
                    break;
            }
        }

        if (name.Length > LongestName || !Names().IsMatch(name))
        {
            complaints.Add($"name: lower case letters, digits and hyphens, at most {LongestName}.");
        }

        if (version < 1)
        {
            complaints.Add("version: a whole number from 1.");
        }

        var catalog = RuleCatalog.Create(new RuleSettings(rules), RuleSetNames.Label(name, version));
        return catalog.Refusal is { } refusal
            ? new Refusal(RefusalReason.Incomplete, string.Join('\n', [.. complaints, refusal.Message]))
            : complaints.Count > 0
                ? new Refusal(RefusalReason.Incomplete, string.Join('\n', complaints))
                : new RuleSetFile(name, version, description, catalog.Value, json);
    }

    private static JsonDocument? Parse(string json, List<string> complaints)
    {
        try
        {
            var document = JsonDocument.Parse(json, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            if (document.RootElement.ValueKind == JsonValueKind.Object)
            {
                return document;
            }

            document.Dispose();
            complaints.Add("The file is not a JSON object.");
        }
        catch (JsonException wrong)
        {
            complaints.Add($"The file is not valid JSON: line {wrong.LineNumber + 1}, byte {wrong.BytePositionInLine + 1}.");
        }

        return null;
    }

    private static void ReadRules(
        JsonElement part, Dictionary<string, IReadOnlyDictionary<string, string>> rules, List<string> complaints)
    {
        if (part.ValueKind != JsonValueKind.Object)
        {
            complaints.Add("rules: an object with rule ids, each with its thresholds.");
            return;
        }

        foreach (var rule in part.EnumerateObject())
        {
            if (rule.Value.ValueKind != JsonValueKind.Object)
            {
                complaints.Add($"rules: {rule.Name}: an object with thresholds.");
                continue;
            }

            var values = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
            foreach (var threshold in rule.Value.EnumerateObject())
            {
                if (Value(threshold.Value) is not { } value)
                {
                    complaints.Add($"rules: {rule.Name}: {threshold.Name}: a number, a word, true or false.");
                }
                else if (!values.TryAdd(threshold.Name, value))
                {
                    complaints.Add($"rules: {rule.Name}: {threshold.Name} stands there twice.");
                }
            }

            if (!rules.TryAdd(rule.Name, values))
            {
                complaints.Add($"rules: {rule.Name} stands there twice.");
            }
        }
    }

    private static string? Value(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
        JsonValueKind.Undefined or JsonValueKind.Object or JsonValueKind.Array or JsonValueKind.Null => null,
    };

    private static string Text(JsonProperty property, List<string> complaints)
    {
        if (property.Value.ValueKind == JsonValueKind.String)
        {
            return property.Value.GetString()!;
        }

        complaints.Add($"{property.Name}: a text.");
        return "";
    }

    [GeneratedRegex(@"^[a-z0-9](?:-?[a-z0-9])*\z")]
    private static partial Regex Names();
}

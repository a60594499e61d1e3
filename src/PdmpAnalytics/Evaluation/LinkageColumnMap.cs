using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace PdmpAnalytics.Evaluation;

/// <summary>
/// Which columns of a labelled file hold what (contract, "Measuring commands"): a JSON object from our field names to one column,
/// a list of columns, or for the entity <c>{"column", "pattern"}</c>, whose first group is the entity.
/// </summary>
public sealed class LinkageColumnMap
{
    private static readonly string[] Known =
    [
        "record", "entity", "first_name", "middle_name", "last_name", "suffix", "birth_date", "sex", "address", "city", "state", "zip",
        "phone", "national_id",
    ];

    private readonly Dictionary<string, IReadOnlyList<string>> _columns = [];

    private LinkageColumnMap(Regex? entityPattern) => EntityPattern = entityPattern;

    /// <summary>What to take of the entity's column; null for all of it.</summary>
    public Regex? EntityPattern { get; }

    /// <summary>Columns of a field in order; empty where the map has none.</summary>
    public IReadOnlyList<string> this[string field] => _columns.GetValueOrDefault(field, []);

    /// <summary>Every column that the map names, once.</summary>
    public IEnumerable<string> Columns => _columns.Values.SelectMany(columns => columns).Distinct();

    public static Result<LinkageColumnMap> Parse(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return FieldGivenTwice(json) is { } twice ? twice : document.RootElement.ValueKind == JsonValueKind.Object
                ? Read(document.RootElement)
                : Wrong("The column map must be a JSON object.");
        }
        catch (JsonException)
        {
            return Wrong("The column map is not valid JSON.");
        }
        catch (Exception failure) when (failure is RegexParseException or NotSupportedException)
        {
            return Wrong("The pattern of the entity is no regular expression.");
        }
    }

    private static Result<LinkageColumnMap> Read(JsonElement root)
    {
        var entity = root.TryGetProperty("entity", out var e) ? e : default;
        var hasPattern = entity.ValueKind == JsonValueKind.Object;
        if (hasPattern && entity.EnumerateObject().Any(p => p.Name is not ("column" or "pattern") || p.Name == "pattern" && p.Value.ValueKind != JsonValueKind.String))
        {
            return Wrong("The column map must give the entity a column, or {\"column\", \"pattern\"} with a regular expression in quotes.");
        }

        var map = new LinkageColumnMap(hasPattern ? PatternOf(entity) : null);
        foreach (var field in root.EnumerateObject())
        {
            if (!Known.Contains(field.Name))
            {
                return Wrong($"The column map has an unknown field {field.Name}; known are {string.Join(", ", Known)}.");
            }

            var columns = ColumnsOf(field.Name == "entity" && hasPattern && entity.TryGetProperty("column", out var column) ? column : field.Value);
            if (columns.Count == 0)
            {
                return Wrong($"The column map must give {field.Name} a column or a list of columns.");
            }

            map._columns[field.Name] = columns;
        }

        return map["entity"].Count != 1 ? Wrong("The column map must give the entity one column.")
            : map["birth_date"].Count is not (0 or 1 or 3) ? Wrong("The column map must give birth_date one column, or three of year, month and day.")
            : map;
    }

    /// <summary>JSON lets the last one win unseen.</summary>
    private static Refusal? FieldGivenTwice(string json)
    {
        var bytes = Encoding.UTF8.GetBytes(json);
        var reader = new Utf8JsonReader(bytes);
        var fields = new HashSet<string>();
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.PropertyName && reader.CurrentDepth == 1 && reader.GetString() is { } field && !fields.Add(field))
            {
                var line = 1 + bytes.AsSpan(0, (int)reader.TokenStartIndex).Count((byte)'\n');
                return Wrong(string.Create(CultureInfo.InvariantCulture, $"L004 line {line}: the column map gives {field} twice."));
            }
        }

        return null;
    }

    private static Regex? PatternOf(JsonElement entity) =>
        entity.TryGetProperty("pattern", out var pattern) && pattern.ValueKind == JsonValueKind.String
            ? new Regex(pattern.GetString()!, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)
            : null;

    private static List<string> ColumnsOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => [value.GetString()!.Trim()],
        JsonValueKind.Array when value.EnumerateArray().All(v => v.ValueKind == JsonValueKind.String) =>
            [.. value.EnumerateArray().Select(v => v.GetString()!.Trim())],
        _ => [],
    };

    private static Refusal Wrong(string message) => new(RefusalReason.Incomplete, message);
}

using System.Globalization;
using System.Reflection;

namespace PdmpAnalytics.Detection;

/// <summary>Says what a threshold of a rule means, where its default comes from and which values make sense.</summary>
/// <param name="meaning">What is compared, with unit and whether the limit itself fires.</param>
/// <param name="source">Publication and year, or "our choice" with the date.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ThresholdAttribute(string meaning, string source) : Attribute
{
    public string Meaning => meaning;

    public string Source => source;

    /// <summary>Smallest value accepted.</summary>
    public double Min { get; init; }

    /// <summary>Largest value accepted.</summary>
    public double Max { get; init; } = 1000;
}

/// <summary>Says which thresholds of a record must not be above the next: a ladder of severities, a short window in a longer one.</summary>
/// <param name="names">Of numbers, the one that must be lowest first; equal values are accepted.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
internal sealed class AscendingAttribute(params string[] names) : Attribute
{
    public IReadOnlyList<string> Names => names;
}

/// <summary>One threshold of a rule as it is in force.</summary>
/// <param name="Name">Name in the configuration, e.g. <c>Practices</c> in <c>Rules:PS-03:Practices</c>.</param>
public sealed record Threshold(string Name, string Value, string Default, string Meaning, string Source);

/// <summary>Reads and describes the typed threshold records of the rules.</summary>
internal static class Thresholds
{
    /// <summary>The thresholds of a record in the order they are declared.</summary>
    public static IReadOnlyList<Threshold> Of<T>(T thresholds)
        where T : class, new()
    {
        var defaults = new T();
        return [.. Properties(typeof(T)).Select(p => new Threshold(
            p.Name, Text(p.GetValue(thresholds)), Text(p.GetValue(defaults)), About(p).Meaning, About(p).Source))];
    }

    /// <summary>As <c>name=value</c> joined by <c>;</c>.</summary>
    public static string Text(IEnumerable<Threshold> thresholds) =>
        string.Join(';', thresholds.Select(t => $"{t.Name}={t.Value}"));

    /// <summary>The defaults with values put in place of some; what cannot be used is told in <paramref name="complaints"/>.</summary>
    public static T Read<T>(string ruleId, IReadOnlyDictionary<string, string> values, List<string> complaints)
        where T : class, new()
    {
        var thresholds = new T();
        var properties = Properties(typeof(T)).ToDictionary(p => p.Name, StringComparer.OrdinalIgnoreCase);
        foreach (var (name, text) in values)
        {
            if (!properties.TryGetValue(name, out var property))
            {
                complaints.Add($"Rules:{ruleId}:{name}: no such threshold; there are {string.Join(", ", properties.Keys)}.");
            }
            else if (Parse(property, text) is { } value)
            {
                property.SetValue(thresholds, value);
            }
            else
            {
                complaints.Add($"Rules:{ruleId}:{property.Name}: '{text}' is not {Expected(property)}.");
            }
        }

        complaints.AddRange(Contradictions(thresholds).Select(c => $"Rules:{ruleId}:{c}"));
        return thresholds;
    }

    /// <summary>Pairs of values in the wrong order, see <see cref="AscendingAttribute"/>.</summary>
    private static IEnumerable<string> Contradictions<T>(T thresholds)
        where T : class
    {
        foreach (var ladder in typeof(T).GetCustomAttributes<AscendingAttribute>())
        {
            var steps = ladder.Names.Select(name => (Name: name, Value: typeof(T).GetProperty(name)!.GetValue(thresholds))).ToList();
            foreach (var (lower, upper) in steps.Zip(steps.Skip(1)))
            {
                if (Convert.ToDouble(lower.Value, CultureInfo.InvariantCulture) > Convert.ToDouble(upper.Value, CultureInfo.InvariantCulture))
                {
                    yield return $"{lower.Name}: {Text(lower.Value)} is above {upper.Name}, which is {Text(upper.Value)}.";
                }
            }
        }
    }

    private static object? Parse(PropertyInfo property, string text)
    {
        if (property.PropertyType.IsEnum)
        {
            return Enum.GetNames(property.PropertyType).Contains(text, StringComparer.OrdinalIgnoreCase)
                ? Enum.Parse(property.PropertyType, text, ignoreCase: true)
                : null;
        }

        var about = About(property);
        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            || !(number >= about.Min && number <= about.Max))
        {
            return null;
        }

        return property.PropertyType == typeof(double) ? number
            : number == Math.Truncate(number) ? (int)number
            : null;
    }

    private static string Expected(PropertyInfo property) => property.PropertyType.IsEnum
        ? $"one of {string.Join(", ", Enum.GetNames(property.PropertyType))}"
        : string.Create(CultureInfo.InvariantCulture,
            $"{(property.PropertyType == typeof(int) ? "a whole number" : "a number")} from {About(property).Min} to {About(property).Max}");

    private static string Text(object? value) => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";

    private static ThresholdAttribute About(PropertyInfo property) => property.GetCustomAttribute<ThresholdAttribute>()!;

    private static IEnumerable<PropertyInfo> Properties(Type type) =>
        type.GetProperties().Where(p => p.IsDefined(typeof(ThresholdAttribute))).OrderBy(p => p.MetadataToken);
}

using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using PdmpAnalytics.Detection;
using PdmpAnalytics.Detection.Scoring;

namespace PdmpAnalytics.Review;

/// <summary>How the lists inside alerts and findings stand in one text column each, readable with plain SQL.</summary>
internal static class FindingColumns
{
    private static readonly JsonSerializerOptions NamedEnums = new() { Converters = { new JsonStringEnumConverter() } };

    /// <summary>One note a line.</summary>
    public static readonly ValueConverter<IReadOnlyList<string>, string> Notes = new(
        notes => string.Join('\n', notes),
        text => text.Length == 0 ? Array.Empty<string>() : text.Split('\n', StringSplitOptions.None));

    /// <summary><c>name=number</c> joined by <c>;</c>, numbers so that they read back exactly.</summary>
    public static readonly ValueConverter<IReadOnlyList<FindingValue>, string> Values = new(
        values => FormatValues(values),
        text => ParseValues(text));

    /// <summary><c>name edition number</c> joined by <c>;</c>, numbers so that they read back exactly.</summary>
    public static readonly ValueConverter<IReadOnlyList<EditionFigure>, string> DosesByEdition = new(
        figures => string.Join(';', figures.Select(f => FormattableString.Invariant($"{f.Name} {f.Edition} {f.Number:R}"))),
        text => ParseFigures(text));

    /// <summary>Ids joined by commas.</summary>
    public static readonly ValueConverter<IReadOnlyList<long>, string> Evidence = new(
        ids => string.Join(',', ids),
        text => ParseIds(text));

    /// <summary>A JSON array.</summary>
    public static readonly ValueConverter<IReadOnlyList<ScorePart>, string> ScoreParts = new(
        parts => JsonSerializer.Serialize(parts, JsonSerializerOptions.Default),
        text => JsonSerializer.Deserialize<ScorePart[]>(text, JsonSerializerOptions.Default) ?? Array.Empty<ScorePart>());

    /// <summary>A JSON object; enums by name.</summary>
    public static ValueConverter<T?, string> Json<T>()
        where T : class => new(
            value => JsonSerializer.Serialize(value, NamedEnums),
            text => JsonSerializer.Deserialize<T>(text, NamedEnums));

    public static ValueComparer<IReadOnlyList<T>> InOrder<T>() => new(
        (a, b) => ReferenceEquals(a, b) || (a != null && b != null && a.SequenceEqual(b)),
        list => list.Count,
        list => list);

    private static string FormatValues(IReadOnlyList<FindingValue> values) =>
        string.Join(';', values.Select(v => string.Create(CultureInfo.InvariantCulture, $"{v.Name}={v.Number:R}")));

    private static FindingValue[] ParseValues(string text) =>
    [
        .. from pair in text.Split(';', StringSplitOptions.RemoveEmptyEntries)
           let sign = pair.LastIndexOf('=')
           select new FindingValue(pair[..sign], double.Parse(pair.AsSpan(sign + 1), CultureInfo.InvariantCulture)),
    ];

    private static EditionFigure[] ParseFigures(string text) =>
    [
        .. from figure in text.Split(';', StringSplitOptions.RemoveEmptyEntries)
           let parts = figure.Split(' ')
           select new EditionFigure(parts[0], parts[1], double.Parse(parts[2], CultureInfo.InvariantCulture)),
    ];

    private static long[] ParseIds(string text) =>
        text.Length == 0 ? [] : Array.ConvertAll(text.Split(','), id => long.Parse(id, CultureInfo.InvariantCulture));
}

using System.Globalization;
using System.Text.RegularExpressions;
using System.Text.Unicode;
using CsvHelper;
using PdmpAnalytics.Patients.Comparing;

namespace PdmpAnalytics.Evaluation;

/// <summary>A row of a labelled file. Prints nothing personal.</summary>
/// <param name="Entity">Who the record really is.</param>
public sealed record LabelledRecord(string Entity, LinkFields Fields)
{
    public override string ToString() => "a labelled record";
}

/// <summary>A labelled file as it was read.</summary>
/// <param name="MissingColumns">Columns of the map that the file lacks; their values count as not reported.</param>
public sealed record LabelledFile(IReadOnlyList<LabelledRecord> Records, IReadOnlyList<string> MissingColumns)
{
    /// <summary>L003: rows with fewer or more fields than the header. What they lack counts as not reported, what is too much is not read.</summary>
    public required int RaggedRows { get; init; }

    /// <summary>Line of the first of them, counted from 1; 0 without one.</summary>
    public required long FirstRaggedLine { get; init; }

    public override string ToString() => $"{Records.Count} labelled records";
}

/// <summary>
/// Reads a CSV file of records whose true person is known: UTF-8, with or without a byte order mark, separated by comma, semicolon,
/// tab or bar (the header line tells). Blanks around names of columns and values do not count, nor does upper or lower case in names of
/// columns. Every row is a record, also one whose record id occurs twice. What cannot be read as it was meant has a code and a line: L001
/// quotes, L002 bytes that are not UTF-8, L005 two columns of one name are refused; L003 ragged rows are counted (L004 is
/// <see cref="LinkageColumnMap"/>'s).
/// </summary>
public static class LinkageFile
{
    /// <summary>Numbers called national_id belong to one person each, as social security numbers do (PAT02 = 07).</summary>
    private const byte NationalId = 7;

    /// <summary>What R, Python and databases write where nothing is known. Exactly so: Na is a name, and null a surname in small letters.</summary>
    private static readonly HashSet<string> NothingKnown = ["NA", "N/A", "<NA>", "NaN", "nan", "NULL", "None"];

    /// <summary>Refuses a file without the entity's column, a row whose entity cannot be told, or one that is no CSV.</summary>
    public static Result<LabelledFile> Read(Stream file, LinkageColumnMap map)
    {
        try
        {
            using var reader = CsvReader.Create(file, Options(), true);
            return Read(reader, map);
        }
        catch (CsvFormatException fault)
        {
            return Wrong($"L001 line {fault.LineNumber}: a quote of the labelled file is not closed, or stands inside a field.");
        }
    }

    private static CsvReaderOptions Options() => new()
    {
        IncludeValuesInExceptions = false,
        PoolStrings = true,
        TrackLineNumbers = true,

        // An unclosed quote would swallow rows unseen.
        MalformedData = CsvMalformedDataHandling.Throw,
    };

    private static Refusal Wrong(FormattableString message) => new(RefusalReason.Incomplete, message.ToString(CultureInfo.InvariantCulture));

    private static Result<LabelledFile> Read(CsvReader reader, LinkageColumnMap map)
    {
        var headers = reader.Headers.Select(header => header.Trim()).ToList();
        var row = new Row(reader, headers, map);
        var missing = map.Columns.Where(column => !headers.Contains(column, StringComparer.OrdinalIgnoreCase)).ToList();
        if (missing.Contains(map["entity"][0]))
        {
            return new Refusal(RefusalReason.Incomplete, $"The labelled file has no column {map["entity"][0]}.");
        }

        if (map.Columns.FirstOrDefault(column => headers.Count(header => header.Equals(column, StringComparison.OrdinalIgnoreCase)) > 1) is { } twice)
        {
            return Wrong($"L005 line 1: the labelled file has the column {twice} more than once.");
        }

        var records = new List<LabelledRecord>();
        var (ragged, firstRagged) = (0, 0L);
        while (reader.Read())
        {
            if (!Utf8.IsValid(reader.RawRecord))
            {
                return Wrong($"L002 line {reader.LineNumber}: the labelled file is not UTF-8 (is it Latin-1?).");
            }

            if (EntityOf(row.Text("entity"), map.EntityPattern) is not { } entity)
            {
                return Wrong($"Record {records.Count + 1} of the labelled file does not say who it is: see line {reader.LineNumber}.");
            }

            if (reader.FieldCount != headers.Count)
            {
                ragged++;
                firstRagged = firstRagged == 0 ? reader.LineNumber : firstRagged;
            }

            records.Add(new LabelledRecord(entity, Fields(row)));
        }

        return new LabelledFile(records, missing) { RaggedRows = ragged, FirstRaggedLine = firstRagged };
    }

    private static string? EntityOf(string text, Regex? pattern)
    {
        if (pattern is null)
        {
            return text.Length > 0 ? text : null;
        }

        var match = pattern.Match(text);
        return match.Success ? match.Groups[Math.Min(1, match.Groups.Count - 1)].Value : null;
    }

    private static LinkFields Fields(Row row)
    {
        var (first, second) = Lines(row.Texts("address"));
        var id = row.Text("national_id");
        return new LinkFields
        {
            LastName = row.Text("last_name"),
            FirstName = row.Text("first_name"),
            MiddleName = row.Text("middle_name"),
            Suffix = row.Text("suffix"),
            BirthDate = WrittenDate.Digits(row.Texts("birth_date")),
            Sex = Sex(row.Text("sex")),
            Address = first,
            AddressSecondLine = second,
            City = row.Text("city"),
            State = row.Text("state"),
            Zip = row.Text("zip"),
            Phone = row.Text("phone"),
            IdQualifier = id.Length > 0 ? NationalId : (byte)0,
            IdValue = id,
        };
    }

    private static string Sex(string text) => text.ToUpperInvariant() switch
    {
        "F" or "FEMALE" or "W" => "F",
        "M" or "MALE" => "M",
        _ => "",
    };

    /// <summary>A house number in a column of its own goes before the street; what comes after the street is the second line.</summary>
    private static (string First, string Second) Lines(IReadOnlyList<string> columns)
    {
        var streetAt = columns.Count > 1 && columns[0].All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '/' or ' ')
            && (columns[0].Length == 0 || char.IsAsciiDigit(columns[0][0])) && !columns[0].Contains(' ', StringComparison.Ordinal) ? 1 : 0;
        return (string.Join(' ', columns.Take(streetAt + 1)).Trim(), string.Join(' ', columns.Skip(streetAt + 1)).Trim());
    }

    /// <summary>The fields of the record that the reader stands on.</summary>
    private sealed class Row(CsvReader reader, List<string> headers, LinkageColumnMap map)
    {
        private readonly Dictionary<string, int[]> _index = [];

        public string Text(string field) => string.Join(' ', Texts(field)).Trim();

        private static string Known(string text) => NothingKnown.Contains(text) ? "" : text;

        /// <summary>A column that the file lacks is a missing value.</summary>
        public IReadOnlyList<string> Texts(string field)
        {
            if (!_index.TryGetValue(field, out var index))
            {
                _index.Add(field, index = [.. map[field].Select(column => headers.FindIndex(h => h.Equals(column, StringComparison.OrdinalIgnoreCase)))]);
            }

            return [.. index.Select(i => i >= 0 && i < reader.FieldCount ? Known(reader.GetString(i).Trim()) : "")];
        }
    }
}

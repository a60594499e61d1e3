using System.Globalization;
using System.Text;
using CsvHelper;
using PdmpAnalytics.Detection.Scoring.Tables;

namespace PdmpAnalytics.Evaluation;

/// <summary>
/// Reads any CSV file with a header as a table of numbers. A column in which some cell is neither a number nor missing is left
/// out whole; empty cells, NA, NaN, null, ? and infinities are missing.
/// </summary>
public static class NumericTableFile
{
    private static readonly string[] MissingWords = ["NA", "N/A", "NaN", "null", "None", "?", "inf", "+inf", "-inf"];

    /// <summary>
    /// Refuses as NotFound what the caller asked wrongly (no such label), as Incomplete a file that cannot be scored: no CSV,
    /// rows of unequal length, no rows, no numeric column.
    /// </summary>
    /// <param name="label">Name of the column that says what is to be found; it is not scored. Null: none.</param>
    /// <param name="positive">The label's value that is to be found; null: see <see cref="LabelValues.Decide"/>.</param>
    public static Result<LabelledTable> Read(Stream file, string? label, string? positive)
    {
        try
        {
            using var reader = CsvReader.Create(
                file,
                new CsvReaderOptions
                {
                    IncludeValuesInExceptions = false,
                    TrackLineNumbers = true,
                    FieldCountMismatch = CsvFieldCountHandling.Throw,
                    // An unclosed quote would swallow rows unseen.
                    MalformedData = CsvMalformedDataHandling.Throw,
                },
                leaveOpen: true);
            return Read(reader, label, positive);
        }
        catch (CsvFormatException fault)
        {
            return new Refusal(RefusalReason.Incomplete, string.Create(
                CultureInfo.InvariantCulture, $"The file is not well-formed CSV: see line {fault.LineNumber}, its quotes and its number of fields."));
        }
    }

    private static Result<LabelledTable> Read(CsvReader reader, string? label, string? positive)
    {
        var headers = reader.Headers.Select(header => header.Trim()).ToList();
        var labelAt = label is null ? -1 : headers.IndexOf(label);
        if (label is not null && labelAt < 0)
        {
            return new Refusal(RefusalReason.NotFound, string.Create(
                CultureInfo.InvariantCulture, $"None of the file's {headers.Count} columns is called {label}; the first line must be a header."));
        }

        var table = new NumericTable(headers.Count);
        var columns = headers.Select((_, place) => new ColumnState(IsNumeric: place != labelAt)).ToArray();
        var labels = new LabelValues();
        while (reader.Read())
        {
            Fill(table.AddRow(), reader, columns);
            if (labelAt >= 0 && !labels.TryAdd(Encoding.UTF8.GetString(reader.GetSpan(labelAt))))
            {
                return new Refusal(RefusalReason.NotFound, $"The column {label} has too many different values to be a label.");
            }
        }

        return Finish(table, columns, labelAt, labelAt < 0 ? null : labels, positive);
    }

    private static Result<LabelledTable> Finish(NumericTable table, ColumnState[] columns, int labelAt, LabelValues? labels, string? positive)
    {
        var numeric = Enumerable.Range(0, columns.Length).Where(c => columns[c].IsNumeric).ToList();
        if (table.Rows == 0 || numeric.Count == 0)
        {
            return new Refusal(RefusalReason.Incomplete, table.Rows == 0 ? "The file has no rows." : "The file has no column of numbers to score.");
        }

        var decided = labels?.Decide(positive);
        if (decided?.Refusal is { } refusal)
        {
            return refusal;
        }

        table.Keep(numeric);
        return new LabelledTable
        {
            Table = table,
            Unusual = decided?.Value.Unusual,
            LabelNote = decided?.Value.Note,
            IgnoredColumns = [.. Enumerable.Range(0, columns.Length).Where(c => c != labelAt && !columns[c].IsNumeric).Select(c => c + 1)],
            MissingCells = numeric.Sum(c => columns[c].Missing),
        };
    }

    private static void Fill(Span<double> row, CsvReader reader, Span<ColumnState> columns)
    {
        for (var c = 0; c < row.Length; c++)
        {
            ref var column = ref columns[c];
            if (!column.IsNumeric)
            {
                continue;
            }

            var cell = reader.GetSpan(c);
            if (double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number))
            {
                row[c] = number;
                continue;
            }

            row[c] = double.NaN;
            column.Missing++;
            column.IsNumeric = IsMissing(cell) || double.IsInfinity(number);
        }
    }

    private static bool IsMissing(ReadOnlySpan<byte> cell)
    {
        var text = Encoding.UTF8.GetString(cell).Trim();
        return text.Length == 0 || MissingWords.Contains(text, StringComparer.OrdinalIgnoreCase);
    }

    private record struct ColumnState(bool IsNumeric)
    {
        public long Missing { get; set; }
    }
}

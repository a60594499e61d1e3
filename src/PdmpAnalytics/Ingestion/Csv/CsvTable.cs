using CsvHelper;

namespace PdmpAnalytics.Ingestion.Csv;

/// <summary>A short CSV table read whole, as programs send lists; quoting and line endings as in files of dispensations.</summary>
public static class CsvTable
{
    /// <summary>Longest row. Our choice, 2026-11-22: beyond this a quote was never closed.</summary>
    private const int MaxRecordSize = 16 * 1024;

    /// <summary>
    /// Fields, without blanks around, by the name of their column; null for what is no such table: not UTF-8, quotes that do not fit, a
    /// row of another width than the header, a column named twice, no row.
    /// </summary>
    public static IReadOnlyList<IReadOnlyDictionary<string, string>>? Read(ReadOnlyMemory<byte> text)
    {
        var malformed = !System.Text.Unicode.Utf8.IsValid(text.Span);
        if (malformed)
        {
            return null;
        }

        var rows = new List<IReadOnlyDictionary<string, string>>();
        try
        {
            using var csv = CsvReader.Create(new MemoryStream(text.ToArray()), new CsvReaderOptions
            {
                MaxRecordSize = MaxRecordSize,
                IncludeValuesInExceptions = false,
                OnMalformedRecord = _ => malformed = true,
            }, false);
            csv.ReadHeader();
            string[] columns = [.. csv.Headers.Select(name => name.Trim())];
            while (csv.Read())
            {
                if (malformed || csv.FieldCount != columns.Length || columns.Distinct(StringComparer.Ordinal).Count() != columns.Length)
                {
                    return null;
                }

                rows.Add(Enumerable.Range(0, columns.Length).ToDictionary(i => columns[i], i => csv.GetString(i).Trim(), StringComparer.Ordinal));
            }
        }
        catch (CsvFormatException)
        {
            return null;
        }

        return malformed || rows.Count == 0 ? null : rows;
    }
}

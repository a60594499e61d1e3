using System.Text;
using CsvHelper;

namespace PdmpAnalytics.Reference;

/// <summary>A column of a reference file: our name, and those that publishers give it.</summary>
internal sealed record ReferenceColumn(string Name, bool IsRequired, params string[] PublishersNames);

/// <summary>
/// One delimited reference file read by our column names. Comma, tab or bar are told from the header; case and blanks
/// around names do not count.
/// </summary>
internal sealed class ReferenceTable : IDisposable
{
    private readonly CsvReader _reader;
    private readonly Dictionary<string, int> _columns = [];
    private readonly List<ReferenceProblem> _problems = [];
    private readonly int _width;

    private ReferenceTable(CsvReader reader, IReadOnlyList<ReferenceColumn> columns)
    {
        _reader = reader;
        foreach (var column in columns)
        {
            foreach (var name in column.PublishersNames.Prepend(column.Name))
            {
                if (reader.TryGetFieldIndex(name, out var index))
                {
                    _columns.Add(column.Name, index);
                    _width = Math.Max(_width, index + 1);
                    break;
                }
            }
        }
    }

    /// <summary>Line of the current row, from 1, the header included.</summary>
    public int Line => (int)_reader.LineNumber;

    /// <summary>Data rows seen so far.</summary>
    public long Rows { get; private set; }

    /// <summary>
    /// Reads every row of a file into rows of ours. <paramref name="row"/> gives null for a row that is left out, after
    /// calling <see cref="Report"/> if the row is at fault.
    /// </summary>
    public static ReferenceRows<TRow> ReadAll<TRow>(
        Func<Stream> open, IReadOnlyList<ReferenceColumn> columns, Func<ReferenceTable, TRow?> row)
        where TRow : class
    {
        try
        {
            using var table = Open(open, columns);
            if (columns.FirstOrDefault(c => c.IsRequired && !table._columns.ContainsKey(c.Name)) is { } missing)
            {
                return ReferenceRows.Rejected<TRow>(ReferenceProblemCode.ColumnMissing, missing.Name);
            }

            var rows = new List<TRow>();
            while (table.Read())
            {
                if (row(table) is { } made)
                {
                    rows.Add(made);
                }
            }

            var atFault = table._problems.Where(p => p.LeavesRowOut).Select(p => p.Line).Distinct().Count();
            return new ReferenceRows<TRow>(rows, table._problems, table.Rows, table.Rows - rows.Count - atFault);
        }
        catch (Exception e) when (e is InvalidDataException or CsvFormatException or EndOfStreamException)
        {
            return ReferenceRows.Rejected<TRow>(ReferenceProblemCode.Unreadable);
        }
    }

    /// <summary>The field without blanks around; empty when the column is absent or the field blank.</summary>
    public string Text(string column) =>
        _columns.TryGetValue(column, out var index) && index < _reader.FieldCount ? _reader.GetString(index).Trim() : "";

    /// <summary>Notes a fault of the current row.</summary>
    public void Report(ReferenceProblemCode code, string column = "") => _problems.Add(new ReferenceProblem(Line, code, column));

    public void Dispose() => _reader.Dispose();

    private bool Read()
    {
        while (_reader.Read())
        {
            Rows++;
            if (_reader.FieldCount >= _width)
            {
                return true;
            }

            Report(ReferenceProblemCode.FieldCount);
        }

        return false;
    }

    private static ReferenceTable Open(Func<Stream> open, IReadOnlyList<ReferenceColumn> columns)
    {
        string header;
        using (var text = new StreamReader(open(), Encoding.UTF8))
        {
            header = text.ReadLine() ?? "";
        }

        var separator = header.Contains('\t', StringComparison.Ordinal) ? '\t' : header.Contains(',', StringComparison.Ordinal) ? ',' : '|';
        var options = new CsvReaderOptions
        {
            Separator = separator,
            // FDA's and Census' tab files know no quoting (a quote there is an inch mark) and are not UTF-8.
            Mode = separator == '\t' ? CsvMode.NoEscape : CsvMode.Rfc4180,
            Encoding = separator == '\t' ? Encoding.Latin1 : null,
            TrackLineNumbers = true,
            IncludeValuesInExceptions = false,
            MaxRecordSize = 1 << 20,
        };
        return new ReferenceTable(CsvReader.Create(open(), options, false), columns);
    }
}

using System.Globalization;
using System.Text;

namespace PdmpAnalytics.Dispensing;

/// <summary>
/// One of the two shipped tables: comma separated, header first, fields quoted where they hold a comma or a quote, no
/// line break inside a field. Any departure is a fault of the build and throws <see cref="FormatException"/> with the
/// table's name, the line and the column.
/// </summary>
internal sealed class DrugCatalogTable
{
    private readonly TextReader _text;
    private readonly string _name;
    private readonly Dictionary<string, int> _columns;
    private string[] _fields = [];
    private int _line = 1;

    /// <summary>Reads the header, which must hold exactly <paramref name="columns"/> in that order.</summary>
    public DrugCatalogTable(TextReader text, string name, IReadOnlyList<string> columns)
    {
        (_text, _name) = (text, name);
        var header = Split(text.ReadLine() ?? throw new FormatException($"{name}: empty"));
        if (!header.SequenceEqual(columns))
        {
            throw new FormatException($"{name}: the header must read {string.Join(',', columns)}");
        }

        _columns = columns.Index().ToDictionary(c => c.Item, c => c.Index);
    }

    /// <summary>Moves to the next row; false at the end.</summary>
    public bool Read()
    {
        _line++;
        if (_text.ReadLine() is not { } line)
        {
            return false;
        }

        _fields = Split(line);
        return _fields.Length == _columns.Count
            ? true
            : throw new FormatException($"{_name}, line {_line}: {_fields.Length} fields, {_columns.Count} expected");
    }

    /// <summary>The field as written; empty when blank.</summary>
    public string Text(string column) => _fields[_columns[column]];

    /// <summary>The field, which may not be blank.</summary>
    public string Required(string column) => Text(column) is { Length: > 0 } text ? text : throw Fault(column, "blank");

    /// <summary>A number of zero or more; null when blank. A number needs its source in <paramref name="sourceColumn"/>.</summary>
    public double? Figure(string column, string sourceColumn)
    {
        if (Text(column).Length == 0)
        {
            return null;
        }

        if (!double.TryParse(Text(column), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var figure))
        {
            throw Fault(column, "not a number");
        }

        return Text(sourceColumn).Length > 0 ? figure : throw Fault(sourceColumn, "a figure without a source");
    }

    /// <summary>The error for the current row.</summary>
    public FormatException Fault(string column, string what) => new($"{_name}, line {_line}, {column}: {what}");

    private string[] Split(string line)
    {
        var fields = new List<string>();
        var field = new StringBuilder();
        var quoted = false;
        for (var i = 0; i < line.Length; i++)
        {
            var c = line[i];
            if (quoted && c == '"' && i + 1 < line.Length && line[i + 1] == '"')
            {
                field.Append('"');
                i++;
            }
            else if (c == '"' && (quoted || field.Length == 0))
            {
                quoted = !quoted;
            }
            else if (c == ',' && !quoted)
            {
                fields.Add(field.ToString());
                field.Clear();
            }
            else
            {
                field.Append(c);
            }
        }

        if (quoted)
        {
            throw new FormatException($"{_name}, line {_line}: a quote is never closed");
        }

        fields.Add(field.ToString());
        return [.. fields];
    }
}

using Spectre.Console;

namespace PdmpAnalytics.Cli;

/// <summary>A table of short cells: framed on a terminal, aligned by blanks on a pipe.</summary>
internal sealed class Grid(params Grid.Column[] columns)
{
    private readonly List<Cell[]> _rows = [];

    /// <param name="Title">Heading.</param>
    /// <param name="Right">Numbers stand to the right.</param>
    public readonly record struct Column(string Title, bool Right = false);

    /// <param name="Text">Plain text; never markup.</param>
    /// <param name="Style">Spectre style such as <c>bold red</c>; null for plain.</param>
    public readonly record struct Cell(string Text, string? Style = null)
    {
        public static implicit operator Cell(string text) => new(text);
    }

    public int Count => _rows.Count;

    public void Add(params Cell[] cells) => _rows.Add(cells);

    public void WriteTo(Terminal terminal)
    {
        if (terminal.OutIsTerminal)
        {
            terminal.Console.Write(AsTable());
        }
        else
        {
            WritePlain(terminal.Data);
        }
    }

    private Table AsTable()
    {
        var table = new Table().Border(TableBorder.Rounded).BorderColor(Color.Grey);
        foreach (var column in columns)
        {
            var heading = new TableColumn($"[grey]{Markup.Escape(column.Title)}[/]");
            table.AddColumn(column.Right ? heading.RightAligned() : heading);
        }

        foreach (var row in _rows)
        {
            table.AddRow(row.Select(cell => cell.Style is null
                ? Markup.Escape(cell.Text)
                : $"[{cell.Style}]{Markup.Escape(cell.Text)}[/]").ToArray());
        }

        return table;
    }

    private void WritePlain(TextWriter writer)
    {
        var widths = columns.Select((column, i) => _rows.Select(row => row[i].Text.Length).Append(column.Title.Length).Max()).ToArray();
        WriteLine(columns.Select(column => column.Title));
        foreach (var row in _rows)
        {
            WriteLine(row.Select(cell => cell.Text));
        }

        void WriteLine(IEnumerable<string> cells) => writer.WriteLine(string.Join(
            "  ",
            cells.Select((text, i) => columns[i].Right ? text.PadLeft(widths[i]) : text.PadRight(widths[i]))).TrimEnd());
    }
}

namespace PdmpAnalytics.Web.Pdf;

/// <summary>A column of a table on paper.</summary>
/// <param name="Width">Points.</param>
/// <param name="Right">Numbers stand to the right.</param>
internal readonly record struct PdfColumn(string Title, double Width, bool Right = false);

/// <summary>Text and tables one below the other, on as many pages as they need; a row is never cut, and a table's heading stands on each of its pages.</summary>
internal sealed class PdfFlow
{
    private const double Margin = 36;
    private const double Gap = 4;
    private const double Leading = 1.25;

    private readonly PdfDocument _document = new();
    private double _y;

    public PdfFlow() => NewPage();

    public static double Width => PdfDocument.PageWidth - 2 * Margin;

    /// <summary>Height of a drawing that fills a page below its heading.</summary>
    public static double MostHeight => PdfDocument.PageHeight - 2 * Margin - 14 - HeadingRoom;

    /// <summary>What a heading takes with the first line after it.</summary>
    private const double HeadingRoom = 40;

    /// <summary>Room to draw in below a heading, on one page.</summary>
    /// <param name="height">At most <see cref="MostHeight"/>; what is taller runs off the page.</param>
    public PdfDrawing Drawing(string heading, double height)
    {
        Room(HeadingRoom + height);
        Heading(heading);
        var drawing = new PdfDrawing(_document, Margin, _y + 4);
        _y += height + 4;
        return drawing;
    }

    public void Heading(string text)
    {
        Room(HeadingRoom);
        _y += 6;
        Lines(text, 11, bold: true);
    }

    public void Lines(string text, double size = 9, bool bold = false)
    {
        foreach (var line in PdfFont.Wrap(text, Width, size, bold))
        {
            Room(size * Leading);
            _y += size * Leading;
            _document.Text(Margin, _y, size, line, bold);
        }
    }

    public void Table(IReadOnlyList<PdfColumn> columns, IEnumerable<IReadOnlyList<string>> rows, double size = 7)
    {
        _y += 3;
        Row(columns, [.. columns.Select(c => c.Title)], size, bold: true);
        foreach (var row in rows)
        {
            var height = Height(columns, row, size, bold: false);
            if (_y + height > PdfDocument.PageHeight - Margin - 14)
            {
                NewPage();
                Row(columns, [.. columns.Select(c => c.Title)], size, bold: true);
            }

            Row(columns, row, size, bold: false);
        }
    }

    /// <summary>Writes the line below every page, and gives the file.</summary>
    /// <param name="foot">Stands on every page before its number.</param>
    public byte[] ToBytes(string title, string foot)
    {
        for (var page = 0; page < _document.Pages; page++)
        {
            _document.Text(Margin, PdfDocument.PageHeight - Margin + 8, 7, $"{foot}, page {page + 1} of {_document.Pages}", page: page);
        }

        return _document.ToBytes(title);
    }

    private void Row(IReadOnlyList<PdfColumn> columns, IReadOnlyList<string> cells, double size, bool bold)
    {
        var height = Height(columns, cells, size, bold);
        _document.Rule(Margin, _y + 2, Width);
        var x = Margin;
        for (var i = 0; i < columns.Count; i++)
        {
            var y = _y;
            foreach (var line in Cell(columns[i], cells[i], size, bold))
            {
                y += size * Leading;
                var indent = columns[i].Right ? columns[i].Width - Gap - PdfFont.Width(line, size, bold) : 0;
                _document.Text(x + indent, y + 1, size, line, bold);
            }

            x += columns[i].Width;
        }

        _y += height;
    }

    private static double Height(IReadOnlyList<PdfColumn> columns, IReadOnlyList<string> cells, double size, bool bold) =>
        3 + size * Leading * columns.Select((c, i) => Cell(c, cells[i], size, bold).Count()).DefaultIfEmpty(1).Max();

    private static IEnumerable<string> Cell(PdfColumn column, string text, double size, bool bold) => PdfFont.Wrap(text, column.Width - Gap, size, bold);

    private void Room(double height)
    {
        if (_y + height > PdfDocument.PageHeight - Margin - 14)
        {
            NewPage();
        }
    }

    private void NewPage()
    {
        _document.AddPage();
        _y = Margin;
    }
}

namespace PdmpAnalytics.Detection.Scoring.Tables;

/// <summary>
/// Rows of numbers, kept row by row in blocks, so that a table of a million rows grows without being copied. NaN stands for a
/// missing cell; no cell is infinite.
/// </summary>
/// <param name="width">Number of columns.</param>
/// <param name="blockRows">Rows of a block; what a table of known size needs, else the default.</param>
public sealed class NumericTable(int width, int blockRows = NumericTable.UsualBlockRows)
{
    private const int UsualBlockRows = 4096;

    private readonly List<double[]> _blocks = [];

    public int Width { get; private set; } = width;

    public int Rows { get; private set; }

    /// <summary>Makes a table of rows that are already at hand, each <paramref name="width"/> long.</summary>
    public static NumericTable Of(int width, IEnumerable<double[]> rows)
    {
        var table = new NumericTable(width);
        foreach (var row in rows)
        {
            row.CopyTo(table.AddRow());
        }

        return table;
    }

    /// <summary>Appends a row and returns its cells to be set.</summary>
    public Span<double> AddRow()
    {
        if (Rows % blockRows == 0)
        {
            _blocks.Add(new double[blockRows * Width]);
        }

        return Cells(Rows++);
    }

    public ReadOnlySpan<double> Row(int row) => Cells(row);

    /// <param name="into">As long as the table has rows.</param>
    public void CopyColumn(int column, Span<double> into)
    {
        for (var row = 0; row < Rows; row++)
        {
            into[row] = _blocks[row / blockRows][row % blockRows * Width + column];
        }
    }

    /// <summary>Keeps only these columns, given in rising order.</summary>
    public void Keep(IReadOnlyList<int> columns)
    {
        if (columns.Count == Width)
        {
            return;
        }

        foreach (var block in _blocks)
        {
            // The place written to never overtakes the place read from.
            for (var row = 0; row < blockRows; row++)
            {
                for (var c = 0; c < columns.Count; c++)
                {
                    block[row * columns.Count + c] = block[row * Width + columns[c]];
                }
            }
        }

        Width = columns.Count;
    }

    private Span<double> Cells(int row) => _blocks[row / blockRows].AsSpan(row % blockRows * Width, Width);
}

using System.Buffers.Text;
using System.Text;
using CsvHelper;

namespace PdmpAnalytics.Evaluation;

/// <summary>The wanted columns of an open file, by position in the list of names.</summary>
internal sealed class Columns
{
    private readonly CsvReader _reader;
    private readonly int[] _index;

    public Columns(CsvReader reader, params string[] names)
    {
        _reader = reader;
        _index = [.. names.Select(name => reader.TryGetFieldIndex(name, out var index)
            ? index
            : throw new InvalidDataException($"The file has no column {name}."))];
    }

    public ReadOnlySpan<byte> Bytes(int column) => _reader.GetSpan(_index[column]);

    public string Text(int column) => Encoding.UTF8.GetString(Bytes(column));

    /// <summary>0 where there is no number.</summary>
    public int Number(int column) => Utf8Parser.TryParse(Bytes(column), out int number, out _) ? number : 0;

    /// <inheritdoc cref="Number"/>
    public double Decimal(int column) => Utf8Parser.TryParse(Bytes(column), out double number, out _) ? number : 0;

    /// <summary><see cref="DateOnly.DayNumber"/>; 0 where there is no date yyyy-MM-dd.</summary>
    public int Day(int column) =>
        DateOnly.TryParseExact(Text(column), "yyyy-MM-dd", out var date) ? date.DayNumber : 0;
}

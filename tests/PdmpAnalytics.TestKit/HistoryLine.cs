using System.Globalization;
using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.TestKit;

/// <summary>One row of a <see cref="History"/> table.</summary>
internal sealed class HistoryLine
{
    private readonly Dictionary<string, string> _cells;

    public HistoryLine(string[] columns, string line)
    {
        var cells = line.Split('|', StringSplitOptions.TrimEntries);
        if (cells.Length > columns.Length)
        {
            throw new FormatException($"More cells than columns: {line}");
        }

        _cells = columns.Zip(cells).ToDictionary(p => p.First, p => p.Second);
    }

    public string Text(string column, string otherwise) =>
        _cells.TryGetValue(column, out var cell) && cell.Length > 0 ? cell : otherwise;

    public double Number(string column, double otherwise) =>
        Text(column, "") is { Length: > 0 } text ? double.Parse(text, CultureInfo.InvariantCulture) : otherwise;

    /// <summary>A date, or a number of days after <paramref name="dayZero"/>; null for an empty cell.</summary>
    public DateOnly? Day(string column, DateOnly dayZero)
    {
        var text = Text(column, "");
        return text.Length == 0 ? null
            : int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var day) ? dayZero.AddDays(day)
            : DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);
    }

    public PaymentType Payment() => Text("pay", "insurance") switch
    {
        "insurance" => PaymentType.CommercialInsurance,
        "cash" => PaymentType.PrivatePay,
        "medicaid" => PaymentType.Medicaid,
        "medicare" => PaymentType.Medicare,
        "unknown" => PaymentType.Unknown,
        var other => throw new FormatException($"No such payment: {other}"),
    };

    public FillContext Context() => Flags<FillContext>("context");

    public RecordQuality Quality() => Flags<RecordQuality>("quality");

    private TEnum Flags<TEnum>(string column)
        where TEnum : struct, Enum =>
        Enum.Parse<TEnum>(Text(column, "0"), ignoreCase: true);
}

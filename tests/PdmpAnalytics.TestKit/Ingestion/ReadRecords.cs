using System.Text;
using PdmpAnalytics.Ingestion;

namespace PdmpAnalytics.TestKit.Ingestion;

/// <summary>A submitted file read and not checked: its records by the names of the CSV's columns, its transactions and its faults.</summary>
public sealed class ReadRecords
{
    private static readonly DateTimeOffset ReceivedAt = new(2026, 11, 22, 8, 0, 0, TimeSpan.Zero);

    private ReadRecords()
    {
    }

    /// <summary>Code, position and detail of the fault of the file; null without one.</summary>
    public string? Fault { get; private init; }

    /// <summary>The same of its notes.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>How many notes there were of each code, listed or not.</summary>
    public required IReadOnlyDictionary<string, long> NoteCounts { get; init; }

    public required IReadOnlyList<ReadRecord> Records { get; init; }

    public required IReadOnlyList<SubmittedTransaction> Transactions { get; init; }

    public static ReadRecords Of(string file, TimeZoneInfo? zone = null, bool strictCounts = false) =>
        Of(Encoding.UTF8.GetBytes(file), zone, strictCounts);

    /// <param name="zone">Of the programme; UTC by default.</param>
    public static ReadRecords Of(byte[] file, TimeZoneInfo? zone = null, bool strictCounts = false, int bufferSize = 64 * 1024)
    {
        using var text = SubmittedStream.Open(new MemoryStream(file));
        var options = new IngestionOptions { TimeZone = zone ?? TimeZoneInfo.Utc, StrictCounts = strictCounts };
        using var reader = SubmissionReaders.Open(text, options, ReceivedAt, bufferSize);
        var records = new List<ReadRecord>();
        while (reader.Read(out var malformed))
        {
            records.Add(ReadRecord.Of(reader.Record, malformed));
        }

        return new ReadRecords
        {
            Fault = reader.Fault is { } fault ? Words(fault) : null,
            Notes = [.. reader.Notes.Select(Words)],
            NoteCounts = reader.NoteCounts.ToDictionary(n => n.Key.Text(), n => n.Value),
            Records = records,
            Transactions = reader.Transactions,
        };
    }

    private static string Words(FileFault fault) => $"{fault.Code.Text()} {fault.Line} {fault.Detail}".TrimEnd();
}

/// <summary>One record as it was read.</summary>
/// <param name="Line">Line, or ordinal of the segment it begins with.</param>
/// <param name="Malformed">Code of what keeps it from being checked; null without.</param>
/// <param name="File">The record as a small file of its own.</param>
public sealed record ReadRecord(int Line, int Transaction, string? Malformed, byte[] File, IReadOnlyDictionary<string, string> Values)
{
    /// <summary>A field by its column; empty when blank.</summary>
    public string this[string column] => Values.GetValueOrDefault(column, "");

    internal static ReadRecord Of(SubmittedRecord record, SubmissionErrorCode? malformed)
    {
        var values = new Dictionary<string, string>();
        foreach (var field in Enum.GetValues<SubmittedField>())
        {
            if (field != SubmittedField.None && !record[field].IsEmpty)
            {
                values.Add(field.Column(), Encoding.UTF8.GetString(record[field]));
            }
        }

        return new ReadRecord(record.Line, record.Transaction, malformed?.Text(), record.ToFile(), values);
    }
}

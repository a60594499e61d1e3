using System.Text;
using PdmpAnalytics.Dispensing;
using PdmpAnalytics.Ingestion;

namespace PdmpAnalytics.TestKit.Ingestion;

/// <summary>A submitted file, CSV or ASAP, read and checked without a store: what was found, in the words of the report.</summary>
public sealed class CheckedFile
{
    private static readonly DateTimeOffset ReceivedAt = new(2026, 11, 22, 8, 0, 0, TimeSpan.Zero);

    private CheckedFile(string[] faults, string? fileFault, string[] notes, FillContext[] contexts, RecordQuality[] qualities, int records, int accepted) =>
        (Faults, FileFault, Notes, Contexts, Qualities, Records, Accepted) = (faults, fileFault, notes, contexts, qualities, records, accepted);

    /// <summary><c>line code column</c>, in order of line and code.</summary>
    public IReadOnlyList<string> Faults { get; }

    /// <summary>Code that rejects the whole file, with its detail; null when records could be read.</summary>
    public string? FileFault { get; }

    /// <summary><c>line code detail</c> of the file's notes, in the order found.</summary>
    public IReadOnlyList<string> Notes { get; }

    /// <summary>Of the accepted records.</summary>
    public IReadOnlyList<FillContext> Contexts { get; }

    /// <summary>Of the accepted records.</summary>
    public IReadOnlyList<RecordQuality> Qualities { get; }

    public int Records { get; }

    public int Accepted { get; }

    public static CheckedFile Of(params IReadOnlyList<CsvRow> rows) => Read(Encoding.UTF8.GetBytes(CsvRow.File(rows)));

    /// <param name="bufferSize">Bytes the reader takes at a time.</param>
    public static CheckedFile Read(byte[] file, int bufferSize = 64 * 1024)
    {
        using var text = SubmittedStream.Open(new MemoryStream(file));
        using var reader = SubmissionReaders.Open(text, new IngestionOptions(), ReceivedAt, bufferSize);
        var checks = new RecordChecks(new KnownProducts(DrugCatalog.Shipped, []), new IngestionOptions(), DateOnly.FromDateTime(ReceivedAt.UtcDateTime));
        var batch = new RecordBatch();
        checks.Begin(batch);
        while (reader.Read(out var malformed))
        {
            if (malformed is { } code)
            {
                checks.AddMalformed(reader.Record, code);
            }
            else
            {
                checks.Add(reader.Record);
            }
        }

        var records = batch.Records[..batch.Count];
        return new CheckedFile(
            [.. batch.Faults.OrderBy(f => f.Line).ThenBy(f => f.Code).Select(f => $"{f.Line} {f.Code.Text()} {f.Field.Column()}".TrimEnd())],
            reader.Fault is { } fault ? $"{fault.Code.Text()} {fault.Detail}".TrimEnd() : null,
            [.. reader.Notes.Select(n => $"{n.Line} {n.Code.Text()} {n.Detail}".TrimEnd())],
            [.. records.Select(r => r.Fill.Context)],
            [.. records.Select(r => r.Fill.Quality)],
            batch.RecordsRead,
            batch.Count);
    }
}

using System.Text.Json;
using CsvHelper;

namespace PdmpAnalytics.Ingestion;

/// <summary>Writes records to correct for other programs, in the order they come: one row a fault, or one object a record.</summary>
public static class FaultyRecordExport
{
    private static readonly string[] Columns =
    [
        "submission", "file", "submitter", "received_at", "position", "pharmacy", "pharmacy_name", "state", "corrected_by", "field",
        "code", "level", "as_sent", "advice",
    ];

    /// <summary>UTF-8 with LF line ends; text that a spreadsheet would run as a formula is made harmless.</summary>
    public static async Task WriteCsvAsync(TextWriter writer, IAsyncEnumerable<FaultyRecord> records, CancellationToken cancellation = default)
    {
        await using var csv = CsvWriter.Create(writer, new CsvWriterOptions { NewLine = "\n", Injection = CsvInjection.Escape }, leaveOpen: true);
        csv.WriteHeader(Columns);
        await foreach (var record in records.WithCancellation(cancellation))
        {
            foreach (var fault in record.Faults)
            {
                csv.WriteField(record.SubmissionId);
                csv.WriteField(record.FileName);
                csv.WriteField(record.Submitter);
                csv.WriteField(record.ReceivedAt, "yyyy-MM-ddTHH:mm:ssZ");
                csv.WriteField(record.Line);
                csv.WriteField(record.Dispenser?.Number);
                csv.WriteField(record.Dispenser?.Name);
                csv.WriteField(State(record));
                csv.WriteField(record.ClosedBySubmissionId);
                csv.WriteField(fault.Field);
                csv.WriteField(fault.Code.Text());
                csv.WriteField(fault.Code.Level().Text());
                csv.WriteField(fault.AsSent);
                csv.WriteField(SubmissionErrors.Of(fault.Code).Advice);
                csv.EndRecord();
            }
        }
    }

    /// <summary>One JSON array.</summary>
    public static async Task WriteJsonAsync(Stream stream, IAsyncEnumerable<FaultyRecord> records, CancellationToken cancellation = default)
    {
        await using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, NewLine = "\n" });
        json.WriteStartArray();
        await foreach (var record in records.WithCancellation(cancellation))
        {
            json.WriteStartObject();
            json.WriteNumber("submission", record.SubmissionId);
            json.WriteString("file", record.FileName);
            json.WriteString("submitter", record.Submitter);
            json.WriteString("received_at", record.ReceivedAt);
            json.WriteNumber("position", record.Line);
            json.WriteString("pharmacy", record.Dispenser?.Number);
            json.WriteString("pharmacy_name", record.Dispenser?.Name);
            json.WriteString("state", State(record));
            if (record.ClosedBySubmissionId is { } closedBy)
            {
                json.WriteNumber("corrected_by", closedBy);
            }

            json.WriteStartArray("faults");
            foreach (var fault in record.Faults)
            {
                WriteFault(json, fault);
            }

            json.WriteEndArray();
            json.WriteEndObject();
            await json.FlushAsync(cancellation);
        }

        json.WriteEndArray();
        await json.FlushAsync(cancellation);
        await stream.WriteAsync("\n"u8.ToArray(), cancellation);
    }

    private static void WriteFault(Utf8JsonWriter json, ReportedFault fault)
    {
        json.WriteStartObject();
        json.WriteString("field", fault.Field);
        json.WriteString("code", fault.Code.Text());
        json.WriteString("level", fault.Code.Level().Text());
        if (fault.AsSent is { } sent)
        {
            json.WriteString("as_sent", sent);
        }

        json.WriteString("advice", SubmissionErrors.Of(fault.Code).Advice);
        json.WriteEndObject();
    }

    private static string State(FaultyRecord record) => record.State switch
    {
        RejectedRecordState.Open => "open",
        RejectedRecordState.Replaced => "replaced",
        RejectedRecordState.Resubmitted => "resubmitted",
        RejectedRecordState.Withdrawn => "withdrawn",
        null => "loaded",
    };
}

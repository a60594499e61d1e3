using System.Globalization;
using System.Text.Json;
using CsvHelper;

namespace PdmpAnalytics.Review;

/// <summary>Writes alerts for other programs, in the columns of contract.md and in the order they come.</summary>
public static class AlertExport
{
    private static readonly string[] Columns =
    [
        "alert_id", "queue", "subject_kind", "subject_id", "patient_id", "priority", "severity", "state", "rules",
        "anomaly_percentile", "risk_probability", "raised_on", "findings", "evidence_fills",
    ];

    /// <summary>UTF-8 with LF line ends; text that a spreadsheet would run as a formula is made harmless.</summary>
    public static async Task WriteCsvAsync(TextWriter writer, IAsyncEnumerable<Alert> alerts, CancellationToken cancellation = default)
    {
        await using var csv = CsvWriter.Create(writer, new CsvWriterOptions { NewLine = "\n", Injection = CsvInjection.Escape }, leaveOpen: true);
        csv.WriteHeader(Columns);
        await foreach (var alert in alerts.WithCancellation(cancellation))
        {
            WriteRow(csv, alert);
        }
    }

    /// <summary>One JSON array; each alert with its findings, evidence and score parts.</summary>
    public static async Task WriteJsonAsync(Stream stream, IAsyncEnumerable<Alert> alerts, CancellationToken cancellation = default)
    {
        await using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, NewLine = "\n" });
        json.WriteStartArray();
        await foreach (var alert in alerts.WithCancellation(cancellation))
        {
            AlertJson.Write(json, alert);
            await json.FlushAsync(cancellation);
        }

        json.WriteEndArray();
    }

    /// <summary>One line an alert for people and for grep: id, priority, severity, queue, subject and rules, two blanks apart.</summary>
    public static async Task WriteTextAsync(TextWriter writer, IAsyncEnumerable<Alert> alerts, CancellationToken cancellation = default)
    {
        await foreach (var alert in alerts.WithCancellation(cancellation))
        {
            await writer.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"{alert.Id}  {alert.Priority:0.00}  {AlertCodes.Of(alert.Severity)}  {AlertCodes.Of(alert.Queue)}  {AlertCodes.Of(alert.SubjectKind)} {alert.SubjectId}  {alert.Rules}"));
        }
    }

    private static void WriteRow(CsvWriter csv, Alert alert)
    {
        csv.WriteField(alert.Id);
        csv.WriteField(AlertCodes.Of(alert.Queue));
        csv.WriteField(AlertCodes.Of(alert.SubjectKind));
        csv.WriteField(alert.SubjectId);
        csv.WriteField(alert.SubjectKind == AlertSubjectKind.Patient ? alert.SubjectId : null as long?);
        csv.WriteField(alert.Priority, "0.##");
        csv.WriteField(AlertCodes.Of(alert.Severity));
        csv.WriteField(AlertCodes.Of(alert.State));
        csv.WriteField(alert.Rules);
        csv.WriteField(alert.AnomalyPercentile, "0.##");
        csv.WriteField(alert.RiskProbability, "0.####");
        csv.WriteField(alert.RaisedOn, "yyyy-MM-dd");
        csv.WriteField(alert.FindingCount);
        csv.WriteField(alert.EvidenceCount);
        csv.EndRecord();
    }
}

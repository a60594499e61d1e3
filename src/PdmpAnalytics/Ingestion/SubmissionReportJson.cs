using System.Text.Json;
using System.Text.Json.Serialization;

namespace PdmpAnalytics.Ingestion;

/// <summary>A report for programs: the same content as <see cref="SubmissionReportText"/>, in snake case.</summary>
public static class SubmissionReportJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public static string Of(SubmissionReport report) => JsonSerializer.Serialize(
        new
        {
            Notice = report.QuotesValues ? SubmissionReportText.HoldsValues : SubmissionReportText.HoldsNone,
            File = report.Name,
            report.SubmissionId,
            report.Submitter,
            report.ReceivedAt,
            Result = Name(report.Result),
            report.CameBefore,
            Transactions = report.Transactions.Where(t => t.Version.Length > 0).Select(t => new
            {
                t.Sequence,
                Kind = t.Kind == TransactionKind.Void ? "void" : "send",
                Release = t.Version,
                t.ControlNumber,
                t.Sender,
                t.SenderName,
                t.ReportedAt,
                TimeZone = t.TimeZone.Length > 0 ? t.TimeZone : null,
                t.PeriodFirstDay,
                t.PeriodLastDay,
                t.IsTest,
            }),
            Totals = new
            {
                report.Counts.Read,
                report.Counts.Loaded,
                report.Counts.Revised,
                Voided = report.Counts.Voided + report.Counts.Withdrawn,
                report.Counts.Serious,
                report.Warned,
                report.Counts.UnknownProducts,
                report.Counts.Duplicates,
                report.Counts.NotFound,
                report.Counts.ZeroReports,
                report.Counts.ZeroReportsRefused,
                report.Counts.Rejected,
            },
            ByCode = report.ByCode.Select(c => new
            {
                Code = c.Code.Text(),
                Level = c.Code.Level().Text(),
                c.Count,
                AtLeast = c.IsLeast ? true : (bool?)null,
                SubmissionErrors.Of(c.Code).Advice,
            }),
            report.UnknownProducts,
            Faults = report.Faults.Select(f => new
            {
                Line = report.IsAsap ? null : (int?)f.Line,
                Segment = report.IsAsap ? (int?)f.Line : null,
                f.Field,
                Code = f.Code.Text(),
                Level = f.Code.Level().Text(),
                SubmissionErrors.Of(f.Code).Advice,
                f.AsSent,
            }),
            report.QuotesMissing,
        },
        Options);

    /// <summary>For example <c>accepted_in_part</c>.</summary>
    public static string Name(SubmissionResult result) => JsonNamingPolicy.SnakeCaseLower.ConvertName(result.ToString());
}

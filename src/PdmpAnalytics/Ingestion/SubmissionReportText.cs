using System.Globalization;
using System.Text;

namespace PdmpAnalytics.Ingestion;

/// <summary>A report as plain text, made to be read from top to bottom: what it is, how it ended, what to do, what else was noticed.</summary>
public static class SubmissionReportText
{
    internal const string HoldsValues = "This report holds values as submitted: handle it as patient data.";
    internal const string HoldsNone = "This report holds no value of the file.";

    public static string Of(SubmissionReport report)
    {
        var text = new StringBuilder();
        text.Append(report.QuotesValues ? HoldsValues : HoldsNone).Append("\n\n");
        Line(text, "File", report.Name);
        Line(text, "Submission", report.SubmissionId?.ToString(CultureInfo.InvariantCulture));
        Line(text, "Submitter", report.Submitter);
        Line(text, "Received", report.ReceivedAt.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) + " UTC");
        Line(text, "Result", Sentence(report.Result) + (report.CameBefore ? "; the same file came again and changed nothing" : ""));
        AppendTransactions(text, report);
        text.Append("\nRecords\n");
        foreach (var (name, count) in Totals(report))
        {
            text.Append(Invariant($"{count,12}  {name}\n"));
        }

        AppendCodes(text, report);
        AppendProducts(text, report.UnknownProducts);
        AppendFaults(text, report, "The file", f => f.Line == 0, withAdvice: true);
        AppendFaults(text, report, "Not loaded: correct and send again", f => Is(f, SubmissionErrorLevel.RejectsRecord), withAdvice: true);
        AppendFaults(text, report, "Loaded: correct with a revision (01)", f => Is(f, SubmissionErrorLevel.Serious), withAdvice: true);
        AppendFaults(text, report, "For information", f => f.Code.Level() < SubmissionErrorLevel.Serious && f.Line > 0, withAdvice: false);
        AppendUnlisted(text, report);
        if (report.QuotesMissing is { } reason)
        {
            text.Append('\n').Append(reason).Append('\n');
        }

        return text.ToString();
    }

    public static string Sentence(SubmissionResult result) => result switch
    {
        SubmissionResult.Accepted => "accepted",
        SubmissionResult.AcceptedInPart => "accepted without the rejected records",
        SubmissionResult.Rejected => "rejected: nothing was loaded",
        SubmissionResult.AlreadyLoaded => "the same file was loaded before: nothing was changed",
        SubmissionResult.Tested => "test: checked, nothing was kept",
    };

    private static IEnumerable<(string Name, string Count)> Totals(SubmissionReport report)
    {
        var counts = report.Counts;
        yield return ("read", Number(counts.Read));
        yield return ("loaded", Number(counts.Loaded));
        (string Name, long Count, bool IsLeast)[] rest =
        [
            ("revised", counts.Revised, false), ("voided", counts.Voided + counts.Withdrawn, false),
            ("loaded, to be corrected", counts.Serious, false), ("loaded with a warning", report.Warned, report.WarnedIsLeast),
            ("with an unknown product", counts.UnknownProducts, false), ("sent before, skipped", counts.Duplicates, false),
            ("to revise or void, not found", counts.NotFound, false), (counts.ZeroReports == 1 ? "zero report" : "zero reports", counts.ZeroReports, false),
            (counts.ZeroReportsRefused == 1 ? "zero report beside dispensations, refused" : "zero reports beside dispensations, refused",
                counts.ZeroReportsRefused, false),
            ("rejected", counts.Rejected, false),
        ];
        foreach (var (name, count, isLeast) in rest.Where(t => t.Count > 0))
        {
            yield return (name, Number(count, isLeast));
        }
    }

    private static void AppendTransactions(StringBuilder text, SubmissionReport report)
    {
        if (report.IsAsap)
        {
            text.Append("\nTransactions\n");
        }

        foreach (var t in report.Transactions.Where(t => t.Version.Length > 0))
        {
            text.Append(Invariant($"{t.Sequence,12}  ASAP {t.Version}  {t.ControlNumber}  made {t.ReportedAt:yyyy-MM-dd HH:mm:ss} UTC"));
            text.Append(t.TimeZone.Length == 0 ? "" : $", stated in time zone {t.TimeZone}");
            text.Append(t.Kind == TransactionKind.Void ? "  withdraws the transaction of that number" : "");
            text.Append(t.Sender.Length > 0 ? $"  by {t.Sender} {t.SenderName}".TrimEnd() : "");
            text.Append(t.PeriodFirstDay is { } first ? Invariant($"  for {first:yyyy-MM-dd} to {t.PeriodLastDay ?? first:yyyy-MM-dd}") : "");
            text.Append(t.IsTest ? "  test" : "").Append('\n');
        }
    }

    private static void AppendCodes(StringBuilder text, SubmissionReport report)
    {
        if (report.ByCode.Count > 0)
        {
            text.Append("\nBy code (FF rejects the file, FR the record; S is to be corrected; M and W are for information)\n");
        }

        foreach (var (code, count, isLeast) in report.ByCode)
        {
            text.Append(Invariant($"{Number(count, isLeast),12}  {code.Text()} {code.Level().Text(),-2}  {SubmissionErrors.Of(code).Advice}\n"));
        }
    }

    private static void AppendProducts(StringBuilder text, IReadOnlyList<UnknownProduct> products)
    {
        if (products.Count > 0)
        {
            text.Append("\nProduct codes that are not in the drug table\n");
        }

        foreach (var product in products)
        {
            text.Append(Invariant($"{product.Records,12:N0}  {product.Code}\n"));
        }
    }

    private static void AppendFaults(StringBuilder text, SubmissionReport report, string title, Func<ReportedFault, bool> belongs, bool withAdvice)
    {
        var faults = report.Faults.Where(belongs).ToList();
        if (faults.Count > 0)
        {
            text.Append(Invariant($"\n{title}\n{(report.IsAsap ? "segment" : "line"),12}  code     field\n"));
        }

        foreach (var fault in faults)
        {
            var line = fault.Line == 0 ? "file" : Number(fault.Line);
            text.Append(Invariant($"{line,12}  {fault.Code.Text()} {fault.Code.Level().Text(),-2}  {fault.Field,-20}  {AsSent(fault)}").TrimEnd()).Append('\n');
            if (withAdvice)
            {
                text.Append(Invariant($"{"",12}           {SubmissionErrors.Of(fault.Code).Advice}\n"));
            }
        }
    }

    private static void AppendUnlisted(StringBuilder text, SubmissionReport report)
    {
        var unlisted = report.ByCode.Sum(c => c.Count) - report.Faults.Count;
        if (unlisted > 0)
        {
            text.Append(Invariant($"{"",12}  and {unlisted:N0} more of the codes above\n"));
        }
        else if (report.ByCode.Any(c => c.IsLeast))
        {
            text.Append(Invariant($"{"",12}  and possibly more: {FaultLog.ListedPerCode:N0} are kept of a code that rejects nothing, {FaultLog.ListedRejections:N0} of the others together\n"));
        }
    }

    private static string AsSent(ReportedFault fault) => fault.AsSent switch
    {
        null => "",
        "" => "was blank",
        { } value => $"was \"{value}\"",
    };

    private static bool Is(ReportedFault fault, SubmissionErrorLevel level) => fault.Line > 0 && fault.Code.Level() == level;

    private static void Line(StringBuilder text, string name, string? value)
    {
        if (value is not null)
        {
            text.Append(Invariant($"{name,-12}{value}\n"));
        }
    }

    private static string Number(long count, bool isLeast = false) => Invariant($"{count:N0}{(isLeast ? "+" : "")}");

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}

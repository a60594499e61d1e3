using System.Globalization;
using PdmpAnalytics.Ingestion;

namespace PdmpAnalytics.Cli;

/// <summary>How a submitted file ended, in a few lines without any value of it.</summary>
internal static class SubmissionText
{
    private const int CodesShown = 12;

    /// <summary>Records in the whole file, estimated from the share of bytes read; null when the size is unknown.</summary>
    public static long? Total(this SubmissionProgress progress) =>
        progress.TotalBytes is { } total && progress.BytesRead > 0
            ? Math.Max(progress.Records, (long)((double)total / progress.BytesRead * progress.Records))
            : null;

    /// <param name="name">The file, as the user knows it.</param>
    /// <param name="report">Path of its text report; null for none.</param>
    public static void Write(Terminal terminal, SubmissionOutcome outcome, string name, string? report)
    {
        var counts = outcome.Counts;
        terminal.Note(outcome.Result switch
        {
            SubmissionResult.AlreadyLoaded => $"{name}: loaded before as submission {outcome.SubmissionId}; nothing changed.",
            SubmissionResult.Rejected => $"{name}: rejected, nothing was loaded.",
            SubmissionResult.Accepted or SubmissionResult.AcceptedInPart or SubmissionResult.Tested => $"{name}: {Counted.Of(counts.Read, "record", "records")}: {string.Join(", ", Parts(counts))}.",
        });
        foreach (var (code, count) in outcome.FaultCounts.OrderByDescending(f => f.Key.Level()).ThenByDescending(f => f.Value).Take(CodesShown))
        {
            terminal.Note(string.Create(CultureInfo.InvariantCulture, $"  {count,7:N0} × {code.Text()}  {SubmissionErrors.Of(code).Advice}"));
        }

        if (outcome.IsRefusal && report is not null)
        {
            terminal.Error($"{name} was not loaded in full; {report} lists why, record by record.");
        }

        if (outcome.Waiting > 0)
        {
            terminal.Note($"  {Counted.Of(outcome.Waiting, "record", "records")} of it still to be corrected; pdmp submissions errors {outcome.SubmissionId} lists them.");
        }

        if (outcome is { Result: SubmissionResult.AcceptedInPart, SubmissionId: not null })
        {
            terminal.Note($"  pdmp submissions errors {outcome.SubmissionId} lists what to correct, by record.");
        }

        if (counts.UnknownProducts > 0)
        {
            terminal.Note(string.Create(
                CultureInfo.InvariantCulture,
                $"  {Counted.Of(counts.UnknownProducts, "record", "records")} of {Counted.Of(outcome.UnknownProducts.Count, "unknown product", "unknown products")} kept; pdmp reference import --kind ndc names them."));
        }
    }

    /// <summary>What became of the records: the number loaded, and whatever else there was.</summary>
    private static IEnumerable<string> Parts(SubmissionCounts counts)
    {
        (long Count, string One, string Many)[] parts =
        [
            (counts.Revised, "revised", "revised"), (counts.Voided, "voided", "voided"),
            (counts.Withdrawn, "withdrawn with its transaction", "withdrawn with their transaction"),
            (counts.Duplicates, "sent before", "sent before"), (counts.NotFound, "not found", "not found"),
            (counts.ZeroReports, "zero report", "zero reports"), (counts.ZeroReportsRefused, "zero report refused", "zero reports refused"),
            (counts.Rejected, "rejected", "rejected"), (counts.Serious, "with a serious fault", "with a serious fault"),
        ];
        return parts.Where(p => p.Count > 0).Prepend((counts.Loaded, "loaded", "loaded")).Select(p => Counted.Of(p.Item1, p.Item2, p.Item3));
    }
}

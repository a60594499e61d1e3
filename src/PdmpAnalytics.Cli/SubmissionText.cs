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
            SubmissionResult.Accepted or SubmissionResult.AcceptedInPart or SubmissionResult.Tested => string.Create(
                CultureInfo.InvariantCulture, $"{name}: {counts.Read:N0} {(counts.Read == 1 ? "record" : "records")}: {string.Join(", ", Parts(counts))}."),
        });
        foreach (var (code, count) in outcome.FaultCounts.OrderByDescending(f => f.Key.Level()).ThenByDescending(f => f.Value).Take(CodesShown))
        {
            terminal.Note(string.Create(CultureInfo.InvariantCulture, $"  {count,7:N0} × {code.Text()}  {SubmissionErrors.Of(code).Advice}"));
        }

        if (outcome.IsRefusal && report is not null)
        {
            terminal.Error($"{name} was not loaded in full; {report} lists why, record by record.");
        }

        if (outcome is { Result: SubmissionResult.AcceptedInPart, SubmissionId: not null })
        {
            terminal.Note($"  pdmp submissions errors {outcome.SubmissionId} lists what to correct, by record.");
        }

        if (counts.UnknownProducts > 0)
        {
            terminal.Note(string.Create(
                CultureInfo.InvariantCulture,
                $"  {counts.UnknownProducts:N0} records of {outcome.UnknownProducts.Count:N0} unknown products are kept; pdmp reference import --kind ndc names them."));
        }
    }

    /// <summary>What became of the records: the number loaded, and whatever else there was.</summary>
    private static IEnumerable<string> Parts(SubmissionCounts counts)
    {
        (long Count, string Name)[] parts =
        [
            (counts.Revised, "revised"), (counts.Voided, "voided"), (counts.Withdrawn, "withdrawn with their transaction"),
            (counts.Duplicates, "sent before"), (counts.NotFound, "not found"), (counts.ZeroReports, counts.ZeroReports == 1 ? "zero report" : "zero reports"),
            (counts.ZeroReportsRefused, counts.ZeroReportsRefused == 1 ? "zero report refused" : "zero reports refused"),
            (counts.Rejected, "rejected"), (counts.Serious, "with a serious fault"),
        ];
        return parts.Where(p => p.Count > 0).Prepend((counts.Loaded, "loaded"))
            .Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.Item1:N0} {p.Item2}"));
    }
}

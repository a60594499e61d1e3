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

    public static void Write(Terminal terminal, SubmissionOutcome outcome, string? reports)
    {
        var counts = outcome.Counts;
        terminal.Note(outcome.Result switch
        {
            SubmissionResult.AlreadyLoaded => $"{outcome.Name}: loaded before as submission {outcome.SubmissionId}; nothing changed.",
            SubmissionResult.Rejected => $"{outcome.Name}: rejected, nothing was loaded.",
            SubmissionResult.Accepted or SubmissionResult.AcceptedInPart or SubmissionResult.Tested => string.Create(
                CultureInfo.InvariantCulture,
                $"{outcome.Name}: {counts.Read:N0} records: {counts.Loaded:N0} loaded, {counts.Revised:N0} revised, {counts.Voided:N0} voided, {counts.Duplicates:N0} sent before, {counts.NotFound:N0} not found, {counts.Rejected:N0} rejected."),
        });
        foreach (var (code, count) in outcome.FaultCounts.OrderByDescending(f => f.Key.Level()).ThenByDescending(f => f.Value).Take(CodesShown))
        {
            terminal.Note(string.Create(CultureInfo.InvariantCulture, $"  {count,7:N0} × {code.Text()}  {SubmissionErrors.Of(code).Advice}"));
        }

        if (outcome.IsRefusal && reports is not null)
        {
            terminal.Error($"{outcome.Name} was not loaded in full; {Path.Combine(reports, SubmissionReportFiles.TextName(outcome.Name))} lists why, by line.");
        }

        if (counts.UnknownProducts > 0)
        {
            terminal.Note(string.Create(
                CultureInfo.InvariantCulture,
                $"  {counts.UnknownProducts:N0} records of {outcome.UnknownProducts.Count:N0} unknown products are kept; pdmp reference import --kind ndc names them."));
        }
    }
}

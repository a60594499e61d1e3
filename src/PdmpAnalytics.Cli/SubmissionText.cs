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
                CultureInfo.InvariantCulture,
                $"{name}: {counts.Read:N0} records: {counts.Loaded:N0} loaded, {counts.Revised:N0} revised, {counts.Voided:N0} voided, {counts.Duplicates:N0} sent before, {counts.NotFound:N0} not found, {counts.Rejected:N0} rejected."),
        });
        foreach (var (code, count) in outcome.FaultCounts.OrderByDescending(f => f.Key.Level()).ThenByDescending(f => f.Value).Take(CodesShown))
        {
            terminal.Note(string.Create(CultureInfo.InvariantCulture, $"  {count,7:N0} × {code.Text()}  {SubmissionErrors.Of(code).Advice}"));
        }

        if (outcome.IsRefusal && report is not null)
        {
            terminal.Error($"{name} was not loaded in full; {report} lists why, record by record.");
        }

        if (counts.UnknownProducts > 0)
        {
            terminal.Note(string.Create(
                CultureInfo.InvariantCulture,
                $"  {counts.UnknownProducts:N0} records of {outcome.UnknownProducts.Count:N0} unknown products are kept; pdmp reference import --kind ndc names them."));
        }
    }
}

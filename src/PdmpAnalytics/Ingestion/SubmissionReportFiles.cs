namespace PdmpAnalytics.Ingestion;

/// <summary>Keeps reports in a folder (shell).</summary>
public static class SubmissionReportFiles
{
    /// <summary>
    /// Writes the report of a load as <c>NAME.report.txt</c> and <c>NAME.report.json</c> into a folder, which is made if need be:
    /// each appears whole or not at all. A file that was loaded before keeps the report of that load.
    /// </summary>
    public static async Task WriteAsync(
        SubmissionOutcome outcome, string folder, CancellationToken cancellationToken = default)
    {
        Directory.CreateDirectory(folder);
        foreach (var (ending, content) in new[] { ("txt", SubmissionReport.Text(outcome)), ("json", SubmissionReport.Json(outcome)) })
        {
            var path = Path.Combine(folder, FileName(outcome, ending));
            if (outcome.Result == SubmissionResult.AlreadyLoaded && File.Exists(path))
            {
                continue;
            }

            var partial = $"{path}.{Guid.NewGuid():N}.tmp";
            await File.WriteAllTextAsync(partial, content, cancellationToken);
            File.Move(partial, path, overwrite: true);
        }
    }

    /// <summary>Name of the text report of a load.</summary>
    public static string TextName(SubmissionOutcome outcome) => FileName(outcome, "txt");

    private static string FileName(SubmissionOutcome outcome, string ending) =>
        $"{(outcome.Name == "-" ? "standard-input" : outcome.Name)}.report.{ending}";
}

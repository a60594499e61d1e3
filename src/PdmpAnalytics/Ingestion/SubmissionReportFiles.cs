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
        var name = outcome.Name == "-" ? "standard-input" : outcome.Name;
        foreach (var (ending, content) in new[] { ("txt", SubmissionReport.Text(outcome)), ("json", SubmissionReport.Json(outcome)) })
        {
            var path = Path.Combine(folder, $"{name}.report.{ending}");
            if (outcome.Result == SubmissionResult.AlreadyLoaded && File.Exists(path))
            {
                continue;
            }

            var partial = $"{path}.{Guid.NewGuid():N}.tmp";
            await File.WriteAllTextAsync(partial, content, cancellationToken);
            File.Move(partial, path, overwrite: true);
        }
    }
}

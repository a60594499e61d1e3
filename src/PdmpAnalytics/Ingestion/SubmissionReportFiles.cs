namespace PdmpAnalytics.Ingestion;

/// <summary>Keeps reports in a folder (shell).</summary>
public static class SubmissionReportFiles
{
    /// <summary>
    /// Writes a report as <c>NAME.report.txt</c> and <c>NAME.report.json</c> into a folder, which is made if need be: each appears
    /// whole or not at all, and takes the place of an older one.
    /// </summary>
    public static async Task WriteAsync(SubmissionReport report, string folder, CancellationToken cancellationToken = default)
    {
        Directory.CreateDirectory(folder);
        foreach (var (ending, content) in Contents(report))
        {
            var path = Path.Combine(folder, $"{FileName(report.Name)}.report.{ending}");
            var partial = $"{path}.{Guid.NewGuid():N}.tmp";
            await File.WriteAllTextAsync(partial, content, cancellationToken);
            File.Move(partial, path, overwrite: true);
        }
    }

    /// <summary>Name of the text report of a file.</summary>
    /// <param name="name">File name without folder; <c>-</c> for standard input.</param>
    public static string TextName(string name) => $"{FileName(name)}.report.txt";

    /// <summary>The two reports by the ending of their file.</summary>
    internal static (string Ending, string Content)[] Contents(SubmissionReport report) =>
        [("txt", SubmissionReportText.Of(report)), ("json", SubmissionReportJson.Of(report))];

    private static string FileName(string name) => name == "-" ? "standard-input" : name;
}

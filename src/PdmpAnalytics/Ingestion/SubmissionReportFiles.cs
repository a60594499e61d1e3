using PdmpAnalytics.Ingestion.Inbox;

namespace PdmpAnalytics.Ingestion;

/// <summary>Keeps reports in a folder (shell).</summary>
public static class SubmissionReportFiles
{
    /// <summary>
    /// Writes a report as <c>NAME.report.txt</c> and <c>NAME.report.json</c> into a folder, which is made if need be: each appears
    /// whole or not at all, and takes the place of one that an earlier run wrote.
    /// </summary>
    /// <param name="written">
    /// Names of this run, which get the report's: a second file of the same name has its report beside that of the first
    /// (<c>day.2.csv.report.txt</c>).
    /// </param>
    /// <returns>Path of the text report.</returns>
    public static async Task<string> WriteAsync(
        SubmissionReport report, string folder, ISet<string> written, CancellationToken cancellationToken = default)
    {
        Directory.CreateDirectory(folder);
        var name = InboxNames.Free(report.Name == "-" ? "standard-input" : report.Name, candidate => !written.Add(candidate));
        foreach (var (ending, content) in Contents(report))
        {
            var path = Path.Combine(folder, InboxNames.Report(name, ending).Final);
            var partial = $"{path}.{Guid.NewGuid():N}.tmp";
            await WriteAsync(partial, report, content, cancellationToken);
            File.Move(partial, path, overwrite: true);
        }

        return Path.Combine(folder, InboxNames.Report(name, "txt").Final);
    }

    /// <summary>
    /// Writes one file of a report in place of what is there; of a link, the link goes and nothing where it leads. Only its owner may
    /// read a report that quotes values.
    /// </summary>
    internal static async Task WriteAsync(string path, SubmissionReport report, string content, CancellationToken cancellationToken)
    {
        File.Delete(path);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Options = FileOptions.Asynchronous };
        if (report.QuotesValues && !OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        await using var file = new StreamWriter(path, options);
        await file.WriteAsync(content.AsMemory(), cancellationToken);
    }

    /// <summary>The two reports by the ending of their file.</summary>
    internal static (string Ending, string Content)[] Contents(SubmissionReport report) =>
        [("txt", SubmissionReportText.Of(report)), ("json", SubmissionReportJson.Of(report))];
}

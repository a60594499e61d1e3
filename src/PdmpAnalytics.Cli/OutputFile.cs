namespace PdmpAnalytics.Cli;

/// <summary>Files that commands write: whole or not at all, so that a reader never sees half of one.</summary>
internal static class OutputFile
{
    /// <param name="path"><c>-</c> is standard output.</param>
    public static async Task WriteAsync(string path, Func<Stream, Task> write)
    {
        if (path == "-")
        {
            await using var output = Console.OpenStandardOutput();
            await write(output);
            return;
        }

        var full = Path.GetFullPath(path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        var unfinished = $"{full}.{Environment.ProcessId}.tmp";
        try
        {
            await using (var file = new FileStream(unfinished, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16, FileOptions.Asynchronous))
            {
                await write(file);
            }

            File.Move(unfinished, full, overwrite: true);
        }
        finally
        {
            File.Delete(unfinished);
        }
    }
}

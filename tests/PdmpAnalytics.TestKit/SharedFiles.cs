using System.IO.Compression;
using Xunit;

namespace PdmpAnalytics.TestKit;

/// <summary>The folder <c>shared</c> beside the repository: public reference files too large to commit, and outside samples.</summary>
public static class SharedFiles
{
    /// <summary>Null where the folder is absent.</summary>
    public static string? Folder { get; } = Find();

    /// <summary>Full path of a file given relative to the folder.</summary>
    public static string PathOf(string file) =>
        Path.Combine(Folder ?? throw new InvalidOperationException("The shared folder is absent."), file);

    /// <summary>The text of a gzip file.</summary>
    public static Stream OpenGzip(string file) => new GZipStream(File.OpenRead(PathOf(file)), CompressionMode.Decompress);

    private static string? Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "PdmpAnalytics.sln")))
            {
                var shared = Path.Combine(folder.FullName, "..", "shared");
                return Directory.Exists(shared) ? Path.GetFullPath(shared) : null;
            }
        }

        return null;
    }
}

/// <summary>A test on files of the shared folder; skipped with a reason where it is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SharedFilesFactAttribute : FactAttribute
{
    public SharedFilesFactAttribute()
    {
        if (SharedFiles.Folder is null)
        {
            Skip = "No folder 'shared' beside the repository.";
        }
    }
}

/// <summary>The same for a theory.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SharedFilesTheoryAttribute : TheoryAttribute
{
    public SharedFilesTheoryAttribute()
    {
        if (SharedFiles.Folder is null)
        {
            Skip = "No folder 'shared' beside the repository.";
        }
    }
}

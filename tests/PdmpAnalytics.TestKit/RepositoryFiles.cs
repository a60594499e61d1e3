namespace PdmpAnalytics.TestKit;

/// <summary>Files of the checkout the tests run in.</summary>
public static class RepositoryFiles
{
    /// <summary>Full path of a file or folder below the repository's root.</summary>
    public static string Path(params string[] parts)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(System.IO.Path.Combine(folder.FullName, "PdmpAnalytics.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("The tests run outside the repository.");
        }

        return System.IO.Path.Combine([folder.FullName, .. parts]);
    }
}

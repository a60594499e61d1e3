namespace PdmpAnalytics.Web;

/// <summary>Where the host finds its own files.</summary>
internal static class HostFolder
{
    /// <summary>A published host has its files beside it, whatever the working folder is; one that was only built knows where they lie.</summary>
    public static WebApplicationOptions Options(string[] args) => new()
    {
        Args = args,
        ContentRootPath = Directory.Exists(Path.Combine(AppContext.BaseDirectory, "wwwroot")) ? AppContext.BaseDirectory : null,
    };
}

using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace PdmpAnalytics.Web.Layout;

/// <summary>Addresses of style sheets and scripts that change with their content, so that browsers may keep them for good.</summary>
internal sealed class Assets(IWebHostEnvironment environment)
{
    /// <summary>The query parameter that holds the hash.</summary>
    public const string Version = "v";

    private readonly ConcurrentDictionary<string, string> _addresses = new();

    /// <param name="path">From the root, such as <c>/site.css</c>.</param>
    public string this[string path] => _addresses.GetOrAdd(path, Address);

    private string Address(string path)
    {
        var file = environment.WebRootFileProvider.GetFileInfo(path);
        if (!file.Exists)
        {
            return path;
        }

        using var content = file.CreateReadStream();
        return $"{path}?{Version}={Convert.ToHexStringLower(SHA256.HashData(content))[..16]}";
    }
}

using System.IO.Compression;

namespace PdmpAnalytics.Reference;

/// <summary>Opens reference files by path, gzip told by content, and finds the two halves of FDA's text edition.</summary>
internal static class ReferenceFiles
{
    /// <summary>Opens a file afresh at each call.</summary>
    public static Func<Stream> Opener(string path) => () =>
    {
        var file = File.OpenRead(path);
        var isGzip = file.ReadByte() == 0x1f && file.ReadByte() == 0x8b;
        file.Position = 0;
        return isGzip ? new GZipStream(file, CompressionMode.Decompress) : file;
    };

    /// <summary>
    /// product.txt and package.txt when the path is their folder or one of them; null when it is another file. A half that
    /// is not there comes back as null.
    /// </summary>
    public static (string? Products, string? Packages)? TextEdition(string path)
    {
        if (Directory.Exists(path))
        {
            return (Half(path, "product"), Half(path, "package"));
        }

        var name = Path.GetFileName(path);
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        if (IsHalf(name, "product"))
        {
            return (path, Half(folder, "package"));
        }

        return IsHalf(name, "package") ? (Half(folder, "product"), path) : null;
    }

    private static string? Half(string folder, string half) => Directory.EnumerateFiles(folder)
        .Where(file => IsHalf(Path.GetFileName(file), half))
        .Order(StringComparer.Ordinal)
        .FirstOrDefault();

    private static bool IsHalf(string name, string half) =>
        name.Equals(half + ".txt", StringComparison.OrdinalIgnoreCase) || name.Equals(half + ".txt.gz", StringComparison.OrdinalIgnoreCase);
}

using System.Buffers.Binary;
using System.IO.Compression;

namespace PdmpAnalytics.Reference;

/// <summary>Opens reference files by path, gzip told by content, and finds the two halves of FDA's text edition.</summary>
internal static class ReferenceFiles
{
    /// <summary>
    /// Opens a file afresh at each call. A gzip file that was cut off throws <see cref="InvalidDataException"/>, which
    /// .NET's reader alone passes over in silence; one of several members, which no publisher makes, counts as cut off.
    /// </summary>
    public static Func<Stream> Opener(string path)
    {
        var isWhole = new Lazy<bool>(() => IsWholeGzip(path));
        return () =>
        {
            var file = File.OpenRead(path);
            if (!IsGzip(file))
            {
                return file;
            }

            if (isWhole.Value)
            {
                return new GZipStream(file, CompressionMode.Decompress);
            }

            file.Dispose();
            throw new InvalidDataException("The compressed file is damaged or incomplete.");
        };
    }

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

    private static bool IsGzip(FileStream file)
    {
        var isGzip = file.ReadByte() == 0x1f && file.ReadByte() == 0x8b;
        file.Position = 0;
        return isGzip;
    }

    /// <summary>True when the text is as long as the last four bytes say (RFC 1952, ISIZE).</summary>
    private static bool IsWholeGzip(string path)
    {
        using var file = File.OpenRead(path);
        Span<byte> last = stackalloc byte[4];
        file.Seek(-Math.Min(last.Length, file.Length), SeekOrigin.End);
        file.ReadExactly(last);
        file.Position = 0;
        using var text = new GZipStream(file, CompressionMode.Decompress);
        var buffer = new byte[1 << 16];
        uint length = 0;
        while (text.Read(buffer) is > 0 and var count)
        {
            length += (uint)count;
        }

        return length == BinaryPrimitives.ReadUInt32LittleEndian(last);
    }
}

using System.IO.Compression;

namespace PdmpAnalytics.Ingestion;

/// <summary>
/// The text of a submitted file, taken out of gzip where it is compressed, and what reading it to the end showed: whether it
/// was cut off, whether it ends with a line break. Does not close the file.
/// </summary>
internal sealed class SubmittedStream : ReadStream
{
    private readonly Stream _text;
    private readonly CountingStream _file;
    private readonly Stream? _compressed;

    private SubmittedStream(CountingStream file, Stream text, Stream? compressed) =>
        (_file, _text, _compressed) = (file, text, compressed);

    /// <summary>Bytes taken from the file so far, compressed ones if it is.</summary>
    public long BytesRead => _file.BytesRead;

    /// <summary>True when the file has no byte.</summary>
    public bool IsEmpty { get; private init; }

    /// <summary>True when the first bytes are no text in any encoding that is read.</summary>
    public bool IsBinary { get; private init; }

    /// <summary>The first bytes of the text, 512 or all there are, by which its layout is told.</summary>
    public ReadOnlyMemory<byte> Start { get; private init; }

    /// <summary>The last byte handed out; 0 before any.</summary>
    public byte LastByte { get; private set; }

    /// <summary>Begins reading a file from where it stands.</summary>
    public static SubmittedStream Open(Stream file)
    {
        var counting = new CountingStream(file);
        var head = Head(counting, 2);
        var start = new PrefixedStream(head, counting);
        if (head is not [0x1F, 0x8B])
        {
            return Of(counting, start, null);
        }

        var compressed = new GZipStream(GzipEnd.After(start), CompressionMode.Decompress);
        return Of(counting, new GzipEnd(compressed), compressed);
    }

    public override int Read(Span<byte> buffer)
    {
        var count = _text.Read(buffer);
        LastByte = count > 0 ? buffer[count - 1] : LastByte;
        return count;
    }

    protected override void Dispose(bool disposing)
    {
        _compressed?.Dispose();
        base.Dispose(disposing);
    }

    private static SubmittedStream Of(CountingStream file, Stream text, Stream? compressed)
    {
        byte[] head = [];
        try
        {
            head = Head(text, 512);
        }
        catch (InvalidDataException)
        {
            // Damaged from the start: reading on meets the same fault, where it is reported.
        }

        return new SubmittedStream(file, new PrefixedStream(head, text), compressed)
        {
            IsEmpty = head.Length == 0 && file.BytesRead == 0,
            Start = head,
            // Text in UTF-16 and UTF-32 has zero bytes too: it has to be saved as UTF-8.
            IsBinary = head is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] || head.Contains((byte)0),
        };
    }

    private static byte[] Head(Stream stream, int length)
    {
        var head = new byte[length];
        return head[..stream.ReadAtLeast(head, length, throwOnEndOfStream: false)];
    }
}

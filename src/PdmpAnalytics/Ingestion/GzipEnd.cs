using System.IO.Compression;

namespace PdmpAnalytics.Ingestion;

/// <summary>
/// Tells a whole gzip file from one that was cut off, which .NET's reader passes over in silence. A small member with a known
/// text is put after the file: only behind a complete member does its text come out at the end, and it is held back from the
/// caller. Otherwise reading to the end throws <see cref="InvalidDataException"/>.
/// </summary>
internal sealed class GzipEnd(Stream decompressed) : ReadStream
{
    private static readonly byte[] Mark = "\0end of submitted file 5f1c9a7e\0"u8.ToArray();
    private static readonly byte[] Member = Compress(Mark);
    private readonly byte[] _buffer = new byte[64 * 1024];
    private int _start;
    private int _end;
    private bool _atEnd;

    /// <summary>The file with the mark behind it.</summary>
    public static Stream After(Stream file) => new SuffixedStream(file, Member);

    public override int Read(Span<byte> buffer)
    {
        while (!_atEnd && _end - _start <= Mark.Length)
        {
            Fill();
        }

        var ready = _end - _start - Mark.Length;
        if (_atEnd && ready >= 0 && !_buffer.AsSpan(_end - Mark.Length, Mark.Length).SequenceEqual(Mark) || ready < 0)
        {
            throw new InvalidDataException("The compressed file is damaged or incomplete.");
        }

        var count = Math.Min(buffer.Length, ready);
        _buffer.AsSpan(_start, count).CopyTo(buffer);
        _start += count;
        return count;
    }

    private void Fill()
    {
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        (_start, _end) = (0, _end - _start);
        var count = decompressed.Read(_buffer.AsSpan(_end));
        _end += count;
        _atEnd = count == 0;
    }

    private static byte[] Compress(byte[] text)
    {
        var member = new MemoryStream();
        using (var gzip = new GZipStream(member, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            gzip.Write(text);
        }

        return member.ToArray();
    }
}

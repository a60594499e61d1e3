using System.Security.Cryptography;

namespace PdmpAnalytics.Ingestion;

/// <summary>A stream that is only read, once, from front to back.</summary>
internal abstract class ReadStream : Stream
{
    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public abstract override int Read(Span<byte> buffer);

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}

/// <summary>Counts the bytes read from a stream.</summary>
internal sealed class CountingStream(Stream inner) : ReadStream
{
    private long _bytesRead;

    public long BytesRead => Volatile.Read(ref _bytesRead);

    public override int Read(Span<byte> buffer)
    {
        var count = inner.Read(buffer);
        Volatile.Write(ref _bytesRead, _bytesRead + count);
        return count;
    }
}

/// <summary>Hashes the bytes read from a stream.</summary>
internal sealed class HashingStream(Stream inner, IncrementalHash hash) : ReadStream
{
    public override int Read(Span<byte> buffer)
    {
        var count = inner.Read(buffer);
        hash.AppendData(buffer[..count]);
        return count;
    }
}

/// <summary>Some bytes, then a stream.</summary>
internal sealed class PrefixedStream(ReadOnlyMemory<byte> prefix, Stream rest) : ReadStream
{
    public override int Read(Span<byte> buffer)
    {
        if (prefix.IsEmpty)
        {
            return rest.Read(buffer);
        }

        var count = Math.Min(buffer.Length, prefix.Length);
        prefix.Span[..count].CopyTo(buffer);
        prefix = prefix[count..];
        return count;
    }
}

/// <summary>A stream, then some bytes.</summary>
internal sealed class SuffixedStream(Stream first, ReadOnlyMemory<byte> suffix) : ReadStream
{
    private bool _firstIsDone;

    public override int Read(Span<byte> buffer)
    {
        if (!_firstIsDone && buffer.Length > 0)
        {
            var read = first.Read(buffer);
            if (read > 0)
            {
                return read;
            }

            _firstIsDone = true;
        }

        var count = Math.Min(buffer.Length, suffix.Length);
        suffix.Span[..count].CopyTo(buffer);
        suffix = suffix[count..];
        return count;
    }
}

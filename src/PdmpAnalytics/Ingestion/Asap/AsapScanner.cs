namespace PdmpAnalytics.Ingestion.Asap;

/// <summary>Why no further segment can be cut off.</summary>
internal enum AsapScan : byte
{
    /// <summary>There is one.</summary>
    Found,

    /// <summary>The file is at its end, behind a terminator.</summary>
    AtEnd,

    /// <summary>The file is at its end, and the text before it has no terminator.</summary>
    Unterminated,

    /// <summary>Longer than <see cref="AsapScanner.MaxSegment"/>, or as many blanks in a row.</summary>
    TooLong,
}

/// <summary>
/// Cuts a file into segments in one reused buffer, whatever line breaks stand between them. Knows headers (TH), because they name
/// the terminator, and nothing else of what segments mean.
/// </summary>
internal sealed class AsapScanner(Stream text, int bufferSize)
{
    /// <summary>Our longest segments have about 500 bytes; beyond this a terminator is missing. Our choice, 2026-11-22.</summary>
    public const int MaxSegment = 1024 * 1024;

    /// <summary>The elements of a header have at most 109 characters; a header that is longer is none. Our choice, 2026-11-22.</summary>
    private const int MaxHeader = 1024;

    /// <summary>Files joined together each bring their own.</summary>
    private static ReadOnlySpan<byte> ByteOrderMark => "\uFEFF"u8;

    private byte[] _buffer = new byte[bufferSize];
    private int _start;
    private int _end;
    private Range _segment;

    /// <summary>Ends every segment of the transaction; 0 before the first header.</summary>
    public byte Terminator { get; private set; }

    /// <summary>The segment found last, from its id on, without blanks in front and without terminator; good until the next call.</summary>
    public ReadOnlySpan<byte> Segment => _buffer.AsSpan(_segment);

    /// <summary>Finds the next segment.</summary>
    public AsapScan Next()
    {
        if (SkipBlanks() is var blanks && blanks != AsapScan.Found)
        {
            return blanks;
        }

        for (var searched = 0; ;)
        {
            var length = _buffer.AsSpan(_start + searched, _end - _start - searched).IndexOf(Terminator);
            if (length >= 0)
            {
                length += searched;
                _segment = _start..(_start + length);
                _start += length + 1;
                return length <= MaxSegment ? AsapScan.Found : AsapScan.TooLong;
            }

            searched = _end - _start;
            if (searched > MaxSegment)
            {
                return AsapScan.TooLong;
            }

            if (!Fill())
            {
                _segment = _start.._end;
                _start = _end;
                return AsapScan.Unterminated;
            }
        }
    }

    /// <summary>True when a header is what comes next, behind blanks; false at the end of the file too.</summary>
    public bool IsAtHeader(out AsapScan scan)
    {
        while ((scan = SkipBlanks()) == AsapScan.Found)
        {
            while (_end - _start < 3 && Fill())
            {
            }

            var text = _buffer.AsSpan(_start, _end - _start);
            if (!text.StartsWith(ByteOrderMark))
            {
                return text.StartsWith("TH*"u8);
            }

            _start += ByteOrderMark.Length;
        }

        return false;
    }

    /// <summary>
    /// Takes the header that comes next and with it the terminator: the character behind its ninth separator, which is kept as the
    /// header's last element.
    /// </summary>
    /// <returns>Found, unterminated at the end of the file, or too long when the ninth separator is missing.</returns>
    public AsapScan NextHeader()
    {
        for (int at = _start, separators = 0; ; at++)
        {
            while (at == _end)
            {
                var read = at - _start;
                if (!Fill())
                {
                    return AsapScan.Unterminated;
                }

                at = _start + read;
            }

            if (separators == 9)
            {
                Terminator = _buffer[at];
                _segment = _start..(at + 1);
                _start = at + 1;
                return AsapScan.Found;
            }

            separators += _buffer[at] == (byte)'*' ? 1 : 0;
            if (at - _start > MaxHeader)
            {
                return AsapScan.TooLong;
            }
        }
    }

    /// <summary>Moves to the next byte that begins a segment. A doubled terminator ends nothing more.</summary>
    private AsapScan SkipBlanks()
    {
        for (var skipped = 0; ;)
        {
            for (; _start < _end; _start++, skipped++)
            {
                if (!IsBlank(_buffer[_start]))
                {
                    return AsapScan.Found;
                }
            }

            if (skipped > MaxSegment)
            {
                return AsapScan.TooLong;
            }

            if (!Fill())
            {
                return AsapScan.AtEnd;
            }
        }
    }

    /// <summary>Blanks, line breaks, the terminator itself and the mark that old systems put at the end of a file.</summary>
    private bool IsBlank(byte c) => c is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n' or 0x1A || c == Terminator && c != 0;

    /// <summary>Reads on behind what is there, which moves to the front of the buffer; false at the end of the file.</summary>
    private bool Fill()
    {
        var kept = _end - _start;
        if (kept == _buffer.Length)
        {
            Array.Resize(ref _buffer, _buffer.Length * 2);
        }
        else if (_start > 0)
        {
            _buffer.AsSpan(_start, kept).CopyTo(_buffer);
            (_start, _end) = (0, kept);
        }

        var count = text.Read(_buffer.AsSpan(_end));
        _end += count;
        return count > 0;
    }
}

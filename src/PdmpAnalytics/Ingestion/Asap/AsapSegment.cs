using System.Numerics;
using System.Runtime.Intrinsics;
using System.Text;
using System.Text.Unicode;

namespace PdmpAnalytics.Ingestion.Asap;

/// <summary>A segment that is kept: its own copy of the text, in UTF-8, and where its elements begin. Used again and again.</summary>
internal sealed class AsapSegment
{
    /// <summary>No release numbers an element higher (DSP36).</summary>
    private const int MaxElement = 36;

    /// <summary>Positions of the separators in front of element 1, 2, ... and behind the last one kept.</summary>
    private readonly int[] _separators = new int[MaxElement + 1];
    private byte[] _text = new byte[256];
    private int _length;
    private int _separatorCount;

    /// <summary>True while nothing was taken.</summary>
    public bool IsEmpty => _length == 0;

    /// <summary>The whole segment, from its id on, without a terminator.</summary>
    public ReadOnlySpan<byte> Text => _text.AsSpan(0, _length);

    /// <summary>An element by its number, from 1, without blanks around it; empty when blank or left out.</summary>
    public ReadOnlySpan<byte> this[int element]
    {
        get
        {
            if (element > _separatorCount)
            {
                return default;
            }

            var start = _separators[element - 1] + 1;
            var end = element < _separatorCount ? _separators[element] : _length;
            var text = _text.AsSpan(start, end - start);
            return text.IsEmpty || text[0] > ' ' && text[^1] > ' ' ? text : text.Trim(" \t\r\n"u8);
        }
    }

    public void Clear() => (_length, _separatorCount) = (0, 0);

    /// <summary>Keeps a segment. Elements that are no valid UTF-8 are read as Latin-1.</summary>
    /// <returns>False when it holds letters beyond ASCII.</returns>
    public bool Take(ReadOnlySpan<byte> segment)
    {
        var isAscii = Ascii.IsValid(segment);
        if (isAscii)
        {
            Reserve(segment.Length);
            segment.CopyTo(_text);
            _length = segment.Length;
        }
        else
        {
            TakeMixed(segment);
        }

        _separatorCount = Split(Text, _separators);
        return isAscii;
    }

    /// <summary>True when there is text behind an element.</summary>
    public bool HasTextBehind(int element) =>
        element < _separatorCount && Text[_separators[element]..].ContainsAnyExcept("* \t\r\n"u8);

    /// <summary>The next element that has more characters than it may, blanks around it left out; 0 when there is none.</summary>
    /// <param name="limits">By element, from element 1; those behind may have any length.</param>
    /// <param name="after">The element to go on behind; 0 to begin.</param>
    public int NextTooLong(ReadOnlySpan<int> limits, int after)
    {
        var last = Math.Min(limits.Length, _separatorCount);
        for (var element = after + 1; element <= last; element++)
        {
            var end = element < _separatorCount ? _separators[element] : _length;
            if (end - _separators[element - 1] - 1 > limits[element - 1] && CharactersOf(this[element]) > limits[element - 1])
            {
                return element;
            }
        }

        return 0;
    }

    /// <summary>Characters of UTF-8 text: bytes that do not continue one.</summary>
    private static int CharactersOf(ReadOnlySpan<byte> text)
    {
        var count = 0;
        foreach (var c in text)
        {
            count += (c & 0xC0) == 0x80 ? 0 : 1;
        }

        return count;
    }

    private static int Split(ReadOnlySpan<byte> text, Span<int> separators)
    {
        var separator = Vector256.Create((byte)'*');
        int count = 0, at = 0;
        for (; at + Vector256<byte>.Count <= text.Length; at += Vector256<byte>.Count)
        {
            var found = Vector256.Equals(Vector256.Create(text[at..]), separator).ExtractMostSignificantBits();
            for (; found != 0; found &= found - 1)
            {
                if (count == separators.Length)
                {
                    return count;
                }

                separators[count++] = at + BitOperations.TrailingZeroCount(found);
            }
        }

        for (; at < text.Length && count < separators.Length; at++)
        {
            if (text[at] == (byte)'*')
            {
                separators[count++] = at;
            }
        }

        return count;
    }

    private void TakeMixed(ReadOnlySpan<byte> segment)
    {
        // A letter of Latin-1 has two bytes in UTF-8.
        Reserve(segment.Length * 2);
        _length = 0;
        while (true)
        {
            var length = segment.IndexOf((byte)'*');
            var element = length < 0 ? segment : segment[..length];
            if (Utf8.IsValid(element))
            {
                element.CopyTo(_text.AsSpan(_length));
                _length += element.Length;
            }
            else
            {
                _length += Encoding.UTF8.GetBytes(Encoding.Latin1.GetString(element), _text.AsSpan(_length));
            }

            if (length < 0)
            {
                return;
            }

            _text[_length++] = (byte)'*';
            segment = segment[(length + 1)..];
        }
    }

    private void Reserve(int length)
    {
        if (length > _text.Length)
        {
            _text = new byte[Math.Max(length, _text.Length * 2)];
        }
    }
}

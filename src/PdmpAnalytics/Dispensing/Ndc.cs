using System.Globalization;

namespace PdmpAnalytics.Dispensing;

/// <summary>
/// A National Drug Code as eleven digits 5-4-2. Held as a number for speed, always written with leading zeros;
/// <c>default</c> (all zeros) stands for "no code".
/// </summary>
public readonly record struct Ndc
{
    private const long Limit = 100_000_000_000;
    private readonly long _digits;

    private Ndc(long digits) => _digits = digits;

    public bool IsEmpty => _digits == 0;

    /// <summary>The eleven digits as a number, for keys and columns.</summary>
    public long Number => _digits;

    public static Ndc FromNumber(long digits) => digits is >= 0 and < Limit
        ? new Ndc(digits)
        : throw new ArgumentOutOfRangeException(nameof(digits));

    /// <summary>
    /// Reads eleven digits, or three hyphenated parts of 4-4-2, 5-3-2, 5-4-1 or 5-4-2, padding the short part. Ten digits
    /// without hyphens are ambiguous and refused here: see <see cref="Candidates"/>.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out Ndc ndc)
    {
        ndc = default;
        Span<long> parts = stackalloc long[3];
        Span<int> lengths = stackalloc int[3];
        var part = 0;
        foreach (var c in text)
        {
            if (c == (byte)'-')
            {
                if (++part == 3)
                {
                    return false;
                }
            }
            else if (c is >= (byte)'0' and <= (byte)'9' && lengths[part] < 11)
            {
                parts[part] = parts[part] * 10 + (c - '0');
                lengths[part]++;
            }
            else
            {
                return false;
            }
        }

        if (part == 0 && lengths[0] == 11)
        {
            ndc = new Ndc(parts[0]);
            return true;
        }

        if (part == 2 && lengths[0] is 4 or 5 && lengths[1] is 3 or 4 && lengths[2] is 1 or 2
            && lengths[0] + lengths[1] + lengths[2] is 10 or 11)
        {
            ndc = new Ndc(parts[0] * 1_000_000 + parts[1] * 100 + parts[2]);
            return true;
        }

        return false;
    }

    /// <inheritdoc cref="TryParse(ReadOnlySpan{byte}, out Ndc)"/>
    public static bool TryParse(string? text, out Ndc ndc)
    {
        ndc = default;
        return text is not null && TryParse(System.Text.Encoding.Latin1.GetBytes(text.Trim()), out ndc);
    }

    /// <summary>The three eleven-digit readings of ten digits without hyphens; empty for any other text.</summary>
    public static IReadOnlyList<Ndc> Candidates(ReadOnlySpan<byte> tenDigits)
    {
        if (tenDigits.Length != 10)
        {
            return [];
        }

        long n = 0;
        foreach (var c in tenDigits)
        {
            if (c is < (byte)'0' or > (byte)'9')
            {
                return [];
            }

            n = n * 10 + (c - '0');
        }

        // 4-4-2, 5-3-2 and 5-4-1, each with its short part padded.
        return
        [
            new Ndc(n),
            new Ndc(n / 100_000 * 1_000_000 + n % 100_000),
            new Ndc(n / 10 * 100 + n % 10),
        ];
    }

    /// <summary>Eleven digits.</summary>
    public override string ToString() => _digits.ToString("D11", CultureInfo.InvariantCulture);
}

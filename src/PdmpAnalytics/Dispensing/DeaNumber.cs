namespace PdmpAnalytics.Dispensing;

/// <summary>
/// DEA registration number: two letters (the second may be 9) and seven digits, the last a check digit. A suffix after
/// a hyphen names staff of an institution and is not part of the check.
/// </summary>
public static class DeaNumber
{
    /// <summary>True for a well-formed number with the right check digit; seven zeros pass the sum but are a placeholder, so false.</summary>
    public static bool IsValid(ReadOnlySpan<byte> text)
    {
        var dash = text.IndexOf((byte)'-');
        if (dash >= 0)
        {
            text = text[..dash];
        }

        if (text.Length != 9 || !char.IsAsciiLetter((char)text[0])
            || !(char.IsAsciiLetter((char)text[1]) || text[1] == (byte)'9'))
        {
            return false;
        }

        Span<int> d = stackalloc int[7];
        var total = 0;
        for (var i = 0; i < 7; i++)
        {
            d[i] = text[i + 2] - '0';
            if (d[i] is < 0 or > 9)
            {
                return false;
            }

            total += d[i];
        }

        return total > 0 && (d[0] + d[2] + d[4] + 2 * (d[1] + d[3] + d[5])) % 10 == d[6];
    }

    /// <inheritdoc cref="IsValid(ReadOnlySpan{byte})"/>
    public static bool IsValid(string? text) =>
        text is not null && IsValid(System.Text.Encoding.Latin1.GetBytes(text.Trim()));
}

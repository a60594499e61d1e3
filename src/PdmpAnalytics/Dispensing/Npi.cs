namespace PdmpAnalytics.Dispensing;

/// <summary>
/// National Provider Identifier: ten digits, the first 1 or 2, the last a Luhn check over the number prefixed with
/// 80840 (CMS NPI final rule, 2004).
/// </summary>
public static class Npi
{
    /// <summary>Luhn contribution of the constant prefix 80840.</summary>
    private const int PrefixSum = 24;

    /// <summary>True for a well-formed number with the right check digit. ASCII bytes, no blanks around.</summary>
    public static bool IsValid(ReadOnlySpan<byte> text)
    {
        if (text.Length != 10 || text[0] is not ((byte)'1' or (byte)'2'))
        {
            return false;
        }

        var sum = PrefixSum;
        for (var i = 0; i < 10; i++)
        {
            var digit = text[i] - '0';
            if (digit is < 0 or > 9)
            {
                return false;
            }

            if (i % 2 == 0)
            {
                digit = digit > 4 ? digit * 2 - 9 : digit * 2;
            }

            sum += digit;
        }

        return sum % 10 == 0;
    }

    /// <inheritdoc cref="IsValid(ReadOnlySpan{byte})"/>
    public static bool IsValid(string? text) =>
        text is { Length: 10 } && IsValid(System.Text.Encoding.Latin1.GetBytes(text));
}

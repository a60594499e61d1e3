namespace PdmpAnalytics.Patients.Comparing;

/// <summary>Numbers and codes in one spelling; a placeholder becomes the empty text.</summary>
internal static class LinkText
{
    /// <summary>Five digits of a US ZIP code, a shorter number filled up with zeros; letters and digits of any other code.</summary>
    public static string Zip(string text)
    {
        var code = LettersAndDigits(text);
        if (code.Length == 0 || !code.All(char.IsAsciiDigit))
        {
            return code;
        }

        code = code.Length > 5 ? code[..5] : code.PadLeft(5, '0');
        return Placeholders.IsZip(code) ? "" : code;
    }

    /// <summary>The digits without the country's leading 1.</summary>
    public static string Phone(string text)
    {
        var digits = text.All(char.IsAsciiDigit) ? text : string.Concat(text.Where(char.IsAsciiDigit));
        digits = digits is ['1', ..] && digits.Length == 11 ? digits[1..] : digits;
        return Placeholders.IsPhone(digits) ? "" : digits;
    }

    public static string Id(string text)
    {
        var value = LettersAndDigits(text);
        return Placeholders.IsId(value) ? "" : value;
    }

    /// <summary>Digits yyyyMMdd as they are, 0 for a placeholder.</summary>
    public static int BirthDate(int digits) => digits is 0 or 99999999 || digits % 10_000 == 101 && digits <= 1900_0101 ? 0 : digits;

    private static string LettersAndDigits(string text)
    {
        foreach (var c in text)
        {
            if (c is not ((>= '0' and <= '9') or (>= 'A' and <= 'Z')))
            {
                return NameNormalizer.Fold(text).Replace(" ", "", StringComparison.Ordinal);
            }
        }

        return text;
    }
}

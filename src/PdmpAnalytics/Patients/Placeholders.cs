namespace PdmpAnalytics.Patients;

/// <summary>
/// Values that systems fill in where nothing is known. They count as missing: two people with phone 9999999999 share nothing.
/// Phones and ZIP: domain reference 2.5; the rest our choice, 2026-11-22.
/// </summary>
public static class Placeholders
{
    private static readonly HashSet<string> Names =
    [
        "UNKNOWN", "UNK", "UNKN", "INFANT", "NEWBORN", "BABY", "NOTGIVEN", "NOTAVAILABLE", "NONE", "NONAME", "NOFIRSTNAME", "NOLASTNAME",
        "NOMIDDLENAME", "NMN", "NFN", "NLN", "TWINA", "TWINB",
    ];

    private static readonly string[] NewbornNames = ["BABYBOY", "BABYGIRL", "BOYBABY", "GIRLBABY"];

    private static readonly HashSet<string> Ids =
    [
        "123456789", "UNKNOWN", "NONE", "NOID", "NOTGIVEN", "NOTAVAILABLE", "NOTPROVIDED", "NOTREPORTED", "REFUSED", "PENDING", "MISSING",
    ];

    /// <summary>True for a normalised name without blanks that names nobody, BABY BOY SMITH included.</summary>
    public static bool IsName(string normalized) => normalized.Length == 0 || Names.Contains(normalized)
        || NewbornNames.Any(name => normalized.StartsWith(name, StringComparison.Ordinal));

    /// <summary>1900-01-01, or an earlier New Year's day.</summary>
    public static bool IsBirthDate(DateOnly date) => date is { Month: 1, Day: 1, Year: <= 1900 };

    /// <summary>True for fewer than ten digits, one digit ten times, and 1234567890.</summary>
    public static bool IsPhone(string digits) => digits.Length < 10 || IsOneDigit(digits) || digits == "1234567890";

    /// <summary>True for fewer than four characters, one digit again and again, and 123456789.</summary>
    public static bool IsId(string value) => value.Length < 4 || IsOneDigit(value) || Ids.Contains(value);

    /// <summary>True for all zeros, all nines, and anything that is not five digits.</summary>
    public static bool IsZip(string fiveDigits) => fiveDigits.Length != 5 || fiveDigits is "00000" or "99999";

    private static bool IsOneDigit(string text) => text.AsSpan().ContainsAnyExcept(text[0]) is false;
}

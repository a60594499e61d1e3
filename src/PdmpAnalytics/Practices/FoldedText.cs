namespace PdmpAnalytics.Practices;

/// <summary>Names and numbers reduced to what counts when two are compared.</summary>
internal static class FoldedText
{
    /// <summary>Letters and digits in upper case; empty for blank text.</summary>
    public static string Of(string? text) =>
        string.IsNullOrWhiteSpace(text) ? "" : string.Concat(text.Where(char.IsLetterOrDigit).Select(char.ToUpperInvariant));

    /// <summary>Ten digits; empty for a blank, a short number and a placeholder (one digit ten times, as in 000-000-0000).</summary>
    public static string Phone(string? text)
    {
        var digits = string.Concat((text ?? "").Where(char.IsAsciiDigit));
        return digits.Length == 10 && digits.Distinct().Count() > 1 ? digits : "";
    }

    /// <summary>A store's name without its number: <c>VALLEY RX #12</c> and <c>Valley Rx 7</c> are both <c>VALLEY RX</c>.</summary>
    public static string ChainName(string? name) => string.Join(' ', (name ?? "")
        .Split([' ', ',', '.', '#', '-'], StringSplitOptions.RemoveEmptyEntries)
        .Where(word => !word.Any(char.IsAsciiDigit))
        .Select(Of)
        .Where(word => word.Length > 0 && word is not ("STORE" or "NO" or "NUMBER")));
}

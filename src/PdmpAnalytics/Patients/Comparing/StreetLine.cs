namespace PdmpAnalytics.Patients.Comparing;

/// <summary>An address taken apart for comparing; any part may be empty. Prints nothing personal.</summary>
/// <param name="Number">House number, with its letter: <c>12A</c>; the box number of a post office box.</param>
/// <param name="Street">The street without the number; <c>PO BOX</c>.</param>
/// <param name="SecondLine">Unit, building or locality.</param>
internal readonly record struct StreetLine(string Number, string Street, string SecondLine)
{
    private const string PostBox = "PO BOX ";

    public static StreetLine Of(string firstLine, string secondLine)
    {
        var address = AddressNormalizer.Normalize(firstLine, secondLine);
        var street = address.Street;
        if (street.StartsWith(PostBox, StringComparison.Ordinal))
        {
            return new StreetLine(street[PostBox.Length..], PostBox.TrimEnd(), address.Unit);
        }

        var blank = street.IndexOf(' ', StringComparison.Ordinal);
        if (blank <= 0 || !char.IsAsciiDigit(street[0]) || AddressWords.IsOrdinal(street[..blank]))
        {
            return new StreetLine("", street, address.Unit);
        }

        var glued = EndOfGluedNumber(street.AsSpan(0, blank));
        return glued > 0
            ? new StreetLine(street[..glued], street[glued..], address.Unit)
            : new StreetLine(street[..blank], street[(blank + 1)..], address.Unit);
    }

    /// <summary>Where the number ends of a first word like 2228JACKSON; 0 for any other. One or two letters belong to the number.</summary>
    private static int EndOfGluedNumber(ReadOnlySpan<char> word)
    {
        var end = word.IndexOfAnyExceptInRange('0', '9');
        return end > 0 && word.Length - end > 2 && word[end..].IndexOfAnyExceptInRange('A', 'Z') < 0 ? end : 0;
    }

    public override string ToString() => "an address";
}

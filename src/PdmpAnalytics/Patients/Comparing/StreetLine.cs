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
        return blank > 0 && char.IsAsciiDigit(street[0]) && !AddressWords.IsOrdinal(street[..blank])
            ? new StreetLine(street[..blank], street[(blank + 1)..], address.Unit)
            : new StreetLine("", street, address.Unit);
    }

    public override string ToString() => "an address";
}

namespace PdmpAnalytics.Patients.Comparing;

/// <summary>A name made ready for comparing: words parted by one blank, the generation apart, placeholders empty. Prints nothing personal.</summary>
/// <param name="Generation">See <see cref="LinkRecord.Generation"/>.</param>
internal readonly record struct PersonName(string Last, string First, string Middle, byte Generation)
{
    /// <summary>See <see cref="LinkRecord.Nameless"/>.</summary>
    public bool Nameless { get; private init; }

    public static PersonName Of(LinkFields fields)
    {
        var (last, first, suffix) = NameNormalizer.Words(fields.LastName, fields.FirstName, fields.Suffix);
        var middle = NameNormalizer.Fold(fields.MiddleName);

        // "JAMES R" in the field of the first name: the initial belongs to the middle name.
        if (middle.Length == 0 && first.Length > 2 && first[^2] == ' ' && OrNothing(first).Length > 0)
        {
            (first, middle) = (first[..^2], first[^1..]);
        }

        return new PersonName(OrNothing(last), OrNothing(first), OrNothing(middle), GenerationOf(suffix))
        {
            Nameless = !string.IsNullOrWhiteSpace(fields.FirstName) && OrNothing(first).Length == 0,
        };
    }

    public override string ToString() => "a name";

    private static string OrNothing(string name) =>
        Placeholders.IsName(name.Replace(" ", "", StringComparison.Ordinal)) ? "" : name;

    private static byte GenerationOf(string suffix) => suffix switch
    {
        "SR" or "I" => 1,
        "JR" or "II" => 2,
        "III" => 3,
        "IV" => 4,
        "V" => 5,
        _ => 0,
    };
}

using System.Collections.Frozen;
using System.Globalization;

namespace PdmpAnalytics.Patients.Comparing;

/// <summary>
/// How common the commonest names are in the United States (common-names.csv), for stores too small to tell: the 200 commonest surnames,
/// out of everybody (US Census Bureau, Frequently Occurring Surnames from the 2010 Census), and the 100 commonest first names of women
/// and of men, each out of people of that sex (US Census Bureau, 1990 Census name files). A first name counts among its own sex because
/// sex is compared as well: that MARY is a woman is no second coincidence.
/// </summary>
internal static class CommonNames
{
    private const double Per = 100_000;

    private static readonly FrozenDictionary<string, double> Given = Table("given");
    private static readonly FrozenDictionary<string, double> Surnames = Table("surname");

    /// <summary>The share of people with this name, 0 to 1; 0 for a name that is not in the table, and for what is no name.</summary>
    public static double ShareOf(LinkTerm term, ReadOnlySpan<char> name) => term switch
    {
        LinkTerm.FirstName => Share(Given, name),
        LinkTerm.LastName => Share(Surnames, name),
        LinkTerm.Place or LinkTerm.Zip or LinkTerm.Phone or LinkTerm.Id or LinkTerm.BirthDate => 0,
    };

    private static double Share(FrozenDictionary<string, double> table, ReadOnlySpan<char> name) =>
        table.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(name, out var share) ? share : 0;

    private static FrozenDictionary<string, double> Table(string kind) => Nicknames.Lines("common-names.csv")
        .Select(line => line.Split(','))
        .Where(row => row[0] == kind)
        .ToFrozenDictionary(row => row[1], row => double.Parse(row[2], CultureInfo.InvariantCulture) / Per, StringComparer.Ordinal);
}

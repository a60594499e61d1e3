using PdmpAnalytics.Patients;
using PdmpAnalytics.Patients.Comparing;

namespace PdmpAnalytics.Lookup.Searching;

/// <summary>What counts as a slip between a query and a record, and which items agree. All our choice, 2026-11-22.</summary>
internal static class LikenessRules
{
    /// <summary>More slips than this are another person.</summary>
    public const int MostSlips = 2;

    /// <summary>First names this much alike (Jaro-Winkler) are taken for one another at a counter, names in their own right or not: ALICE, ALICIA.</summary>
    private const double LookAlike = 0.85;

    /// <summary>A comparison that no slip explains.</summary>
    private const int NoSlip = MostSlips + 1;

    /// <summary>Items beside names and birth date.</summary>
    public static readonly QueryItem[] FurtherItems =
        [QueryItem.MiddleName, QueryItem.Suffix, QueryItem.Zip, QueryItem.Phone, QueryItem.IdNumber, QueryItem.Address];

    /// <summary>Items that stay with a person.</summary>
    public static readonly QueryItem[] LastingItems = [QueryItem.MiddleName, QueryItem.Suffix, QueryItem.Sex, QueryItem.IdNumber];

    /// <summary>Slips between the query and a record; above <see cref="MostSlips"/> when it is somebody else.</summary>
    public static int SlipsOf(LevelPattern levels, LinkRecords records, in LinkRecord query, in LinkRecord record)
    {
        // First and last name exchanged is one slip, however many fields it shows in.
        var names = levels is { FirstName: NameLevel.OtherField, LastName: NameLevel.OtherField }
            ? 1
            : First(levels.FirstName, records, query.First, record.First) + Last(levels.LastName);
        return names + SlipsOfBirthDate(levels.BirthDate);
    }

    private static int Last(NameLevel level) => level switch
    {
        NameLevel.Same or NameLevel.Variant => 0,
        NameLevel.Close or NameLevel.OtherField => 1,
        NameLevel.Similar => 2,
        NameLevel.Missing or NameLevel.Initial or NameLevel.Different => NoSlip,
    };

    private static int First(NameLevel level, LinkRecords records, int query, int record) => level switch
    {
        NameLevel.Same or NameLevel.Variant => 0,
        NameLevel.Close or NameLevel.Initial or NameLevel.OtherField => 1,
        NameLevel.Similar => 2,
        NameLevel.Different when AreLookAlikes(records.Names.Text(query), records.Names.Text(record)) => 1,
        NameLevel.Missing or NameLevel.Different => NoSlip,
    };

    /// <summary>The birth date's share of the slips.</summary>
    public static int SlipsOfBirthDate(BirthDateLevel level) => level switch
    {
        BirthDateLevel.Same => 0,
        BirthDateLevel.DayMonthSwapped or BirthDateLevel.OneDigit => 1,
        BirthDateLevel.TwoParts => 2,
        BirthDateLevel.Missing or BirthDateLevel.SameYear or BirthDateLevel.Different => NoSlip,
    };

    private static bool AreLookAlikes(ReadOnlySpan<char> a, ReadOnlySpan<char> b) => JaroWinkler.Similarity(a, b) >= LookAlike || Spelling.IsOneEdit(a, b)
        || a.StartsWith(b, StringComparison.Ordinal) || b.StartsWith(a, StringComparison.Ordinal);

    /// <summary>What one record says about an item of the query.</summary>
    /// <param name="idNumber">The query's id, folded as records are; empty when not given.</param>
    public static ItemAgreement Agreement(
        QueryItem item, LevelPattern levels, in LinkRecord query, in LinkRecord record, string idNumber, PatientRecord stored) => item switch
    {
        QueryItem.LastName => Of(levels.LastName is NameLevel.Same, levels.LastName is NameLevel.Missing),
        QueryItem.FirstName => Of(levels.FirstName is NameLevel.Same, levels.FirstName is NameLevel.Missing),
        QueryItem.BirthDate => Of(levels.BirthDate is BirthDateLevel.Same, levels.BirthDate is BirthDateLevel.Missing),
        QueryItem.MiddleName => (MiddleNameLevel)levels[LinkField.MiddleName] switch
        {
            MiddleNameLevel.Missing => ItemAgreement.Unknown,
            MiddleNameLevel.Same or MiddleNameLevel.Initial or MiddleNameLevel.Close => ItemAgreement.Agrees,
            MiddleNameLevel.Different => ItemAgreement.Differs,
        },
        QueryItem.Suffix => Of(query.Generation == record.Generation, query.Generation == 0 || record.Generation == 0),
        QueryItem.Sex => Of(query.Sex == record.Sex, query.Sex == 0 || record.Sex == 0),
        QueryItem.Zip => Of(query.Zip == record.Zip, query.Zip == 0 || record.Zip == 0),
        QueryItem.Address => Of(
            levels.Address is AddressLevel.Same or AddressLevel.OtherUnit, query.Place == 0 || record.Place == 0),
        QueryItem.Phone => Of(levels.Phone is NumberLevel.Same, levels.Phone is NumberLevel.Missing),
        QueryItem.IdNumber => Of(
            idNumber == LinkText.Id(stored.IdValue), idNumber.Length == 0 || LinkText.Id(stored.IdValue).Length == 0),
    };

    private static ItemAgreement Of(bool agrees, bool unknown) =>
        unknown ? ItemAgreement.Unknown : agrees ? ItemAgreement.Agrees : ItemAgreement.Differs;
}

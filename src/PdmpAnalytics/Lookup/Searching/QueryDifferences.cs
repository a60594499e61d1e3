using PdmpAnalytics.Patients.Comparing;

namespace PdmpAnalytics.Lookup.Searching;

/// <summary>Which items of a person's best record to mark on the pick list, and how they differ.</summary>
internal static class QueryDifferences
{
    public static IReadOnlyList<ItemDifference> Of(PersonLikeness person)
    {
        var found = new List<ItemDifference>();
        Add(found, QueryItem.LastName, Name(person.Levels.LastName));
        Add(found, QueryItem.FirstName, Name(person.Levels.FirstName));
        Add(found, QueryItem.BirthDate, BirthDate(person.Levels.BirthDate));
        foreach (var item in LikenessRules.FurtherItems.Append(QueryItem.Sex).Where(item => person[item] == ItemAgreement.Differs))
        {
            found.Add(new ItemDifference(item, DifferenceKind.Other));
        }

        return found;
    }

    private static void Add(List<ItemDifference> found, QueryItem item, DifferenceKind? kind)
    {
        if (kind is { } difference)
        {
            found.Add(new ItemDifference(item, difference));
        }
    }

    private static DifferenceKind? Name(NameLevel level) => level switch
    {
        NameLevel.Missing or NameLevel.Same => null,
        NameLevel.Variant or NameLevel.Initial => DifferenceKind.OtherForm,
        NameLevel.Close or NameLevel.Similar => DifferenceKind.Slip,
        NameLevel.OtherField => DifferenceKind.Swapped,
        NameLevel.Different => DifferenceKind.Other,
    };

    private static DifferenceKind? BirthDate(BirthDateLevel level) => level switch
    {
        BirthDateLevel.Missing or BirthDateLevel.Same => null,
        BirthDateLevel.DayMonthSwapped => DifferenceKind.Swapped,
        BirthDateLevel.OneDigit => DifferenceKind.Slip,
        BirthDateLevel.TwoParts or BirthDateLevel.SameYear or BirthDateLevel.Different => DifferenceKind.Other,
    };
}

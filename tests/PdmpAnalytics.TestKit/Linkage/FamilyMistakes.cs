using PdmpAnalytics.Evaluation;

namespace PdmpAnalytics.TestKit.Linkage;

/// <summary>Pairs of records of two people that linkage took for one, among the records of <see cref="InventedFamilies"/>, by who the two are.</summary>
/// <param name="WithinFamily">Twins, father and son, spouses, siblings.</param>
/// <param name="TwinsNameTyped">
/// Twins as well, but the one's record bears the other's first name, exactly: a slip of the hand made it say what her sister's record
/// says, and nobody could tell.
/// </param>
/// <param name="Strangers">People of two families.</param>
public sealed record FamilyMistakes(int WithinFamily, int TwinsNameTyped, int Strangers)
{
    /// <param name="persons">By record: the number of the person it was linked to.</param>
    public static FamilyMistakes Of(IReadOnlyList<LabelledRecord> records, IReadOnlyList<int> persons)
    {
        var (within, typed, strangers) = (0, 0, 0);
        foreach (var person in Enumerable.Range(0, records.Count).GroupBy(i => persons[i]).Where(group => group.Count() > 1))
        {
            var members = person.Select(i => records[i]).ToList();
            for (var i = 0; i < members.Count; i++)
            {
                foreach (var other in members.Take(i).Where(other => other.Entity != members[i].Entity))
                {
                    if (FamilyOf(other) != FamilyOf(members[i]))
                    {
                        strangers++;
                    }
                    else if (SaysTheSame(other, members[i]))
                    {
                        typed++;
                    }
                    else
                    {
                        within++;
                    }
                }
            }
        }

        return new FamilyMistakes(within, typed, strangers);
    }

    private static string FamilyOf(LabelledRecord record) => record.Entity[..record.Entity.IndexOf('-', StringComparison.Ordinal)];

    /// <summary>Twelve years part father and son of one name; twins' birth dates differ by a slip at most.</summary>
    private static bool SaysTheSame(LabelledRecord a, LabelledRecord b) =>
        a.Fields.FirstName == b.Fields.FirstName && Math.Abs(a.Fields.BirthDate / 10_000 - b.Fields.BirthDate / 10_000) < 12;
}

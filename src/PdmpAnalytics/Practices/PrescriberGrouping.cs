using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Practices;

/// <summary>
/// Which submitted prescribers are one person: the same valid NPI, or the same valid DEA number and either the same
/// suffix or, both without one, the same last name. Numbers that fail their check never join anyone.
/// </summary>
public static class PrescriberGrouping
{
    /// <summary>Prescriber id to the id of its person: the smallest prescriber id of the cluster.</summary>
    public static IReadOnlyDictionary<int, int> Group(IReadOnlyList<PrescriberNumber> prescribers)
    {
        var rows = prescribers.OrderBy(p => p.Id).ToArray();
        var sets = new DisjointSets(rows.Length);
        var all = Enumerable.Range(0, rows.Length).ToArray();
        sets.JoinByKey(all, i => Npi.IsValid(rows[i].Npi) ? rows[i].Npi : null);
        sets.JoinByKey(all, i => DeaKey(rows[i]));
        return all.ToDictionary(i => rows[i].Id, i => rows[sets.Find(i)].Id);
    }

    private static string? DeaKey(PrescriberNumber row)
    {
        if (!DeaNumber.IsValid(row.Dea))
        {
            return null;
        }

        var suffix = FoldedText.Of(row.DeaSuffix);
        return suffix.Length > 0 ? $"{row.Dea}-{suffix}" : $"{row.Dea}/{FoldedText.Of(row.LastName)}";
    }
}

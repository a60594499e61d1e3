using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Practices;

/// <summary>A dispenser as far as grouping needs it; blank text is not reported.</summary>
/// <param name="Chain">PHA12, filled in by stores of a chain; its value may be the store's or the chain's.</param>
/// <param name="Zip">Five digits as a number; 0 unknown.</param>
public sealed record DispenserIdentity(int Id, string? Dea, string? Npi, string? Ncpdp, string? Name, string? Chain, int Zip);

/// <summary>
/// Which dispensers count once: the same NPI, DEA or NCPDP number in one ZIP, and stores of one chain (PHA12 filled in,
/// same name but for the store's number) within ten miles of the chain's first store there.
/// </summary>
public static class DispenserGrouping
{
    /// <summary>Stores of a chain within this distance count once (domain reference 6.0.4).</summary>
    public const double MaxDistanceMiles = 10;

    /// <summary>Dispenser id to group id: the smallest dispenser id of the group.</summary>
    public static IReadOnlyDictionary<int, int> Group(IReadOnlyList<DispenserIdentity> dispensers, ZipCentroids zips)
    {
        var rows = dispensers.OrderBy(d => d.Id).ToArray();
        var sets = new DisjointSets(rows.Length);
        var all = Enumerable.Range(0, rows.Length).ToArray();
        sets.JoinByKey(all, i => DeaNumber.IsValid(rows[i].Dea) ? Key(rows[i].Dea, rows[i].Zip) : null);
        sets.JoinByKey(all, i => Npi.IsValid(rows[i].Npi) ? Key(rows[i].Npi, rows[i].Zip) : null);
        sets.JoinByKey(all, i => FoldedText.Of(rows[i].Ncpdp).Length == 7 ? Key(rows[i].Ncpdp, rows[i].Zip) : null);
        foreach (var chain in all.Where(i => !string.IsNullOrWhiteSpace(rows[i].Chain))
            .GroupBy(i => FoldedText.ChainName(rows[i].Name))
            .Where(chain => chain.Key.Length > 0))
        {
            JoinNeighbours([.. chain], rows, zips, sets);
        }

        return all.ToDictionary(i => rows[i].Id, i => rows[sets.Find(i)].Id);
    }

    /// <summary>
    /// Each store joins the nearest leading store within reach or leads itself. Joining neighbour to neighbour instead
    /// would make one dispenser of a chain's whole city.
    /// </summary>
    private static void JoinNeighbours(int[] chain, DispenserIdentity[] rows, ZipCentroids zips, DisjointSets sets)
    {
        var leaders = new List<int>();
        foreach (var store in chain)
        {
            var nearest = leaders
                .Select(leader => (leader, miles: zips.Miles(rows[leader].Zip, rows[store].Zip)))
                .Where(l => l.miles <= MaxDistanceMiles)
                .OrderBy(l => l.miles)
                .Select(l => (int?)l.leader)
                .FirstOrDefault();
            if (nearest is { } found)
            {
                sets.Join(found, store);
            }
            else
            {
                leaders.Add(store);
            }
        }
    }

    // A pharmacy is a place: a chain that files one number for all its stores does not make them one.
    private static string Key(string? number, int zip) => $"{FoldedText.Of(number)}@{zip}";
}

using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Practices;

/// <summary>
/// Which sites are one practice: a place, never a person's whole working life. Joined by building with phone or
/// organisation, by an institution's DEA number, by a registry's group. There is no union through a person, or second
/// offices would chain half a state together.
/// </summary>
public static class PracticeGrouping
{
    /// <summary>A cluster of more people than this is split by organisation, or else not used (domain reference 6.0.4).</summary>
    public const int MaxPrescribers = 60;

    /// <summary>Groups prescribers into people and sites into practices.</summary>
    public static PracticeGroups Group(IReadOnlyList<PrescriberNumber> prescribers, IReadOnlyList<PracticeSite> sites)
    {
        var personOf = PrescriberGrouping.Group(prescribers);
        var rows = sites.OrderBy(s => s.Id).ToArray();
        var persons = rows.Select(s => personOf[s.PrescriberId]).ToArray();
        var practices = Practices(prescribers, personOf, rows, persons);
        var usual = UsualSites(rows, persons);
        var size = rows.Length == 0 ? 0 : rows[^1].Id + 1;
        var facts = new PrescriberSiteFacts[size];
        var withoutDea = prescribers.Where(p => p.Dea.Length == 0).Select(p => p.Id).ToHashSet();
        for (var i = 0; i < rows.Length; i++)
        {
            var home = usual.GetValueOrDefault(persons[i], i);
            var zip = rows[i].Zip == 0 ? rows[home].Zip : rows[i].Zip;
            facts[rows[i].Id] = new PrescriberSiteFacts(persons[i], rows[practices[i]].Id, zip, withoutDea.Contains(rows[i].PrescriberId));
        }

        return new PracticeGroups { Sites = facts, PracticeNames = PracticeNaming.Name(prescribers, rows, facts) };
    }

    /// <summary>The practice of each position, as the position of its first addressed site.</summary>
    private static int[] Practices(
        IReadOnlyList<PrescriberNumber> prescribers, IReadOnlyDictionary<int, int> personOf, PracticeSite[] rows, int[] persons)
    {
        var byAddress = new DisjointSets(rows.Length);
        new AddressClusters(rows, persons, byAddress).Join();
        var byAll = byAddress.Copy();
        var all = Enumerable.Range(0, rows.Length).ToArray();
        var institutions = Institutions(prescribers, personOf);
        byAll.JoinByKey(all, i => institutions.GetValueOrDefault(rows[i].PrescriberId));
        byAll.JoinByKey(all, i => rows[i].RegistryGroup.Length > 0 ? rows[i].RegistryGroup : null);

        var practices = new int[rows.Length];
        foreach (var cluster in all.GroupBy(byAll.Find))
        {
            Assign(practices, [.. cluster], rows, persons, byAddress);
        }

        FollowUsualSite(practices, rows, persons, i => institutions.ContainsKey(rows[i].PrescriberId) || rows[i].RegistryGroup.Length > 0);
        return practices;
    }

    /// <summary>
    /// Prescriber ids that use an institution's DEA number, with that number. One that at least two people use under
    /// different suffixes is an institution's; one person's stray suffixes do not make one.
    /// </summary>
    private static Dictionary<int, string> Institutions(
        IReadOnlyList<PrescriberNumber> prescribers, IReadOnlyDictionary<int, int> personOf) => prescribers
        .Where(p => DeaNumber.IsValid(p.Dea))
        .GroupBy(p => p.Dea)
        .Where(dea => dea.Select(p => FoldedText.Of(p.DeaSuffix)).Where(s => s.Length > 0).Distinct().Skip(1).Any()
            && dea.Where(p => FoldedText.Of(p.DeaSuffix).Length > 0).Select(p => personOf[p.Id]).Distinct().Skip(1).Any())
        .SelectMany(dea => dea)
        .ToDictionary(p => p.Id, p => p.Dea);

    /// <summary>Gives a cluster its practice; too large a one is taken by organisation, then by address alone, then person by person.</summary>
    private static void Assign(int[] practices, int[] cluster, PracticeSite[] rows, int[] persons, DisjointSets byAddress)
    {
        if (IsUsable(cluster))
        {
            Set(cluster);
            return;
        }

        var named = cluster.Where(i => FoldedText.Of(rows[i].Organisation).Length > 0).ToArray();
        var organisations = named.GroupBy(i => FoldedText.Of(rows[i].Organisation)).Select(g => g.ToArray()).ToArray();
        foreach (var organisation in organisations.Where(IsUsable))
        {
            Set(organisation);
        }

        var rest = cluster.Except(organisations.Where(IsUsable).SelectMany(o => o)).ToArray();
        foreach (var address in rest.GroupBy(byAddress.Find).Select(g => g.ToArray()))
        {
            if (IsUsable(address))
            {
                Set(address);
                continue;
            }

            foreach (var person in address.GroupBy(i => persons[i]))
            {
                Set([.. person]);
            }
        }

        bool IsUsable(int[] members) => members.Select(i => persons[i]).Distinct().Count() <= MaxPrescribers;

        void Set(int[] members)
        {
            foreach (var member in members)
            {
                practices[member] = members[0];
            }
        }
    }

    /// <summary>Sites without an address count for their person's most frequent addressed site, lacking one for the person alone.</summary>
    private static void FollowUsualSite(int[] practices, PracticeSite[] rows, int[] persons, Func<int, bool> isPlacedOtherwise)
    {
        var usual = UsualSites(rows, persons);
        var alone = new Dictionary<int, int>();
        for (var i = 0; i < rows.Length; i++)
        {
            if (AddressClusters.IsAddressed(rows[i]) || isPlacedOtherwise(i))
            {
                continue;
            }

            if (!usual.TryGetValue(persons[i], out var home))
            {
                alone.TryAdd(persons[i], i);
                home = alone[persons[i]];
            }

            practices[i] = practices[home];
        }
    }

    /// <summary>The position of each person's addressed site with the most fills; the smaller id where two have as many.</summary>
    private static Dictionary<int, int> UsualSites(PracticeSite[] rows, int[] persons)
    {
        var usual = new Dictionary<int, int>();
        for (var i = 0; i < rows.Length; i++)
        {
            if (AddressClusters.IsAddressed(rows[i])
                && (!usual.TryGetValue(persons[i], out var best) || rows[i].Fills > rows[best].Fills))
            {
                usual[persons[i]] = i;
            }
        }

        return usual;
    }
}

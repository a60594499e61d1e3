namespace PdmpAnalytics.Practices;

/// <summary>
/// Joins the sites of one building into its practices: same phone or same organisation. Records leave phones out and
/// mistype them, so a site that says neither joins only where that cannot merge two practices.
/// </summary>
internal sealed class AddressClusters
{
    private readonly IReadOnlyList<PracticeSite> _sites;
    private readonly int[] _persons;
    private readonly DisjointSets _sets;
    private readonly string[] _phones;
    private readonly string[] _organisations;

    /// <param name="persons">The person (identity cluster) of each site, by position.</param>
    public AddressClusters(IReadOnlyList<PracticeSite> sites, int[] persons, DisjointSets sets)
    {
        (_sites, _persons, _sets) = (sites, persons, sets);
        _phones = [.. sites.Select(s => FoldedText.Phone(s.Phone))];
        _organisations = [.. sites.Select(s => FoldedText.Of(s.Organisation))];
    }

    /// <summary>True when the key names a street and a ZIP.</summary>
    public static bool IsAddressed(PracticeSite site) =>
        site.AddressKey.Length > 0 && !site.AddressKey.EndsWith("|00000", StringComparison.Ordinal);

    /// <summary>Joins within every building; sites without an address are left alone.</summary>
    public void Join()
    {
        var buildings = Enumerable.Range(0, _sites.Count)
            .Where(i => IsAddressed(_sites[i]))
            .GroupBy(i => (Street: Part(i, 0), Zip: Part(i, 2)));
        foreach (var building in buildings)
        {
            JoinBuilding([.. building]);
        }
    }

    private void JoinBuilding(int[] sites)
    {
        if (sites.Length == 1)
        {
            return;
        }

        _sets.JoinByKey(sites, i => _phones[i].Length > 0 ? _phones[i] : null);
        _sets.JoinByKey(sites, i => _organisations[i].Length > 0 ? _organisations[i] : null);
        foreach (var person in sites.GroupBy(i => _persons[i]).Select(person => person.ToArray()).Where(own => own.Length > 1))
        {
            foreach (var door in person.GroupBy(i => Part(i, 1)))
            {
                JoinOwn([.. door], sites, set => true);
            }

            JoinOwn(person, sites, set => set.All(i => Part(i, 1).Length == 0));
        }

        JoinSilent(sites);
    }

    /// <summary>
    /// A set that holds one person only is no practice beside another of that person behind the same door: it is a phone
    /// left out or mistyped, and joining it adds nobody. It goes to the person's largest shared set, else largest set. The
    /// same goes for a suite left out, but two suites are two practices.
    /// </summary>
    private void JoinOwn(int[] own, int[] building, Func<int[], bool> mayMove)
    {
        var sets = own.GroupBy(_sets.Find)
            .Select(set => (
                Root: set.Key,
                Shared: building.Any(i => _sets.Find(i) == set.Key && _persons[i] != _persons[own[0]]),
                Fixed: !mayMove([.. set]),
                Fills: set.Sum(i => _sites[i].Fills)))
            .OrderByDescending(set => set.Shared)
            .ThenByDescending(set => set.Fixed)
            .ThenByDescending(set => set.Fills)
            .ThenBy(set => set.Root)
            .ToArray();
        foreach (var set in sets.Skip(1).Where(set => !set.Shared && !set.Fixed))
        {
            _sets.Join(sets[0].Root, set.Root);
        }
    }

    /// <summary>
    /// People of whom no record gives phone or organisation: with the only practice of their unit (of the building, where
    /// units are not told), else with one another, unit by unit.
    /// </summary>
    private void JoinSilent(int[] building)
    {
        var speaking = building.Where(i => _phones[i].Length + _organisations[i].Length > 0).Select(_sets.Find).ToHashSet();
        var silent = building.Where(i => !speaking.Contains(_sets.Find(i))).ToArray();
        _sets.JoinByKey(silent, i => Part(i, 1));
        var unitsTold = building.Where(i => speaking.Contains(_sets.Find(i))).Any(i => Part(i, 1).Length > 0);
        foreach (var unit in silent.GroupBy(i => Part(i, 1)))
        {
            var here = building.Where(i => speaking.Contains(_sets.Find(i)) && Part(i, 1) == unit.Key)
                .Select(_sets.Find).ToHashSet();
            var candidates = here.Count > 0 ? here : unit.Key.Length == 0 || !unitsTold ? speaking : [];
            if (candidates.Count == 1)
            {
                _sets.Join(candidates.First(), unit.First());
            }
        }
    }

    /// <summary>Street (0), unit (1) or ZIP (2) of a site's key; a key without bars is all street.</summary>
    private string Part(int site, int part) =>
        _sites[site].AddressKey.Split('|') is { Length: 3 } parts ? parts[part] : part == 0 ? _sites[site].AddressKey : "";
}

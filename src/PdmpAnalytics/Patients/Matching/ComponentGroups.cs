namespace PdmpAnalytics.Patients.Matching;

/// <summary>The groups of one component of connected records, from single records up.</summary>
internal sealed class ComponentGroups
{
    /// <summary>
    /// A record that fits two people who are kept apart fits neither, unless it fits one better by this much, in thousandths of a
    /// bit: odds of 1 to 20, as for a merge. Our choice, 2026-11-22.
    /// </summary>
    private const int ClearLead = 4320;

    private readonly Dictionary<int, List<int>> _groupOf;
    private readonly ILookup<int, PatientLink> _linksOf;
    private readonly Dictionary<(int, int), PatientLink> _known = [];
    private readonly LinkConstraints _constraints;
    private readonly Func<int, int, PatientLink> _weigh;

    /// <param name="records">Ascending.</param>
    /// <param name="links">Links between them that may join.</param>
    public ComponentGroups(int[] records, IReadOnlyList<PatientLink> links, LinkConstraints constraints, Func<int, int, PatientLink> weigh)
    {
        _linksOf = links.Concat(links.Select(link => link with { A = link.B, B = link.A })).ToLookup(link => link.A);
        foreach (var link in links)
        {
            _known[(link.A, link.B)] = link;
        }

        _groupOf = records.ToDictionary(record => record, record => new List<int> { record });
        (_constraints, _weigh) = (constraints, weigh);
    }

    /// <summary>Joins the groups of two records, whatever speaks against it.</summary>
    public void Join(int a, int b)
    {
        var (kept, gone) = (_groupOf[a], _groupOf[b]);
        if (kept == gone)
        {
            return;
        }

        kept.AddRange(gone);
        foreach (var record in gone)
        {
            _groupOf[record] = kept;
        }
    }

    /// <summary>Joins the groups of a link's records if nothing keeps them apart and their pairs on average speak for one person.</summary>
    public void JoinIfAlike(PatientLink link)
    {
        var (groupA, groupB) = (_groupOf[link.A], _groupOf[link.B]);
        if (groupA != groupB && !AreKeptApart(groupA, groupB) && AreAlike(groupA, groupB)
            && !HasRival(link.A, link.B, link.Weight) && !HasRival(link.B, link.A, link.Weight))
        {
            Join(link.A, link.B);
        }
    }

    public List<IReadOnlyList<int>> ToList() =>
        [.. _groupOf.Values.Distinct().Select(group => group.Order().ToList())];

    private bool AreKeptApart(List<int> groupA, List<int> groupB) =>
        groupA.Any(record => _constraints.ApartFrom(record).Any(other => _groupOf.TryGetValue(other, out var group) && group == groupB));

    private bool AreAlike(List<int> groupA, List<int> groupB)
    {
        long sum = 0;
        foreach (var a in groupA)
        {
            foreach (var b in groupB)
            {
                var link = LinkOf(a, b);
                if (LinkGuards.KeepsApart(link.Guard))
                {
                    return false;
                }

                sum += link.Weight;
            }
        }

        return sum >= 0;
    }

    /// <summary>True when a record is linked about as strongly to someone whom a guard or a decision keeps apart from the other record.</summary>
    private bool HasRival(int record, int other, int weight) => _linksOf[record].Any(rival =>
        rival.B != other && rival.Weight > weight - ClearLead
        && (LinkGuards.KeepsApart(LinkOf(rival.B, other).Guard) || AreDecidedApart(rival.B, other)) && !AreDecidedApart(rival.B, record));

    /// <summary>Somebody whom a decision keeps apart from the record itself is no rival for it.</summary>
    private bool AreDecidedApart(int a, int b) => AreKeptApart(_groupOf[a], _groupOf[b]);

    private PatientLink LinkOf(int a, int b)
    {
        var pair = (Math.Min(a, b), Math.Max(a, b));
        if (!_known.TryGetValue(pair, out var link))
        {
            _known.Add(pair, link = _weigh(pair.Item1, pair.Item2));
        }

        return link;
    }
}

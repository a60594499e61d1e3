namespace PdmpAnalytics.Patients.Matching;

/// <summary>The groups of one component of connected records, from single records up.</summary>
internal sealed class ComponentGroups
{
    private readonly Dictionary<int, List<int>> _groupOf;
    private readonly Dictionary<(int, int), PatientLink> _known = [];
    private readonly LinkConstraints _constraints;
    private readonly Func<int, int, PatientLink> _weigh;

    /// <param name="records">Ascending.</param>
    public ComponentGroups(int[] records, LinkConstraints constraints, Func<int, int, PatientLink> weigh)
    {
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

    /// <summary>Joins the groups of two records if nothing keeps them apart and their pairs on average speak for one person.</summary>
    public void JoinIfAlike(int a, int b)
    {
        var (groupA, groupB) = (_groupOf[a], _groupOf[b]);
        if (groupA != groupB && !AreKeptApart(groupA, groupB) && AreAlike(groupA, groupB))
        {
            Join(a, b);
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
                if (link.Guard != LinkGuard.None)
                {
                    return false;
                }

                sum += link.Weight;
            }
        }

        return sum >= 0;
    }

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

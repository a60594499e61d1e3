namespace PdmpAnalytics.Patients.Matching;

/// <summary>
/// Turns links between two records into persons. Strongest links first, two groups become one when the pairs between them on
/// average speak for one person; so a chain of lucky links, or one link between two groups that otherwise disagree, does not
/// join. Guarded pairs keep groups apart, and reviewers' decisions always win. Depends neither on the order of records nor on
/// that of links.
/// </summary>
internal sealed class PatientClusters
{
    private readonly int _mergeWeight;
    private readonly LinkConstraints _constraints;
    private readonly Func<int, int, PatientLink> _weigh;
    private readonly Func<int, ulong> _content;

    /// <param name="mergeWeight">The least weight of a link that may join, in thousandths of a bit.</param>
    /// <param name="weigh">The link of any two records, for pairs that no link was given for.</param>
    /// <param name="content">What a record says, as a number: decides between equal weights.</param>
    public PatientClusters(int mergeWeight, LinkConstraints constraints, Func<int, int, PatientLink> weigh, Func<int, ulong> content) =>
        (_mergeWeight, _constraints, _weigh, _content) = (mergeWeight, constraints, weigh, content);

    /// <summary>
    /// The persons among the records that links or decisions connect; a record that stands alone is not listed. Each component of
    /// connected records is decided by itself, so that after new links only the components they touch need to be asked again.
    /// </summary>
    /// <returns>Groups of record numbers, ascending, in order of their smallest.</returns>
    public IReadOnlyList<IReadOnlyList<int>> Of(IEnumerable<PatientLink> links)
    {
        var merging = links.Where(link => link.Weight >= _mergeWeight).ToList();
        var sets = new RecordSets();
        var connected = new HashSet<int>();
        foreach (var (a, b) in merging.Select(link => (link.A, link.B)).Concat(_constraints.Together))
        {
            sets.Join(a, b);
            connected.Add(a);
            connected.Add(b);
        }

        var linksOf = merging.ToLookup(link => sets.Find(link.A));
        var mustOf = _constraints.Together.ToLookup(pair => sets.Find(pair.A));
        return
        [
            .. connected
                .GroupBy(sets.Find)
                .AsParallel()
                .SelectMany(component => Split([.. component.Order()], linksOf[component.Key], mustOf[component.Key]))
                .OrderBy(person => person[0]),
        ];
    }

    private List<IReadOnlyList<int>> Split(int[] records, IEnumerable<PatientLink> links, IEnumerable<(int A, int B)> together)
    {
        var groups = new ComponentGroups(records, _constraints, _weigh);
        foreach (var (a, b) in together)
        {
            groups.Join(a, b);
        }

        foreach (var link in links.OrderByDescending(l => l.Weight).ThenBy(Smaller).ThenBy(Larger).ThenBy(l => l.A).ThenBy(l => l.B))
        {
            groups.JoinIfAlike(link.A, link.B);
        }

        return groups.ToList();
    }

    private ulong Smaller(PatientLink link) => Math.Min(_content(link.A), _content(link.B));

    private ulong Larger(PatientLink link) => Math.Max(_content(link.A), _content(link.B));
}

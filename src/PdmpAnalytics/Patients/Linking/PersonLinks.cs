using PdmpAnalytics.Patients.Matching;

namespace PdmpAnalytics.Patients.Linking;

/// <summary>How surely records belong to their person; pure.</summary>
internal static class PersonLinks
{
    /// <summary>From this probability on a link counts as certain: exports round to four digits. Our choice, 2026-11-22.</summary>
    public const double PracticallyCertain = 0.99995;

    /// <summary>
    /// For every record that does not surely belong to its person: the weakest link on the strongest way to the person's first
    /// record.
    /// </summary>
    /// <param name="persons">By record number: the number of the person's first record.</param>
    /// <param name="certain">Pairs that equal keys or a decision hold together.</param>
    /// <param name="links">Weighted pairs, each once.</param>
    public static List<(int Record, PatientLink Weakest)> Uncertain(
        IReadOnlyList<int> persons, IEnumerable<(int A, int B)> certain, IEnumerable<PatientLink> links)
    {
        var sets = new RecordSets();
        var members = new Dictionary<int, List<int>>();
        foreach (var (a, b) in certain.Where(pair => persons[pair.A] == persons[pair.B]))
        {
            Unite(sets.Find(a), sets.Find(b));
        }

        // Strongest first, as for a spanning tree: the link that brings two sets together is the weakest on the best way between them.
        var uncertain = new List<(int, PatientLink)>();
        var within = links.Where(link => persons[link.A] == persons[link.B]);
        foreach (var link in within.OrderByDescending(l => l.Weight).ThenBy(l => l.A).ThenBy(l => l.B))
        {
            var (a, b) = (sets.Find(link.A), sets.Find(link.B));
            if (a == b)
            {
                continue;
            }

            // A set is named by its smallest record, and the person's first record is the smallest of all.
            var first = persons[link.A];
            if (link.Probability < PracticallyCertain && (a == first || b == first))
            {
                uncertain.AddRange(MembersOf(a == first ? b : a).Select(record => (record, link)));
            }

            Unite(a, b);
        }

        return [.. uncertain.OrderBy(u => u.Item1)];

        List<int> MembersOf(int root) => members.TryGetValue(root, out var list) ? list : [root];

        void Unite(int a, int b)
        {
            if (a == b)
            {
                return;
            }

            var both = MembersOf(a);
            both.AddRange(MembersOf(b));
            members.Remove(a);
            members.Remove(b);
            members[Math.Min(a, b)] = both;
            sets.Join(a, b);
        }
    }
}

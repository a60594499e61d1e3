namespace PdmpAnalytics.Patients.Matching;

/// <summary>What reviewers decided about pairs of records: these are one person, those are not. Stronger than any weight.</summary>
public sealed class LinkConstraints
{
    private readonly Dictionary<int, List<int>> _apart = [];

    private LinkConstraints(IReadOnlyList<(int A, int B)> together) => Together = together;

    public static LinkConstraints None { get; } = new([]);

    /// <summary>Pairs of records that are one person's.</summary>
    public IReadOnlyList<(int A, int B)> Together { get; }

    /// <summary>Takes decisions that can be true together; else refuses, for a person to settle.</summary>
    public static Result<LinkConstraints> Create(IReadOnlyList<(int A, int B)> together, IEnumerable<(int A, int B)> apart)
    {
        var constraints = new LinkConstraints(together);
        var groups = new RecordSets();
        foreach (var (a, b) in together)
        {
            groups.Join(a, b);
        }

        foreach (var (a, b) in apart)
        {
            if (groups.Find(a) == groups.Find(b))
            {
                return new Refusal(RefusalReason.WrongState, "These decisions contradict each other: two records cannot be one person and two.");
            }

            constraints.Add(a, b);
            constraints.Add(b, a);
        }

        return constraints;
    }

    /// <summary>Records that are not this record's person.</summary>
    public IReadOnlyList<int> ApartFrom(int record) => _apart.TryGetValue(record, out var others) ? others : [];

    private void Add(int record, int other)
    {
        if (!_apart.TryGetValue(record, out var others))
        {
            _apart.Add(record, others = []);
        }

        others.Add(other);
    }
}

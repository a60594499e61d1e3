using PdmpAnalytics.Patients.Comparing;
using PdmpAnalytics.Patients.Matching;
using PdmpAnalytics.Storage;

namespace PdmpAnalytics.Patients.Linking;

/// <summary>Some records of the store made ready for weighing with a stored model. Records are added first, then weighed.</summary>
internal sealed class LinkBench(LinkModel model)
{
    private readonly List<PatientRecord> _stored = [];
    private readonly Dictionary<long, int> _numbers = [];
    private TermFrequencies? _terms;
    private MatchScales? _scales;

    public LinkRecords Records { get; } = new();

    public int Count => _stored.Count;

    /// <summary>The stored record of a number.</summary>
    public PatientRecord this[int number] => _stored[number];

    /// <summary>The least weight of a link that may merge.</summary>
    public int MergeWeight { get; } = PatientLink.WeightOf(MatchScales.BitsOf(model.Model().MergeProbability));

    /// <summary>The least weight of a link that is kept.</summary>
    public int ProposalWeight { get; } = PatientLink.WeightOf(MatchScales.BitsOf(model.Model().ProposalProbability));

    private MatchScales Scales => _scales ??= new MatchScales(model.Model(), Terms);

    private TermFrequencies Terms => _terms ??= TermSnapshot.Read(model.Terms).For(Records);

    /// <summary>The number of a record by its id; null for one that was not added.</summary>
    public int? NumberOf(long id) => _numbers.TryGetValue(id, out var number) ? number : null;

    /// <summary>Adds a record; one that is there already stays.</summary>
    public void Add(PatientRecord record)
    {
        if (_numbers.TryAdd(record.Id, _stored.Count))
        {
            _stored.Add(record);
            Records.Add(LinkFields.Of(PatientParticulars.Of(record)));
        }
    }

    /// <summary>For one thread; made after the last record was added.</summary>
    public PatientMatcher Matcher() => new(Records, Terms, Scales);

    public BlockRow[] Blocks() => BlockRows.Of(Records, number => _stored[number].Id);

    /// <summary>The pairs of some blocks with at least one new record, each once; numbers, the smaller first.</summary>
    /// <param name="newBelow">Records with a lower number are new.</param>
    public List<(int A, int B)> Pairs(IEnumerable<IEnumerable<long>> blocks, int newBelow)
    {
        var pairs = new HashSet<(int, int)>();
        foreach (var block in blocks)
        {
            var numbers = block.Select(id => _numbers[id]).ToArray();
            foreach (var added in numbers.Where(n => n < newBelow))
            {
                foreach (var other in numbers.Where(n => n != added))
                {
                    pairs.Add((Math.Min(added, other), Math.Max(added, other)));
                }
            }
        }

        return [.. pairs.Order()];
    }

    /// <summary>A link as the store keeps it: lower record id first.</summary>
    public StoredLink Stored(PatientLink link) => new()
    {
        RecordA = Math.Min(_stored[link.A].Id, _stored[link.B].Id),
        RecordB = Math.Max(_stored[link.A].Id, _stored[link.B].Id),
        Weight = link.Weight,
        ModelId = model.Id,
        Guard = link.Guard,
        UnguardedWeight = link.UnguardedWeight,
    };

    /// <summary>Links of the pairs that are proposed, merged or stopped by a guard, in order of the pairs, weighed on every core.</summary>
    public List<PatientLink> Weigh(IReadOnlyList<(int A, int B)> pairs)
    {
        const int pairsAtATime = 10_000;
        _ = Scales;
        var found = new List<PatientLink>[(pairs.Count + pairsAtATime - 1) / pairsAtATime];
        Parallel.For(0, found.Length, Matcher, (part, _, matcher) =>
        {
            var links = found[part] = [];
            for (var i = part * pairsAtATime; i < Math.Min(pairs.Count, (part + 1) * pairsAtATime); i++)
            {
                var link = PatientLinker.LinkOf(matcher, pairs[i].A, pairs[i].B);
                if (link.IsKept(ProposalWeight))
                {
                    links.Add(link);
                }
            }

            return matcher;
        }, _ => { });
        return [.. found.SelectMany(links => links)];
    }

    /// <summary>By record: the number of the first record of its person.</summary>
    /// <param name="links">Every link between these records that may merge.</param>
    public int[] Persons(IEnumerable<PatientLink> links, LinkConstraints constraints)
    {
        using var matchers = new ThreadLocal<PatientMatcher>(Matcher);
        var clusters = new PatientClusters(
            MergeWeight, constraints, (a, b) => PatientLinker.LinkOf(matchers.Value!, a, b), record => Records[record].Content);
        var persons = Enumerable.Range(0, Count).ToArray();
        foreach (var person in clusters.Of(links))
        {
            foreach (var record in person)
            {
                persons[record] = person[0];
            }
        }

        return persons;
    }

    public ExactPairs Exact()
    {
        var exact = new ExactPairs();
        for (var i = 0; i < Count; i++)
        {
            exact.Add(i, _stored[i].BaseKey, _stored[i]);
        }

        return exact;
    }
}

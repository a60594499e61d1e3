using PdmpAnalytics.Patients.Comparing;

namespace PdmpAnalytics.Patients.Matching;

/// <summary>Links a collection of records from scratch, in memory, on every core.</summary>
public sealed class PatientLinker
{
    private readonly LinkRecords _records = new();

    /// <summary>Records added so far.</summary>
    public int Count => _records.Count;

    internal LinkRecords Records => _records;

    /// <summary>Adds a record and returns its number, counted from 0.</summary>
    public int Add(LinkFields fields) => _records.Add(fields);

    /// <summary>Who is who. Call once all records are added.</summary>
    /// <param name="model">Null: estimated from the records.</param>
    /// <param name="constraints">Reviewers' decisions; null for none.</param>
    public LinkageResult Link(MatchModel? model = null, LinkConstraints? constraints = null) =>
        Link(model, constraints, TermFrequencies.Of(_records));

    /// <inheritdoc cref="Link(MatchModel?, LinkConstraints?)"/>
    /// <param name="terms">Frequencies of the records' values, counted over these records or kept with the model.</param>
    internal LinkageResult Link(MatchModel? model, LinkConstraints? constraints, TermFrequencies terms)
    {
        var pairs = new CandidatePairs(_records);
        model ??= ModelEstimation.Estimate(_records, terms, pairs);
        var scales = new MatchScales(model, terms);
        var proposalWeight = PatientLink.WeightOf(scales.ProposalBits);
        var links = BlockWorkers.Collect<PatientLink>(pairs, () =>
        {
            var matcher = new PatientMatcher(_records, terms, scales);
            return (a, b, found) =>
            {
                var link = LinkOf(matcher, a, b);
                if (link.IsKept(proposalWeight))
                {
                    found.Add(link);
                }
            };
        });
        links.Sort((x, y) => (x.A, x.B).CompareTo((y.A, y.B)));
        using var matchers = new ThreadLocal<PatientMatcher>(() => new PatientMatcher(_records, terms, scales));
        var clusters = new PatientClusters(
            PatientLink.WeightOf(scales.MergeBits),
            constraints ?? LinkConstraints.None,
            (a, b) => LinkOf(matchers.Value!, a, b),
            record => _records[record].Content);
        return new LinkageResult
        {
            Model = model,
            Links = links,
            Persons = Numbered(clusters.Of(links)),
            BlocksLeftOut = pairs.BlocksLeftOut,
        };
    }

    internal static PatientLink LinkOf(PatientMatcher matcher, int a, int b)
    {
        var weight = matcher.Weigh(a, b);
        return new PatientLink(Math.Min(a, b), Math.Max(a, b), PatientLink.WeightOf(weight.Bits), weight.Guard, PatientLink.WeightOf(weight.UnguardedBits));
    }

    /// <summary>A person's number is that of the first record.</summary>
    private int[] Numbered(IReadOnlyList<IReadOnlyList<int>> persons)
    {
        var personOf = Enumerable.Range(0, _records.Count).ToArray();
        foreach (var person in persons)
        {
            foreach (var record in person)
            {
                personOf[record] = person[0];
            }
        }

        return personOf;
    }
}

/// <summary>What linking from scratch found.</summary>
public sealed record LinkageResult
{
    public required MatchModel Model { get; init; }

    /// <summary>Every pair that is proposed or merged, or only stopped by a guard, in order of the two numbers.</summary>
    public required IReadOnlyList<PatientLink> Links { get; init; }

    /// <summary>By record: the number of the person's first record.</summary>
    public required IReadOnlyList<int> Persons { get; init; }

    /// <summary>Blocks too large to be looked at.</summary>
    public required int BlocksLeftOut { get; init; }
}

using PdmpAnalytics.Patients.Matching;

namespace PdmpAnalytics.Patients.Linking;

/// <summary>Everything that joins or parts records whatever their weight: decisions, and equal keys where no decision speaks against them; pure.</summary>
internal sealed class StandingDecisions
{
    private readonly IReadOnlyList<(int Id, LinkVerdict Verdict, LinkSides Sides)> _decisions;

    /// <param name="decisions">Those that stand, in order of their ids.</param>
    public StandingDecisions(IEnumerable<LinkDecision> decisions) => _decisions = [.. decisions.Select(d => (d.Id, d.Verdict, d.Sides()))];

    /// <summary>Every record that a decision names.</summary>
    public IReadOnlySet<long> Records => _records ??= _decisions.SelectMany(d => d.Sides.One.Concat(d.Sides.Other)).ToHashSet();

    private HashSet<long>? _records;

    /// <summary>Records that a decision holds together with this one, itself included.</summary>
    public IEnumerable<long> TogetherWith(long record) => _decisions
        .Where(d => d.Verdict == LinkVerdict.Same && (d.Sides.One.Contains(record) || d.Sides.Other.Contains(record)))
        .SelectMany(d => d.Sides.One.Concat(d.Sides.Other));

    /// <summary>The decision that names the two on different sides; null without one.</summary>
    public int? About(long a, long b) => _decisions
        .Where(d => d.Sides.Parts(a, b))
        .Select(d => (int?)d.Id).FirstOrDefault();

    /// <summary>Refused when decisions contradict each other.</summary>
    /// <param name="numberOf">Number of a record by its id; null for a record that is not looked at.</param>
    /// <param name="exact">Pairs of record numbers with equal keys, in a fixed order: of two that cannot both hold the first does.</param>
    public Result<LinkConstraints> Constraints(Func<long, int?> numberOf, IEnumerable<(int A, int B)> exact)
    {
        var (together, apart) = (new List<(int, int)>(), new List<(int, int)>());
        foreach (var (_, verdict, sides) in _decisions)
        {
            var one = sides.One.Select(numberOf).OfType<int>().ToList();
            var other = sides.Other.Select(numberOf).OfType<int>().ToList();
            if (verdict == LinkVerdict.Different)
            {
                apart.AddRange(one.SelectMany(_ => other, (a, b) => (a, b)));
            }
            else
            {
                var all = one.Concat(other).ToList();
                together.AddRange(all.Skip(1).Select(b => (all[0], b)));
            }
        }

        var decided = LinkConstraints.Create(together, apart);
        return decided.Succeeded ? WithExact(decided.Value, together, apart, exact) : decided;
    }

    private static Result<LinkConstraints> WithExact(
        LinkConstraints decided, List<(int A, int B)> together, List<(int A, int B)> apart, IEnumerable<(int A, int B)> exact)
    {
        var sets = new RecordSets();
        var parted = new Dictionary<int, List<int>>();
        foreach (var record in apart.SelectMany(pair => new[] { pair.A, pair.B }).Distinct())
        {
            parted.Add(record, [record]);
        }

        together.ForEach(pair => Join(pair.A, pair.B));
        foreach (var (a, b) in exact)
        {
            var (setA, setB) = (sets.Find(a), sets.Find(b));
            if (setA != setB && !(parted.TryGetValue(setA, out var some) && some.Any(r => decided.ApartFrom(r).Any(o => sets.Find(o) == setB))))
            {
                together.Add((a, b));
                Join(a, b);
            }
        }

        return LinkConstraints.Create(together, apart);

        void Join(int a, int b)
        {
            var (setA, setB) = (sets.Find(a), sets.Find(b));
            sets.Join(a, b);
            if (setA != setB && parted.Remove(Math.Max(setA, setB), out var moved))
            {
                parted.TryAdd(Math.Min(setA, setB), []);
                parted[Math.Min(setA, setB)].AddRange(moved);
            }
        }
    }
}

using PdmpAnalytics.Patients.Comparing;

namespace PdmpAnalytics.Patients.Matching;

/// <summary>How strongly two records belong together.</summary>
/// <param name="Bits">Log-odds in bits; see <see cref="LinkExplanation.TotalBits"/>.</param>
/// <param name="UnguardedBits">The same without the guard.</param>
internal readonly record struct MatchWeight(double Bits, LinkGuard Guard, double UnguardedBits)
{
    public double Probability => MatchScales.ProbabilityOf(Bits);
}

/// <summary>Weighs pairs of records. Symmetric. For one thread; several share records and scales.</summary>
internal sealed class PatientMatcher(LinkRecords records, TermFrequencies terms, MatchScales scales)
{
    /// <summary>Pairs that are kept apart weigh no more: as far below even as a merge is above. Our choice, 2026-11-22.</summary>
    private static readonly double MostApartBits = MatchScales.BitsOf(0.05);

    /// <summary>Pairs that one more item would settle weigh no more: a proposal, and no merge. Our choice, 2026-11-22.</summary>
    private static readonly double MostProposedBits = MatchScales.BitsOf(0.90);

    private readonly RecordComparison _comparison = new(records, terms);

    public LevelPattern Compare(int a, int b) => _comparison.Compare(records[a], records[b]);

    public MatchWeight Weigh(int a, int b)
    {
        ref readonly var recordA = ref records[a];
        ref readonly var recordB = ref records[b];
        if (recordA.Animal != recordB.Animal)
        {
            return new MatchWeight(double.NegativeInfinity, LinkGuard.None, double.NegativeInfinity);
        }

        var levels = _comparison.Compare(recordA, recordB);
        var (match, relative) = scales.Sum(levels);
        var values = TermBits(recordA, recordB, levels);
        var bits = scales.PriorBits + match + values + scales.HouseholdBits(relative + values);
        var guard = Taking(scales.Guards.Of(recordA, recordB, levels, bits, records.Names), bits);
        return new MatchWeight(Math.Min(bits, MostBits(guard)), guard, bits);
    }

    /// <summary>The same weight in parts.</summary>
    public LinkExplanation Explain(int a, int b)
    {
        var levels = Compare(a, b);
        var parts = new List<LinkPart>();
        foreach (var field in ComparisonLevels.Fields)
        {
            var level = levels[field];
            parts.Add(new LinkPart(field, ComparisonLevels.Of(field)[level], level == 0 ? 0 : scales.MatchBits(field, level), TermBits(records[a], records[b], levels, field)));
        }

        var household = scales.HouseholdBits(scales.Sum(levels).Relative + parts.Sum(part => part.TermBits));
        var bits = scales.PriorBits + parts.Sum(part => part.Bits + part.TermBits) + household;
        var guard = Taking(scales.Guards.Of(records[a], records[b], levels, bits, records.Names), bits);
        return new LinkExplanation
        {
            PriorBits = scales.PriorBits,
            Parts = parts,
            HouseholdBits = household,
            Guard = guard,
            GuardBits = Math.Min(0, MostBits(guard) - bits),
        };
    }

    /// <summary>What the values add that the two have in common.</summary>
    public double TermBits(int a, int b, LevelPattern levels) => TermBits(records[a], records[b], levels);

    /// <summary>A guard that only takes weight away is none where the weight is low anyway.</summary>
    private static LinkGuard Taking(LinkGuard guard, double bits) =>
        LinkGuards.KeepsApart(guard) || bits > MostBits(guard) ? guard : LinkGuard.None;

    private static double MostBits(LinkGuard guard) => guard switch
    {
        LinkGuard.None => double.PositiveInfinity,
        LinkGuard.Uncorroborated or LinkGuard.AmbiguousSlip => MostProposedBits,
        LinkGuard.OtherGeneration or LinkGuard.Namesake or LinkGuard.Twin or LinkGuard.OtherMiddleName => MostApartBits,
    };

    private double TermBits(in LinkRecord a, in LinkRecord b, LevelPattern levels)
    {
        var bits = 0.0;
        foreach (var field in ComparisonLevels.Fields)
        {
            bits += TermBits(a, b, levels, field);
        }

        return bits;
    }

    private double TermBits(in LinkRecord a, in LinkRecord b, LevelPattern levels, LinkField field) => field switch
    {
        LinkField.FirstName when levels.FirstName == NameLevel.Same => scales.TermBits(LinkTerm.FirstName, records.Names.Solid(a.First)),
        LinkField.LastName when levels.LastName == NameLevel.Same => scales.TermBits(LinkTerm.LastName, records.Names.Solid(a.Last)),
        LinkField.BirthDate when levels.BirthDate == BirthDateLevel.Same => scales.TermBits(LinkTerm.BirthDate, a.BirthDateValue),
        LinkField.Phone when levels.Phone == NumberLevel.Same => scales.TermBits(LinkTerm.Phone, a.Phone),
        LinkField.Id when levels.Id == NumberLevel.Same => scales.TermBits(LinkTerm.Id, a.IdValue),
        LinkField.Address when levels.Address == AddressLevel.SameZip => scales.TermBits(LinkTerm.Zip, a.Zip),

        // The streets may be spelled differently: the commoner spelling counts.
        LinkField.Address when levels.Address is AddressLevel.Same or AddressLevel.OtherUnit =>
            Math.Min(scales.TermBits(LinkTerm.Place, a.Place), scales.TermBits(LinkTerm.Place, b.Place)),
        _ => 0,
    };
}

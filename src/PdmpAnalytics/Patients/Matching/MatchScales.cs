using PdmpAnalytics.Patients.Comparing;

namespace PdmpAnalytics.Patients.Matching;

/// <summary>A model made ready for weighing: bits for every level of every field and for every value whose frequency counts.</summary>
internal sealed class MatchScales
{
    private const int LevelsPerField = 1 << LevelPattern.BitsPerField;

    /// <summary>
    /// Records with average frequencies, or those of the country for its commonest names, that count as seen before the first one, so that
    /// few records do not make every value look rare or common: our choice, 2026-11-22.
    /// </summary>
    private const double AverageRecords = 2000;

    /// <summary>A value rarer than average adds no more than this: what is rare may also be a slip that two records share. Our choice, 2026-11-22.</summary>
    private const double MostTermBits = 6;

    private readonly double[] _matchBits = new double[LevelsPerField * 8];
    private readonly double[] _relativeBits = new double[LevelsPerField * 8];
    private readonly float[][] _termBits;

    public MatchScales(MatchModel model, TermFrequencies terms)
    {
        var strangers = 1 - model.MatchRate - model.RelativeRate;
        PriorBits = Math.Log2(model.MatchRate / strangers);
        RelativePriorBits = Math.Log2(model.RelativeRate / strangers);
        MergeBits = BitsOf(model.MergeProbability);
        ProposalBits = BitsOf(model.ProposalProbability);
        Guards = new LinkGuards(model);
        foreach (var field in model.Fields)
        {
            for (var level = 0; level < field.Levels.Count; level++)
            {
                var place = Place(field.Field, level + 1);
                _matchBits[place] = Math.Log2(field.Levels[level].Match / field.Levels[level].Stranger);
                _relativeBits[place] = Math.Log2(field.Levels[level].Relative / field.Levels[level].Stranger);
            }
        }

        _termBits = [.. Enum.GetValues<LinkTerm>().Select(term => TermBits(terms, term, StrangerShare(model, term)))];
    }

    /// <summary>Odds of a match against strangers before anything is compared, in bits.</summary>
    public double PriorBits { get; }

    /// <summary>Odds of one household against strangers before anything is compared, in bits.</summary>
    public double RelativePriorBits { get; }

    public double MergeBits { get; }

    public double ProposalBits { get; }

    public LinkGuards Guards { get; }

    /// <summary>log2(m/u) of a level.</summary>
    public double MatchBits(LinkField field, int level) => _matchBits[Place(field, level)];

    /// <summary>log2 of how much commoner a level is in a household than among strangers.</summary>
    public double RelativeBits(LinkField field, int level) => _relativeBits[Place(field, level)];

    /// <summary>What a value adds to the bits of its level for being rarer than average; below 0 for a common one.</summary>
    public double TermBits(LinkTerm term, int value) => _termBits[(int)term][value];

    /// <summary>Log-odds of a probability, in bits.</summary>
    public static double BitsOf(double probability) => Math.Log2(probability / (1 - probability));

    /// <summary>The probability of log-odds in bits.</summary>
    public static double ProbabilityOf(double bits) => 1 / (1 + double.Exp2(-bits));

    /// <summary>Sums of <see cref="MatchBits"/> and <see cref="RelativeBits"/> over all fields.</summary>
    public (double Match, double Relative) Sum(LevelPattern pattern)
    {
        double match = 0, relative = 0;
        var bits = pattern.Bits;
        for (var field = 0; bits != 0; field++, bits >>= LevelPattern.BitsPerField)
        {
            var place = field * LevelsPerField + (int)(bits & (LevelsPerField - 1));
            match += _matchBits[place];
            relative += _relativeBits[place];
        }

        return (match, relative);
    }

    /// <summary>
    /// What living in one household takes away, in bits, never above 0: log2 of how much likelier the comparison is when the two may
    /// also be relatives and not only strangers.
    /// </summary>
    /// <param name="relative">Relative bits of all fields and terms.</param>
    public double HouseholdBits(double relative) => -Math.Log2(1 + double.Exp2(RelativePriorBits + relative));

    private static int Place(LinkField field, int level) => (int)field * LevelsPerField + level;

    private static double StrangerShare(MatchModel model, LinkTerm term)
    {
        var (field, level) = term switch
        {
            LinkTerm.FirstName => (LinkField.FirstName, (int)NameLevel.Same),
            LinkTerm.LastName => (LinkField.LastName, (int)NameLevel.Same),
            LinkTerm.Place => (LinkField.Address, (int)AddressLevel.Same),
            LinkTerm.Zip => (LinkField.Address, (int)AddressLevel.SameZip),
            LinkTerm.Phone => (LinkField.Phone, (int)NumberLevel.Same),
            LinkTerm.Id => (LinkField.Id, (int)NumberLevel.Same),
            LinkTerm.BirthDate => (LinkField.BirthDate, (int)BirthDateLevel.Same),
        };
        return model.Fields[(int)field].Levels[level - 1].Stranger;
    }

    /// <summary>
    /// The two records that agree are among those counted, so two are taken off: what is left says how likely a stranger has the
    /// value too. The table of common names only says what is common: that a name is rare is for the store's own counts to say.
    /// </summary>
    private static float[] TermBits(TermFrequencies terms, LinkTerm term, double average)
    {
        // Days are much alike: none is rare, and only one seen far more often than others is common.
        var (seen, most) = term == LinkTerm.BirthDate ? (1 / average, 0) : (AverageRecords, MostTermBits);
        var bits = new float[terms.Size(term)];
        for (var value = 1; value < bits.Length; value++)
        {
            var others = Math.Max(0, terms.Count(term, value) - 2);
            var share = (others + seen * Math.Max(average, terms.CommonShare(term, value))) / (terms.Total(term) + seen);
            bits[value] = (float)Math.Min(most, Math.Log2(average / share));
        }

        return bits;
    }
}

using PdmpAnalytics.Patients.Comparing;

namespace PdmpAnalytics.Patients.Matching;

/// <summary>What one field says about a pair of records.</summary>
/// <param name="Level">Name of the comparison level.</param>
/// <param name="Bits">log2(m/u) of the level; above 0 speaks for one person. 0 for Missing.</param>
/// <param name="TermBits">What the value adds for being rarer (above 0) or commoner than average.</param>
public sealed record LinkPart(LinkField Field, string Level, double Bits, double TermBits);

/// <summary>
/// Why two records are taken for one person, or not: signed parts in bits that add up to the weight. A weight of w bits is odds of
/// 2^w to 1.
/// </summary>
public sealed record LinkExplanation
{
    /// <summary>Odds before anything is compared.</summary>
    public required double PriorBits { get; init; }

    /// <summary>One for each field, in order.</summary>
    public required IReadOnlyList<LinkPart> Parts { get; init; }

    /// <summary>What living in one household would explain as well; never above 0.</summary>
    public required double HouseholdBits { get; init; }

    public required LinkGuard Guard { get; init; }

    /// <summary>What the guard takes away; 0 without one.</summary>
    public required double GuardBits { get; init; }

    /// <summary>Sum of everything above.</summary>
    public double TotalBits => PriorBits + Parts.Sum(part => part.Bits + part.TermBits) + HouseholdBits + GuardBits;

    /// <summary>How likely the two are one person, 0 to 1.</summary>
    public double Probability => MatchScales.ProbabilityOf(TotalBits);
}

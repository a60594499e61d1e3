namespace PdmpAnalytics.Patients.Matching;

/// <summary>Two records that probably are one person's.</summary>
/// <param name="A">Number of one record, the smaller one.</param>
/// <param name="B">Number of the other.</param>
/// <param name="Weight">Log-odds in thousandths of a bit: whole numbers add up the same in every order.</param>
/// <param name="UnguardedWeight">What it would weigh without its guard; means nothing where there is none.</param>
public readonly record struct PatientLink(int A, int B, int Weight, LinkGuard Guard, int UnguardedWeight = 0)
{
    private const double PerBit = 1000;

    /// <summary>Beyond this a weight counts as this: one overwhelming pair must not carry a whole cluster. About one in a million; our choice, 2026-11-22.</summary>
    private const double MostBits = 20;

    /// <summary>Log-odds in bits.</summary>
    public double Bits => Weight / PerBit;

    /// <summary>How likely the two are one person, 0 to 1.</summary>
    public double Probability => MatchScales.ProbabilityOf(Bits);

    /// <summary>True for a pair that is merged or proposed, or would be if a guard did not stop it: worth keeping for a reviewer.</summary>
    /// <param name="proposalWeight">The least weight of a proposal.</param>
    public bool IsKept(int proposalWeight) => Weight >= proposalWeight || Guard != LinkGuard.None && UnguardedWeight >= proposalWeight;

    /// <summary>Bits as <see cref="Weight"/> holds them.</summary>
    public static int WeightOf(double bits) => (int)Math.Round(Math.Clamp(bits, -MostBits, MostBits) * PerBit);
}

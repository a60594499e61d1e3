namespace PdmpAnalytics.Evaluation.Report;

/// <summary>A share with its 95 % score interval (Wilson 1927).</summary>
/// <param name="Hits">Fractions where a block of equal scores was cut.</param>
public readonly record struct Proportion(double Hits, double Of)
{
    private const double Z = 1.959964;

    /// <summary>0 to 1; 0 of nothing.</summary>
    public double Share => Of == 0 ? 0 : Hits / Of;

    public double Low => Of == 0 ? 0 : Math.Max(0, Middle - Half);

    public double High => Of == 0 ? 1 : Math.Min(1, Middle + Half);

    private double Middle => (Share + Z * Z / (2 * Of)) / (1 + Z * Z / Of);

    private double Half => Z / (1 + Z * Z / Of) * Math.Sqrt(Share * (1 - Share) / Of + Z * Z / (4 * Of * Of));
}

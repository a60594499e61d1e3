namespace PdmpAnalytics.Detection.Scoring.Learning;

/// <summary>Turns log-odds that are over- or under-sure into calibrated ones: slope times them plus shift (Platt 1999). The order stays.</summary>
/// <param name="Slope">Above 0.</param>
public sealed record PlattScale(double Slope, double Shift)
{
    // A slope of 0 would make everybody equal where cases say nothing about order (our choice, 2026-11-22).
    private const double LeastSlope = 0.05;

    // Weak, so that a perfect separation keeps finite log-odds (our choice, 2026-11-22).
    private const double Penalty = 1;

    /// <summary>Learned from log-odds of cases that the line was not fitted on.</summary>
    public static PlattScale Fit(IReadOnlyList<ReviewedCase> cases, IReadOnlyList<double> logOdds)
    {
        var line = LogisticFit.Fit([.. cases.Select((c, i) => c with { Inputs = [(float)logOdds[i]] })], [1], Penalty);
        return new PlattScale(Math.Max(LeastSlope, line.Weights[0]), line.Intercept);
    }

    public double Apply(double logOdds) => Slope * logOdds + Shift;
}

namespace PdmpAnalytics.Detection.Scoring.Learning;

/// <summary>
/// Log-odds as a sum over inputs, each weighted and never against its direction. Calibration is folded into the weights, so
/// the parts add up to what is shown.
/// </summary>
/// <param name="Baseline">Log-odds without any input.</param>
/// <param name="Weights">In the order of <see cref="RiskInputs.All"/>; 0 or more.</param>
/// <param name="PointsPerLogOdds">Priority points for one unit of log-odds, above 0.</param>
public sealed record LogisticRiskModel(double Baseline, double[] Weights, double PointsPerLogOdds) : IRiskModel
{
    public double LogOdds(ReadOnlySpan<float> inputs) => Baseline + Sum(inputs);

    public void Explain(ReadOnlySpan<float> inputs, Span<double> parts)
    {
        for (var i = 0; i < inputs.Length; i++)
        {
            parts[i] = Weights[i] * inputs[i];
        }
    }

    public double Points(ReadOnlySpan<float> inputs) => PointsPerLogOdds * Sum(inputs);

    private double Sum(ReadOnlySpan<float> inputs)
    {
        var sum = 0.0;
        for (var i = 0; i < inputs.Length; i++)
        {
            sum += Weights[i] * inputs[i];
        }

        return sum;
    }
}

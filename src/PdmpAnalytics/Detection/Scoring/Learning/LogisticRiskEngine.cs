using System.Text.Json;

namespace PdmpAnalytics.Detection.Scoring.Learning;

/// <summary>
/// Penalised logistic regression that starts from the priority reviewers already work by: first one slope that turns its points
/// into log-odds, then a correction of each input's weight, as large as the cases speak for. With few cases it is the priority
/// itself; how strongly they must speak is chosen by cross-validation, by patient and by time.
/// </summary>
public sealed class LogisticRiskEngine : IRiskEngine
{
    /// <summary>Strengths of the penalty tried, weakest last; the first leaves the priority as it is (our choice, 2026-11-22).</summary>
    private static readonly double[] Penalties = [1e6, 100, 30, 10, 3, 1];

    private const double ScalePenalty = 1e-3;
    private const double LeastSlope = 0.01;
    private const double PointsUnit = 10;

    public string Name => "logistic";

    public IRiskModel Train(IReadOnlyList<ReviewedCase> cases, int seed)
    {
        var splits = new CaseSplits(cases, seed);
        var tried = Penalties.Select(p => (Penalty: p, Held: splits.Hold((train, test) => Held(Line(train, p), test)))).ToList();
        var best = tried.MinBy(t => splits.LogLoss(t.Held));
        var scale = PlattScale.Fit(cases, best.Held.ByPatient);
        var slope = Slope(cases);
        var line = Correct(cases, slope, best.Penalty);
        return new LogisticRiskModel(
            scale.Apply(line.Intercept), [.. line.Weights.Select(w => scale.Slope * w)], 1 / (scale.Slope * slope));
    }

    public string Write(IRiskModel model)
    {
        var logistic = (LogisticRiskModel)model;
        var weights = logistic.Weights.Index().Where(w => w.Item != 0).ToDictionary(w => RiskInputs.All[w.Index].Name, w => w.Item);
        return JsonSerializer.Serialize(new Stored(logistic.Baseline, logistic.PointsPerLogOdds, weights));
    }

    /// <summary>Throws <see cref="FormatException"/> for parameters that <see cref="Write"/> did not make.</summary>
    public IRiskModel Read(string parameters)
    {
        Stored stored;
        try
        {
            stored = JsonSerializer.Deserialize<Stored>(parameters) ?? throw new FormatException("No model.");
        }
        catch (JsonException wrong)
        {
            throw new FormatException("The parameters are not those of a logistic model.", wrong);
        }

        if (stored.Weights is not { Count: > 0 } || !stored.Weights.All(w => double.IsFinite(w.Value) && w.Value >= 0 && RiskInputs.All.Any(i => i.Name == w.Key))
            || !double.IsFinite(stored.Baseline) || !(stored.PointsPerLogOdds > 0 && double.IsFinite(stored.PointsPerLogOdds)))
        {
            throw new FormatException("The parameters are not those of a logistic model.");
        }

        return new LogisticRiskModel(
            stored.Baseline, [.. RiskInputs.All.Select(i => stored.Weights.GetValueOrDefault(i.Name))], stored.PointsPerLogOdds);
    }

    private static double[] Held(LogisticLine line, IReadOnlyList<ReviewedCase> test) => [.. test.Select(c => line.LogOdds(c.Inputs))];

    private static LogisticLine Line(IReadOnlyList<ReviewedCase> cases, double penalty) => Correct(cases, Slope(cases), penalty);

    /// <summary>Log-odds for one point of priority.</summary>
    private static double Slope(IReadOnlyList<ReviewedCase> cases)
    {
        var points = cases.Select(c => c with { Inputs = [(float)(RiskInputs.Points(c.Inputs) / PointsUnit)] }).ToList();
        return Math.Max(LeastSlope, LogisticFit.Fit(points, [1], ScalePenalty).Weights[0] / PointsUnit);
    }

    private static LogisticLine Correct(IReadOnlyList<ReviewedCase> cases, double slope, double penalty) =>
        LogisticFit.Fit(cases, [.. RiskInputs.All.Select(i => slope * i.Points)], penalty);

    private sealed record Stored(double Baseline, double PointsPerLogOdds, Dictionary<string, double> Weights);
}

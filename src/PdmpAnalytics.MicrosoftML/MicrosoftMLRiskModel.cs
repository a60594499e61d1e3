using Microsoft.ML;
using PdmpAnalytics.Detection.Scoring.Learning;

namespace PdmpAnalytics.MicrosoftML;

/// <summary>
/// A trained transformer of Microsoft.ML as a model of ours. An input's part is what the log-odds change by when it is added to
/// the inputs before it in their order, starting from none: the parts of any model add up, and for one that is a sum over inputs
/// they are its own terms.
/// </summary>
internal sealed class MicrosoftMLRiskModel : IRiskModel, IDisposable
{
    private readonly ThreadLocal<PredictionEngine<CaseRow, CaseScore>> _engines;

    public MicrosoftMLRiskModel(MLContext context, ITransformer transformer, MicrosoftMLParameters parameters)
    {
        (Transformer, Parameters) = (transformer, parameters);
        // A prediction engine is not safe for several threads.
        _engines = new(() => context.Model.CreatePredictionEngine<CaseRow, CaseScore>(transformer, inputSchemaDefinition: CaseRow.Schema()), trackAllValues: true);
        Baseline = LogOdds(new float[RiskInputs.All.Count]);
    }

    public ITransformer Transformer { get; }

    public MicrosoftMLParameters Parameters { get; }

    public double Baseline { get; }

    public double LogOdds(ReadOnlySpan<float> inputs) => Parameters.Slope * Raw(inputs) + Parameters.Plain * CaseRow.PlainOf(inputs) + Parameters.Shift;

    public void Explain(ReadOnlySpan<float> inputs, Span<double> parts)
    {
        var so = new float[inputs.Length];
        var before = Baseline;
        for (var i = 0; i < inputs.Length; i++)
        {
            parts[i] = 0;
            if (inputs[i] != 0)
            {
                so[i] = inputs[i];
                var now = LogOdds(so);
                parts[i] = now - before;
                before = now;
            }
        }
    }

    /// <summary>Above 0 and rising with the log-odds, about straight above the origin: nobody is tied at 0.</summary>
    public double Points(ReadOnlySpan<float> inputs)
    {
        var above = LogOdds(inputs) - Parameters.Origin;
        return Parameters.PointsPerLogOdds * (Math.Max(0, above) + Math.Log(1 + Math.Exp(-Math.Abs(above))));
    }

    public void Dispose()
    {
        foreach (var engine in _engines.Values)
        {
            engine.Dispose();
        }

        _engines.Dispose();
    }

    private double Raw(ReadOnlySpan<float> inputs) => _engines.Value!.Predict(CaseRow.Of(inputs)).Score;
}

/// <summary>What turns a transformer's score into log-odds and points.</summary>
/// <param name="Trainer">Which one learned it.</param>
/// <param name="Slope">Of the score, 0 or more; with <paramref name="Plain"/> and <paramref name="Shift"/> calibrated out of fold.</param>
/// <param name="Plain">Of the points of the plain priority, in units of <see cref="CaseRow.PointsUnit"/>; 0 or more.</param>
/// <param name="PointsPerLogOdds">Above 0.</param>
/// <param name="Origin">Log-odds at which the plain priority is 0.</param>
internal sealed record MicrosoftMLParameters(string Trainer, double Slope, double Plain, double Shift, double PointsPerLogOdds, double Origin);

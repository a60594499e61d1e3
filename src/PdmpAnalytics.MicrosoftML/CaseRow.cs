using Microsoft.ML.Data;
using PdmpAnalytics.Detection.Scoring.Learning;

namespace PdmpAnalytics.MicrosoftML;

/// <summary>A reviewed case as the trainers read it: a model's inputs, then the points of the plain priority.</summary>
internal sealed class CaseRow
{
    /// <summary>Brings the points to the size of the other inputs.</summary>
    internal const float PointsUnit = 10;

    public float[] Features { get; set; } = [];
    public bool Label { get; set; }

    public static SchemaDefinition Schema()
    {
        var schema = SchemaDefinition.Create(typeof(CaseRow));
        schema[nameof(Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, RiskInputs.All.Count + 1);
        return schema;
    }

    public static CaseRow Of(ReviewedCase seen) => new() { Features = FeaturesOf(seen.Inputs), Label = seen.Confirmed };

    public static CaseRow Of(ReadOnlySpan<float> inputs) => new() { Features = FeaturesOf(inputs) };

    private static float[] FeaturesOf(ReadOnlySpan<float> inputs) => [.. inputs, PlainOf(inputs)];

    /// <summary>Points of the plain priority, in units of <see cref="PointsUnit"/>.</summary>
    public static float PlainOf(ReadOnlySpan<float> inputs) => (float)RiskInputs.Points(inputs) / PointsUnit;

    public static float PlainOf(ReviewedCase seen) => PlainOf(seen.Inputs);
}

/// <summary>What a trained transformer answers.</summary>
internal sealed class CaseScore
{
    /// <summary>Higher is likelier; not calibrated.</summary>
    public float Score { get; set; }
}

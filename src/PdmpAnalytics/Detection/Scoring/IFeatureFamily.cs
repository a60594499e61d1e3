using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Detection.Scoring;

/// <summary>Features computed together in one pass. Keeps scratch between patients: one instance per worker.</summary>
internal interface IFeatureFamily
{
    /// <summary>
    /// Sets this family's places of <paramref name="values"/>, given as zeros, to each feature's value on its best day within
    /// the horizon, or <see cref="float.NaN"/> where it cannot be known.
    /// </summary>
    void Compute(DispensingHistory history, DispensingReference reference, Span<float> values);
}

/// <summary>Small steps that all families take.</summary>
internal static class FeatureValues
{
    /// <summary>Keeps the larger of the value so far and this one.</summary>
    public static void Raise(this Span<float> values, int place, double value)
    {
        if (value > values[place])
        {
            values[place] = (float)value;
        }
    }
}

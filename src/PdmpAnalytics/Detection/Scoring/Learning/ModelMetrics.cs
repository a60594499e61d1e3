namespace PdmpAnalytics.Detection.Scoring.Learning;

/// <summary>How well a model tells reviewed cases apart, each case judged by a model that did not learn from its patient.</summary>
public sealed record ModelMetrics
{
    public int Cases { get; init; }
    public int Confirmed { get; init; }

    /// <summary>Average precision of the model, and of the priority without it, on the same cases.</summary>
    public double AveragePrecision { get; init; }
    public double PriorityAveragePrecision { get; init; }

    /// <summary>The same on the newest fifth of the cases by a model of the four fifths before; null when either lacks a kind.</summary>
    public double? LaterAveragePrecision { get; init; }
    public double? LaterPriorityAveragePrecision { get; init; }

    /// <summary>Mean squared error of the stated chance; lower is better.</summary>
    public double Brier { get; init; }
    public double LogLoss { get; init; }

    /// <summary>Of <see cref="Cases"/>, those concluded under another list of inputs: what was not counted then stands as 0.</summary>
    public int OfAnotherList { get; init; }

    /// <summary>Conclusions about a pattern that taught nothing because no score stood beside the alert.</summary>
    public int Unscored { get; init; }
}

/// <summary>A model fresh from training.</summary>
public sealed record TrainedModel(
    string Engine, string Parameters, int Seed, double Seconds, ModelMetrics Metrics, IReadOnlyList<ReviewedCase> Cases);

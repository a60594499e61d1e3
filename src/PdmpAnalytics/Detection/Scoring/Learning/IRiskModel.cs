namespace PdmpAnalytics.Detection.Scoring.Learning;

/// <summary>Something that learned from reviewers how likely a pattern is to call for action. Safe for several threads.</summary>
public interface IRiskModel
{
    /// <summary>Log-odds of someone about whom no input says anything.</summary>
    double Baseline { get; }

    /// <summary>Calibrated log-odds: 0 is one in two.</summary>
    /// <param name="inputs">In the order of <see cref="RiskInputs.All"/>.</param>
    double LogOdds(ReadOnlySpan<float> inputs);

    /// <summary>What each input adds; with <see cref="Baseline"/> they add up to <see cref="LogOdds"/>.</summary>
    /// <param name="parts">As long as <paramref name="inputs"/>.</param>
    void Explain(ReadOnlySpan<float> inputs, Span<double> parts);

    /// <summary>The priority it would give, on the scale of <see cref="RiskInputs.Points"/>, so that the learned and the unlearned keep their places in one queue.</summary>
    double Points(ReadOnlySpan<float> inputs);
}

/// <summary>A way to learn a model and to keep it.</summary>
public interface IRiskEngine
{
    /// <summary>Stands in the model store, e.g. <c>logistic</c>.</summary>
    string Name { get; }

    /// <summary>Learns from cases of both kinds; the same cases and seed give the same model.</summary>
    IRiskModel Train(IReadOnlyList<ReviewedCase> cases, int seed);

    /// <summary>The model as text for the store.</summary>
    string Write(IRiskModel model);

    /// <summary>The model of a text it wrote; scores as before. Throws <see cref="FormatException"/> for any other text.</summary>
    IRiskModel Read(string parameters);
}

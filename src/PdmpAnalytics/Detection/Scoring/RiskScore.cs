namespace PdmpAnalytics.Detection.Scoring;

/// <summary>How unusual a patient's dispensing is among comparable patients, with the parts that make it so.</summary>
public sealed record RiskScore
{
    /// <summary>From this percentile a patient is unusual: findings that never queue are then recorded with the score (our choice, 2026-11-22).</summary>
    public const double UnusualPercentile = 90;

    /// <summary>The sum of <see cref="Parts"/>; 0 is ordinary, larger is rarer.</summary>
    public required double Anomaly { get; init; }

    /// <summary>Share of comparable patients with a lower score, 0 to 100.</summary>
    public required double Percentile { get; init; }

    /// <summary>Largest contribution first; contributions add up to <see cref="Anomaly"/>.</summary>
    public required IReadOnlyList<ScorePart> Parts { get; init; }

    /// <summary>What a learned model sees, in the order of <see cref="Learning.RiskInputs.All"/>; null where nothing is to be learned.</summary>
    public float[]? Inputs { get; init; }

    /// <summary>What the champion says; null without one.</summary>
    public Learning.RiskEstimate? Risk { get; init; }

    /// <summary>What the newest candidate would say; null without one.</summary>
    public Learning.ChallengerEstimate? Challenger { get; init; }
}

/// <summary>One feature's share of a score.</summary>
/// <param name="Feature">Stable snake-case name of the feature, e.g. <c>practices_183d</c>.</param>
/// <param name="Value">The patient's value on the feature's best day, in the feature's own unit.</param>
/// <param name="Contribution">What it adds to the score.</param>
/// <param name="Explanation">One sentence for the reviewer, without identity.</param>
public readonly record struct ScorePart(string Feature, double Value, double Contribution, string Explanation);

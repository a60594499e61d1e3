using System.Globalization;
using System.Text.Json.Serialization;

namespace PdmpAnalytics.Detection.Scoring;

/// <summary>How unusual a patient's dispensing is among comparable patients, with the parts that make it so.</summary>
public sealed record RiskScore
{
    /// <summary>From this percentile a patient is unusual: findings that never queue are then recorded with the score (our choice, 2026-11-22).</summary>
    public const double UnusualPercentile = 90;

    /// <summary>
    /// How far back "now" reaches, the day judged from included: whoever is treated filled something within the longest usual supply, and between two
    /// fills no count rises (our choice, 2026-11-22).
    /// </summary>
    public const int NowDays = 90;

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
public readonly record struct ScorePart(string Feature, double Value, double Contribution, string Explanation)
{
    /// <summary>The same number on its best day of the last <see cref="RiskScore.NowDays"/>; null for what is no feature, or cannot be known.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Now { get; init; }

    /// <summary>What the number is, with where it stands now when that is another: one sentence for the reviewer.</summary>
    [JsonIgnore]
    public string ExplanationWithNow => Now is { } now && now != Value
        ? string.Create(CultureInfo.InvariantCulture, $"{Explanation} (last {RiskScore.NowDays} days: {now:#,0.##})")
        : Explanation;
}

using PdmpAnalytics.Detection;

namespace PdmpAnalytics.Review;

/// <summary>
/// What a person concluded about an alert at one moment, with what the alert said then. Written once, never changed: the
/// labels of learning and the answer to "why was this closed" are read from here.
/// </summary>
public sealed class ReviewDecision
{
    private ReviewDecision()
    {
    }

    public long AlertId { get; private set; }

    /// <summary>The alert's version after the decision; with the alert's id the key.</summary>
    public int AlertVersion { get; private set; }

    /// <summary>UTC.</summary>
    public DateTimeOffset DecidedAt { get; private set; }

    /// <summary>Account of the reviewer.</summary>
    public string DecidedBy { get; private set; } = "";
    public AlertState From { get; private set; }
    public AlertState To { get; private set; }

    /// <summary>Set when <see cref="To"/> is Closed, or a state in which the conclusion waits for its second reader.</summary>
    public Disposition? Disposition { get; private set; }
    public string Reason { get; private set; } = "";

    /// <summary>Harmless explanations that were looked into; empty when none was noted.</summary>
    public string OtherExplanations { get; private set; } = "";
    public Severity Severity { get; private set; }
    public double Priority { get; private set; }
    public string Rules { get; private set; } = "";

    /// <summary>What a model saw of the alert then, see <see cref="Alert.RiskInputs"/>; null when it was not scored.</summary>
    public string? RiskInputs { get; private set; }

    /// <summary>The share of patients below the line that it was drawn with, and the seed of the draw; null for an alert that a rule queued.</summary>
    public double? SampleShare { get; private set; }
    public int? SampleSeed { get; private set; }

    internal static ReviewDecision Of(Alert alert, AlertState from, string user, DateTimeOffset at, string otherExplanations = "") => new()
    {
        AlertId = alert.Id,
        AlertVersion = alert.Version,
        DecidedAt = at,
        DecidedBy = user,
        From = from,
        To = alert.State,
        Disposition = alert.Disposition,
        Reason = alert.StateReason,
        OtherExplanations = otherExplanations.Trim(),
        Severity = alert.Severity,
        Priority = alert.Priority,
        Rules = alert.Rules,
        RiskInputs = alert.RiskInputs,
        SampleShare = alert.SampleShare,
        SampleSeed = alert.SampleSeed,
    };
}

using PdmpAnalytics.Detection;

namespace PdmpAnalytics.Review;

/// <summary>Which alerts a list shows; every part narrows it.</summary>
public sealed record AlertFilter
{
    /// <summary>Alerts that wait for a person.</summary>
    public static AlertFilter Queued { get; } = new();

    /// <summary>Null: any open state, or any state at all with <see cref="IncludeRecorded"/>.</summary>
    public AlertState? State { get; init; }

    public ReviewQueueKind? Queue { get; init; }

    /// <summary>Also alerts that wait in no queue: on hold, closed or withdrawn.</summary>
    public bool IncludeRecorded { get; init; }

    /// <summary>Only alerts with a finding of this rule.</summary>
    public string? RuleId { get; init; }

    public int Skip { get; init; }

    /// <summary>Null for all.</summary>
    public int? Top { get; init; }
}

/// <summary>A stretch of the queue.</summary>
/// <param name="Total">Alerts that match, on all pages.</param>
/// <param name="Alerts">Highest priority first, then the one raised first; without findings.</param>
public sealed record AlertPage(int Total, IReadOnlyList<Alert> Alerts);

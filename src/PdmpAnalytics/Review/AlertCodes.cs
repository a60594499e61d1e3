using PdmpAnalytics.Detection;

namespace PdmpAnalytics.Review;

/// <summary>The words that exports, the command line and other programs use for the enums of a review; lower case.</summary>
public static class AlertCodes
{
    public static string Of(ReviewQueueKind queue) => queue switch
    {
        ReviewQueueKind.None => "none",
        ReviewQueueKind.Review => "review",
        ReviewQueueKind.Safety => "safety",
        ReviewQueueKind.Data => "data",
        ReviewQueueKind.Board => "board",
        ReviewQueueKind.Audit => "audit",
    };

    public static string Of(AlertSubjectKind kind) => kind switch
    {
        AlertSubjectKind.Patient => "patient",
        AlertSubjectKind.Prescriber => "prescriber",
        AlertSubjectKind.Dispenser => "dispenser",
    };

    public static string Of(Severity severity) => severity switch
    {
        Severity.Info => "info",
        Severity.Low => "low",
        Severity.Medium => "medium",
        Severity.High => "high",
        Severity.Critical => "critical",
    };

    public static string Of(AlertState state) => state switch
    {
        AlertState.New => "new",
        AlertState.Assigned => "assigned",
        AlertState.InReview => "in_review",
        AlertState.Dismissed => "dismissed",
        AlertState.Monitoring => "monitoring",
        AlertState.ActionPending => "action_pending",
        AlertState.Reopened => "reopened",
        AlertState.Closed => "closed",
        AlertState.Withdrawn => "withdrawn",
    };

    public static string Of(QueueHold hold) => hold switch
    {
        QueueHold.None => "queued",
        QueueHold.InformationOnly => "information_only",
        QueueHold.ExemptContext => "exempt_context",
        QueueHold.ExemptByHand => "exempt_by_hand",
    };
}

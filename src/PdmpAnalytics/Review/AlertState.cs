namespace PdmpAnalytics.Review;

/// <summary>Where an alert stands in its life (domain reference 5.1).</summary>
public enum AlertState : byte
{
    /// <summary>Raised, nobody has looked.</summary>
    New,
    Assigned,
    InReview,

    /// <summary>Judged harmless, waiting to be closed (second reading).</summary>
    Dismissed,

    /// <summary>Watched for a while before it is closed.</summary>
    Monitoring,

    /// <summary>A letter, notice or referral is being prepared.</summary>
    ActionPending,

    /// <summary>Was closed or withdrawn and is open again.</summary>
    Reopened,

    /// <summary>Judged; carries a disposition.</summary>
    Closed,

    /// <summary>The evidence disappeared (void, revision, other linkage) before anyone judged it.</summary>
    Withdrawn,
}

/// <summary>What follows from a state.</summary>
public static class AlertStates
{
    /// <summary>True while a person still has to do something.</summary>
    public static bool IsOpen(this AlertState state) => state < AlertState.Closed;
}

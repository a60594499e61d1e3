using PdmpAnalytics.Review;
using PdmpAnalytics.Review.Work;

namespace PdmpAnalytics.Web.Review;

/// <summary>How the one who looks may conclude an alert.</summary>
public enum ConclusionKind
{
    /// <summary>Not at all: it is concluded, or not theirs to conclude.</summary>
    None,
    First,

    /// <summary>As the second reader, without having seen the first's.</summary>
    Second,

    /// <summary>As the lead who decides between two readers.</summary>
    Settling,
}

/// <summary>An alert as one person sees it, with the list they came from.</summary>
/// <param name="Now">UTC.</param>
/// <param name="User">The account that looks.</param>
/// <param name="Reviews">May see whom it is about and decide.</param>
public sealed record OpenedAlert(AlertDetail Detail, QueueView View, AlertNeighbours Neighbours, DateTimeOffset Now, Reviewer User, bool Reviews)
{
    public Alert Alert => Detail.Alert;

    public DateOnly Today => DateOnly.FromDateTime(Now.UtcDateTime);

    /// <summary>Why the last request was refused; null when none was.</summary>
    public string? Wrong { get; init; }

    /// <summary>What the viewer has just done, and may take back.</summary>
    public JustDone? Done { get; init; }

    /// <summary>Set once the viewer asked for it.</summary>
    public SubjectIdentity? Identity { get; init; }

    /// <summary>A patient's fills over time; null for any other subject.</summary>
    public AlertTimelineModel? Timeline { get; init; }

    /// <summary>The programme's configuration allows referrals to law enforcement.</summary>
    public bool LawEnforcement { get; init; }

    /// <summary>Accounts that work can be given to.</summary>
    public IReadOnlyList<string> Colleagues { get; init; } = [];

    /// <summary>Who else holds it now; null when nobody else does.</summary>
    public string? HeldBy => Words.Holder(Alert, Now) is { } holder && holder != User.Name ? holder : null;

    public bool IsMine => Words.Holder(Alert, Now) == User.Name;

    public ConclusionKind Conclusion => !Reviews || HeldBy is not null ? ConclusionKind.None
        : Alert.ReadingKind is null ? Alert.State.IsOpen() ? ConclusionKind.First : ConclusionKind.None
        : Alert.SecondReader is null ? Alert.FirstReader == User.Name ? ConclusionKind.None : ConclusionKind.Second
        : User.IsLead && Alert.FirstReader != User.Name && Alert.SecondReader != User.Name ? ConclusionKind.Settling
        : ConclusionKind.None;

    public string ConclusionTitle => Conclusion switch
    {
        ConclusionKind.Second => "Second reading: your own conclusion",
        ConclusionKind.Settling => "Two readers disagree: your decision",
        ConclusionKind.First or ConclusionKind.None => "Conclusion",
    };

    /// <summary>Address of a step about it.</summary>
    public string Step(string name) => $"/alerts/{Alert.Id}/{name}{View.InAlert}";

    /// <summary>What its most severe finding says; empty without findings.</summary>
    public string Reason => Alert.Findings.OrderByDescending(f => f.Severity).ThenBy(f => f.Position).FirstOrDefault()?.Text ?? "";
}

/// <summary>A step that its taker may still take back.</summary>
/// <param name="Said">What happened, in a sentence.</param>
public sealed record JustDone(long AlertId, string Said)
{
    /// <summary>Null when the viewer's step is not the alert's last, or too old.</summary>
    public static JustDone? Of(Alert alert, Reviewer user, DateTimeOffset now, ReviewOptions options) =>
        alert.LastStep is { } step && step.By == user.Name && step.Version == alert.Version && now - step.At <= options.UndoWithin
            ? new JustDone(alert.Id, $"Alert {alert.Id}: {Sentence(alert, step)}.")
            : null;

    private static string Sentence(Alert alert, TakenStep step) => step.Action switch
    {
        "alert.closed" => alert.State == AlertState.Closed
            ? $"closed, {DispositionKeys.Label(alert.Disposition!.Value).ToLowerInvariant()}"
            : "concluded; a second person reads it before it closes",
        "alert.read-again" => alert.State == AlertState.Closed ? "read again, both readers agree" : "read again, the readers disagree and a lead decides",
        "alert.snoozed" => FormattableString.Invariant($"snoozed until {alert.SnoozedUntil:yyyy-MM-dd}"),
        "alert.watched" => FormattableString.Invariant($"watched until {alert.SnoozedUntil:yyyy-MM-dd}"),
        "alert.woken" => "brought back",
        "alert.action-planned" => $"{Words.Of(alert.PlannedAction!.Value)} is being prepared",
        "alert.claimed" => "claimed",
        "alert.released" => "released",
        "alert.assigned" => $"given to {alert.Assignee}",
        "alert.reopened" => "open again",
        _ => Words.Of(alert.State),
    };
}

using PdmpAnalytics.Detection;
using PdmpAnalytics.Detection.Scoring;
using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Review;

/// <summary>
/// All that is to be reviewed about one subject: its findings, score and state. A subject has one alert; it is refreshed,
/// closed, reopened or withdrawn, and what people concluded stays in its <see cref="ReviewDecision"/>s.
/// </summary>
public sealed class Alert
{
    private readonly List<AlertFinding> _findings = [];

    private Alert()
    {
    }

    public long Id { get; private set; }
    public AlertSubjectKind SubjectKind { get; private set; }
    public long SubjectId { get; private set; }
    public AlertState State { get; private set; }
    public ReviewQueueKind Queue { get; private set; }

    /// <summary>None while the alert waits in <see cref="Queue"/>; otherwise why it is only recorded.</summary>
    public QueueHold Hold { get; private set; }
    public Severity Severity { get; private set; }
    public double Priority { get; private set; }

    /// <summary>Distinct rule ids in catalogue order, joined by <c>;</c>.</summary>
    public string Rules { get; private set; } = "";
    public int FindingCount { get; private set; }

    /// <summary>Distinct dispensation versions behind the findings.</summary>
    public int EvidenceCount { get; private set; }

    /// <summary>Null when the subject was not scored.</summary>
    public double? Anomaly { get; private set; }

    /// <summary>0 to 100 among comparable patients; null when the subject was not scored.</summary>
    public double? AnomalyPercentile { get; private set; }

    /// <summary>0 to 1 from a trained model; null without one.</summary>
    public double? RiskProbability { get; private set; }

    /// <summary>Largest contribution first; they add up to <see cref="Anomaly"/>.</summary>
    public IReadOnlyList<ScorePart> ScoreParts { get; private set; } = [];
    public FillContext Exemptions { get; private set; }
    public double IdentityConfidence { get; private set; }

    /// <summary>The day judged from when the alert last changed.</summary>
    public DateOnly AsOf { get; private set; }

    /// <summary>The day judged from when the alert was raised, or raised again by new evidence.</summary>
    public DateOnly RaisedOn { get; private set; }

    /// <summary>The conclusion while the alert is closed.</summary>
    public Disposition? Disposition { get; private set; }

    /// <summary>UTC; null unless closed.</summary>
    public DateTimeOffset? ClosedAt { get; private set; }

    /// <summary>Why the alert is in its state, in one sentence: the reviewer's reason, or the policy's.</summary>
    public string StateReason { get; private set; } = "";

    /// <summary><see cref="AlertContent.Fingerprint"/> of what the alert says.</summary>
    public long Fingerprint { get; private set; }

    /// <summary>Counts changes; a change based on an older version is refused.</summary>
    public int Version { get; private set; }

    public IReadOnlyList<AlertFinding> Findings => _findings;

    public AlertSubject Subject => new(SubjectKind, SubjectId);

    public bool IsQueued => Hold == QueueHold.None && State.IsOpen();

    internal static Alert Raise(long id, AlertSubject subject, AlertContent content, string because)
    {
        var alert = new Alert { Id = id, SubjectKind = subject.Kind, SubjectId = subject.Id, RaisedOn = content.AsOf, StateReason = because };
        alert.Say(content);
        return alert;
    }

    internal void Refresh(AlertContent content) => Say(content);

    /// <summary>Open again because of what was found.</summary>
    internal void ReopenWith(AlertContent content, string because)
    {
        Open(because);
        RaisedOn = content.AsOf;
        Say(content);
    }

    internal void Withdraw(DateOnly asOf, string because)
    {
        State = AlertState.Withdrawn;
        StateReason = because;
        AsOf = asOf;
        Version++;
    }

    /// <summary>Judges the alert; changes nothing when refused.</summary>
    internal Refusal? Close(Disposition disposition, string reason, DateTimeOffset at)
    {
        if (!State.IsOpen())
        {
            return new Refusal(RefusalReason.WrongState, $"Alert {Id} is {State}, not open.");
        }

        if (string.IsNullOrWhiteSpace(reason))
        {
            return new Refusal(RefusalReason.Incomplete, "Closing needs a reason.");
        }

        State = AlertState.Closed;
        Disposition = disposition;
        StateReason = reason.Trim();
        ClosedAt = at;
        Version++;
        return null;
    }

    /// <summary>Takes a conclusion back; changes nothing when refused.</summary>
    internal Refusal? Reopen(string reason)
    {
        if (State != AlertState.Closed)
        {
            return new Refusal(RefusalReason.WrongState, $"Alert {Id} is {State}, not closed.");
        }

        if (string.IsNullOrWhiteSpace(reason))
        {
            return new Refusal(RefusalReason.Incomplete, "Reopening needs a reason.");
        }

        Open(reason.Trim());
        Version++;
        return null;
    }

    private void Open(string because)
    {
        State = AlertState.Reopened;
        StateReason = because;
        Disposition = null;
        ClosedAt = null;
    }

    private void Say(AlertContent content)
    {
        Queue = content.Queue;
        Hold = content.Hold;
        Severity = content.Severity;
        Priority = content.Priority;
        Rules = content.Rules;
        FindingCount = content.Findings.Count;
        EvidenceCount = content.Evidence.Count;
        Anomaly = content.Score?.Anomaly;
        AnomalyPercentile = content.Score?.Percentile;
        ScoreParts = content.Score?.Parts ?? [];
        Exemptions = content.Exemptions;
        IdentityConfidence = content.IdentityConfidence;
        AsOf = content.AsOf;
        Fingerprint = content.Fingerprint;
        Version++;
        _findings.Clear();
        _findings.AddRange(content.Findings.Select((finding, position) => AlertFinding.Of(Id, position, finding)));
    }
}

using PdmpAnalytics.Detection;
using PdmpAnalytics.Detection.Scoring;
using PdmpAnalytics.Dispensing;
using PdmpAnalytics.Review.Work;

namespace PdmpAnalytics.Review;

/// <summary>
/// All that is to be reviewed about one subject: its findings, score and state. A subject has one alert; it is refreshed,
/// closed, reopened or withdrawn, and what people concluded stays in its <see cref="ReviewDecision"/>s.
/// </summary>
public sealed partial class Alert
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

    /// <summary>Distinct <see cref="DrugScope"/>s of the findings, by name, joined by <c>;</c>.</summary>
    public string Scopes { get; private set; } = "";
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

    /// <summary>The model that said <see cref="RiskProbability"/>.</summary>
    public int? RiskModelId { get; private set; }

    /// <summary>Baseline first, then the largest contribution; they add up to the log-odds of <see cref="RiskProbability"/>. Empty without a model.</summary>
    public IReadOnlyList<ScorePart> RiskParts { get; private set; } = [];

    /// <summary>What the newest candidate would have said, and its id; it orders nothing. Null without one.</summary>
    public double? ChallengerProbability { get; private set; }
    public int? ChallengerId { get; private set; }

    /// <summary>What a model sees, as <see cref="Detection.Scoring.Learning.RiskInputs"/> writes it: the decision about this alert is learned with it. Null when not scored.</summary>
    public string? RiskInputs { get; private set; }

    /// <summary>Share and seed of <see cref="AlertContent.DrawnBy"/>: for statistics, never shown to who reviews. Null when a rule queued it.</summary>
    public double? SampleShare { get; private set; }
    public int? SampleSeed { get; private set; }
    public FillContext Exemptions { get; private set; }
    public double IdentityConfidence { get; private set; }

    /// <summary>The day judged from when the alert last changed.</summary>
    public DateOnly AsOf { get; private set; }

    /// <summary>The day judged from when the alert was raised, or raised again by new evidence.</summary>
    public DateOnly RaisedOn { get; private set; }

    /// <summary>The conclusion while the alert is closed, or while a second reader is to confirm it.</summary>
    public Disposition? Disposition { get; private set; }

    /// <summary>UTC; null unless closed.</summary>
    public DateTimeOffset? ClosedAt { get; private set; }

    /// <summary>Why the alert is in its state, in one sentence: the reviewer's reason, or the policy's.</summary>
    public string StateReason { get; private set; } = "";

    /// <summary><see cref="AlertContent.Fingerprint"/> of what the alert says.</summary>
    public long Fingerprint { get; private set; }

    /// <summary>How it was left, while records that came or went since hold it withdrawn or reopened; else null.</summary>
    public SettledAlert? Settled { get; private set; }

    /// <summary>Null when no evidence hangs on an uncertain link.</summary>
    public UncertainLink? UncertainLink { get; private set; }

    /// <summary>Counts changes; a change based on an older version is refused.</summary>
    public int Version { get; private set; }

    public IReadOnlyList<AlertFinding> Findings => _findings;

    public AlertSubject Subject => new(SubjectKind, SubjectId);

    public bool IsQueued => Hold == QueueHold.None && State.IsOpen();

    /// <param name="today">UTC day of publishing.</param>
    internal static Alert Raise(long id, AlertSubject subject, AlertContent content, string because, DateOnly today)
    {
        var alert = new Alert { Id = id, SubjectKind = subject.Kind, SubjectId = subject.Id, RaisedOn = content.AsOf, StateReason = because };
        alert.Say(content);
        alert.Wait(today);
        return alert;
    }

    /// <summary>Says something new. One put aside is back when it became more severe, or when it waits for new evidence and has some.</summary>
    /// <param name="evidence">Behind the findings it had; looked at only when it wakes on evidence.</param>
    /// <param name="today">UTC day of publishing.</param>
    internal void Refresh(AlertContent content, IReadOnlySet<long> evidence, DateOnly today)
    {
        if (content.Severity > Severity || (WakesOnEvidence && !content.Evidence.IsSubsetOf(evidence)))
        {
            (SnoozedUntil, WakesOnEvidence) = (null, false);
        }

        var (severity, hold, due) = (Severity, Hold, DueOn);
        Say(content);
        if (hold != QueueHold.None && Hold == QueueHold.None)
        {
            Wait(today);
        }
        else if (Severity > severity && ServiceLevel.DueOn(Severity, today) is { } sooner && !(due <= sooner))
        {
            DueOn = sooner;
        }
    }

    /// <summary>Open again because of what was found.</summary>
    /// <param name="evidence">Behind the findings it had.</param>
    /// <param name="today">UTC day of publishing.</param>
    internal void ReopenWith(AlertContent content, string because, IReadOnlySet<long> evidence, DateOnly today)
    {
        Remember(evidence);
        State = AlertState.Reopened;
        StateReason = because;
        Disposition = null;
        ClosedAt = null;
        PlannedAction = null;
        RaisedOn = content.AsOf;
        LetGo();
        Say(content);
        Wait(today);
    }

    /// <param name="evidence">Behind the findings it has.</param>
    internal void Withdraw(DateOnly asOf, string because, IReadOnlySet<long> evidence)
    {
        Remember(evidence);
        State = AlertState.Withdrawn;
        StateReason = because;
        LetGo();
        AsOf = asOf;
        Version++;
    }

    /// <summary>Stands as it was left, see <see cref="Settled"/>.</summary>
    internal void Restore(AlertContent content)
    {
        var left = Settled ?? throw new InvalidOperationException($"Alert {Id} stands as it was left.");
        (State, StateReason, RaisedOn, Disposition, ClosedAt) = (left.State, left.Reason, left.RaisedOn, left.Disposition, left.ClosedAt);
        Settled = null;
        LetGo();
        Say(content);
    }

    /// <summary>Notes how it stands, unless records moved it from there before; an alert withdrawn by an earlier edition was left nowhere known.</summary>
    private void Remember(IReadOnlySet<long> evidence)
    {
        if (State != AlertState.Withdrawn)
        {
            Settled ??= new SettledAlert(State, StateReason, RaisedOn, Disposition, ClosedAt, Severity, [.. evidence.Order()]);
        }
    }

    private void Say(AlertContent content)
    {
        Queue = content.Queue;
        Hold = content.Hold;
        Severity = content.Severity;
        Priority = content.Priority;
        Rules = content.Rules;
        Scopes = string.Join(';', content.Findings.Select(f => f.Scope).OfType<DrugScope>().Distinct().Order());
        FindingCount = content.Findings.Count;
        EvidenceCount = content.Evidence.Count;
        Anomaly = content.Score?.Anomaly;
        AnomalyPercentile = content.Score?.Percentile;
        ScoreParts = content.Score?.Parts ?? [];
        var risk = content.Score?.Risk;
        (RiskProbability, RiskModelId, RiskParts) = (risk?.Probability, risk?.ModelId, risk?.Parts ?? []);
        (ChallengerProbability, ChallengerId) = (content.Score?.Challenger?.Probability, content.Score?.Challenger?.ModelId);
        RiskInputs = content.Score?.Inputs is { } inputs ? Detection.Scoring.Learning.RiskInputs.Write(inputs) : null;
        (SampleShare, SampleSeed) = (content.DrawnBy?.Share, content.DrawnBy?.Seed);
        Exemptions = content.Exemptions;
        IdentityConfidence = content.IdentityConfidence;
        UncertainLink = content.UncertainLink;
        AsOf = content.AsOf;
        Fingerprint = content.Fingerprint;
        Version++;
        _findings.Clear();
        _findings.AddRange(content.Findings.Select((finding, position) => AlertFinding.Of(Id, position, finding, content.RuleSet)));
    }
}

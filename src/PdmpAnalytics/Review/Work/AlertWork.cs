using System.Text.Json.Serialization;
using PdmpAnalytics.Detection;

namespace PdmpAnalytics.Review.Work;

/// <summary>A lease on an alert: nobody else may decide about it until it ends.</summary>
/// <param name="By">Account.</param>
/// <param name="Until">UTC, not included.</param>
public sealed record AlertClaim(string By, DateTimeOffset Until)
{
    public bool HoldsAt(DateTimeOffset now) => now < Until;
}

/// <summary>An alert put aside.</summary>
/// <param name="Until">UTC day on which it is back, at the latest.</param>
/// <param name="WakesOnEvidence">New evidence brings it back sooner; a rise of its severity always does.</param>
public sealed record AlertSnooze(DateOnly Until, bool WakesOnEvidence)
{
    public bool IsAsleep(DateOnly today) => today < Until;
}

/// <summary>What is being prepared while an alert is <see cref="AlertState.ActionPending"/> (domain reference 5.1).</summary>
public enum PlannedAction : byte
{
    PrescriberLetter,
    PharmacistNotice,
    PatientSafetyOutreach,
    DataQualityTicket,
    BoardReferral,
    LawEnforcementReferral,
    TreatmentResource,
}

/// <summary>Why a second person reads.</summary>
public enum ReadingKind : byte
{
    /// <summary>The alert is critical: the conclusion holds only when a second person comes to it too.</summary>
    FourEyes,

    /// <summary>Drawn for quality: the conclusion holds meanwhile.</summary>
    Sample,
}

/// <summary>A second reading that is wanted, or that came to another end than the first and waits for a lead.</summary>
/// <param name="DecisionVersion">The alert's version after the first conclusion.</param>
/// <param name="First">Who concluded first.</param>
/// <param name="Second">Who read again and disagreed; null while nobody has.</param>
public sealed record PendingReading(ReadingKind Kind, int DecisionVersion, string First, string? Second)
{
    public bool IsDisputed => Second is not null;
}

/// <summary>How far people are with one alert: everything a step can change, and what a step that is taken back restores.</summary>
public sealed record AlertWork
{
    public required AlertState State { get; init; }

    /// <summary>The conclusion of a closed alert, or the first reader's while a second is wanted.</summary>
    public Disposition? Disposition { get; init; }

    /// <summary>UTC; null unless closed.</summary>
    public DateTimeOffset? ClosedAt { get; init; }

    /// <summary>Why it is in its state.</summary>
    public required string Reason { get; init; }

    /// <summary>Whose work it is; null while nobody's.</summary>
    public string? Assignee { get; init; }

    /// <summary>May have ended: see <see cref="AlertClaim.HoldsAt"/>.</summary>
    public AlertClaim? Claim { get; init; }

    /// <summary>May be over: see <see cref="AlertSnooze.IsAsleep"/>.</summary>
    public AlertSnooze? Snooze { get; init; }

    /// <summary>Set in <see cref="AlertState.ActionPending"/>.</summary>
    public PlannedAction? Action { get; init; }

    /// <summary>Null when no second reading is wanted.</summary>
    public PendingReading? Reading { get; init; }

    /// <summary>UTC day on which it last began to wait for people; null for alerts of earlier editions.</summary>
    public DateOnly? OpenedOn { get; init; }

    /// <summary>Last UTC day on which it should be concluded; null when nothing is promised.</summary>
    public DateOnly? DueOn { get; init; }

    public SettledAlert? Settled { get; init; }

    /// <summary>True while a second person's reading, or a lead's word about two, is outstanding.</summary>
    [JsonIgnore]
    public bool AwaitsReading => Disposition is not null && Reading switch
    {
        null => false,
        { Kind: ReadingKind.FourEyes } => State is AlertState.Dismissed or AlertState.Monitoring or AlertState.ActionPending,
        _ => State == AlertState.Closed,
    };

    /// <summary>Past its day, and not put aside.</summary>
    public bool IsOverdue(DateOnly today) => State.IsOpen() && DueOn < today && Snooze?.IsAsleep(today) != true;

    /// <summary>Null unless somebody else has it now.</summary>
    internal Refusal? HeldByOther(in WorkContext context) =>
        Claim is { } claim && claim.By != context.By.Name && claim.HoldsAt(context.Now)
            ? new Refusal(RefusalReason.Taken, FormattableString.Invariant($"Alert {context.AlertId} is with {claim.By} until {claim.Until.UtcDateTime:yyyy-MM-dd HH:mm} UTC."))
            : null;
}

/// <summary>Around a step: the alert, who takes it, when.</summary>
/// <param name="NextVersion">The alert's version after the step.</param>
/// <param name="Rules">Ids of the alert's rules.</param>
/// <param name="DrawnForSample">A conclusion about this alert is read a second time for quality.</param>
/// <param name="Now">UTC.</param>
public readonly record struct WorkContext(
    long AlertId, int NextVersion, Severity Severity, IReadOnlyList<string> Rules, bool DrawnForSample, Reviewer By, DateTimeOffset Now, ReviewOptions Options)
{
    public DateOnly Today => DateOnly.FromDateTime(Now.UtcDateTime);
}

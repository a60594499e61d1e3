using PdmpAnalytics.Detection;
using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Review;

/// <summary>The order of a list of alerts.</summary>
public enum AlertSort : byte
{
    /// <summary>Highest first, then the one raised first.</summary>
    Priority,

    /// <summary>Longest waiting first.</summary>
    Age,

    /// <summary>Due soonest first.</summary>
    Due,

    /// <summary>Most severe first.</summary>
    Severity,

    /// <summary>Most unusual first.</summary>
    Score,
}

/// <summary>Numbers from one to another, both included; null for no bound.</summary>
public readonly record struct NumberRange(double? Least, double? Most);

/// <summary>Who an alert is about, by a name as submitted; upper, lower and mixed case alike. Prints nothing personal.</summary>
/// <param name="First">Null for any.</param>
public sealed record NameSought(string Last, string? First)
{
    public override string ToString() => "a name";
}

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

    public long? AlertId { get; init; }

    /// <summary>Only alerts about this patient.</summary>
    public long? PatientId { get; init; }
    public NameSought? Name { get; init; }

    /// <summary>This severity and above.</summary>
    public Severity? SeverityFrom { get; init; }

    /// <summary>This severity and below.</summary>
    public Severity? SeverityTo { get; init; }

    /// <summary>Only alerts with a finding about these drugs.</summary>
    public DrugScope? Drugs { get; init; }

    /// <summary>Two letters; any of the patient's records.</summary>
    public string? PatientState { get; init; }

    /// <summary>First three digits of the ZIP; any of the patient's records.</summary>
    public string? Zip3 { get; init; }

    /// <summary>Account.</summary>
    public string? Assignee { get; init; }

    /// <summary>Assigned to or held by this account.</summary>
    public string? Mine { get; init; }

    /// <summary>True: held by somebody now; false: neither held nor assigned.</summary>
    public bool? Claimed { get; init; }

    /// <summary>Percentile among comparable patients, 0 to 100.</summary>
    public NumberRange? Score { get; init; }

    public NumberRange? PriorityRange { get; init; }

    /// <summary>Whole days since it began to wait.</summary>
    public NumberRange? AgeDays { get; init; }

    /// <summary>Whether an exempt context or an exemption by hand applies.</summary>
    public bool? Exempt { get; init; }

    /// <summary>Past its day and not put aside.</summary>
    public bool? Overdue { get; init; }

    /// <summary>Whether it is put aside; null for both.</summary>
    public bool? Snoozed { get; init; }

    /// <summary>Alerts that this account may read a second time, whatever their state.</summary>
    public string? SecondReadingBy { get; init; }

    /// <summary>Alerts whose two readers disagree, whatever their state.</summary>
    public bool Disputed { get; init; }

    public AlertSort Sort { get; init; }

    /// <summary>
    /// The account that looks: conclusions that wait for a second reader are then shown to their first reader alone. Null for
    /// exports and programs.
    /// </summary>
    public string? Viewer { get; init; }

    /// <summary>Counting stops there: to know that there are more costs less than to know how many. Null for the exact number.</summary>
    public int? CountUpTo { get; init; }

    public int Skip { get; init; }

    /// <summary>Null for all.</summary>
    public int? Top { get; init; }
}

/// <summary>A stretch of the queue.</summary>
/// <param name="Total">Alerts that match, on all pages.</param>
/// <param name="Alerts">In the order asked for; without findings.</param>
public sealed record AlertPage(int Total, IReadOnlyList<Alert> Alerts)
{
    /// <summary>More match than <see cref="Total"/>, which is then <see cref="AlertFilter.CountUpTo"/>.</summary>
    public bool IsMore { get; init; }
}

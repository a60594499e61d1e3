namespace PdmpAnalytics.Dispensing.Adherence;

/// <summary>
/// Follow-up and observation window of each patient, in days. As in AdhereR an event on the last day of a window belongs to
/// it, while its length is the days from its first to its last day.
/// </summary>
/// <param name="FollowUpStart">From the patient's first event, at least 0.</param>
/// <param name="FollowUpDays">Length; events outside do not count at all.</param>
/// <param name="ObservationStart">From the start of follow-up, at least 0.</param>
/// <param name="ObservationDays">Length; the observation window lies inside follow-up.</param>
public readonly record struct AdherenceWindows(int FollowUpStart, int FollowUpDays, int ObservationStart, int ObservationDays)
{
    /// <summary>Two years from the first event, all of them observed: AdhereR's default.</summary>
    public static AdherenceWindows Default { get; } = new(0, 730, 0, 730);

    /// <summary>Null for windows that can be used.</summary>
    public string? Fault() =>
        FollowUpStart < 0 || ObservationStart < 0 ? "A window cannot start before the patient's first event."
        : FollowUpDays < 1 || ObservationDays < 1 ? "A window has at least 1 day."
        : (long)ObservationStart + ObservationDays > FollowUpDays ? "The observation window must lie inside the follow-up window."
        : null;
}

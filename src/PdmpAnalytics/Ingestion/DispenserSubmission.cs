namespace PdmpAnalytics.Ingestion;

/// <summary>What one loaded file said about one dispenser: the source of "data through" and of who is silent.</summary>
public sealed class DispenserSubmission
{
    public required int DispenserId { get; init; }
    public required int SubmissionId { get; init; }
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>Records of this dispenser, rejected ones included; 0 for a zero report alone.</summary>
    public required long Records { get; init; }
    public required long ZeroReports { get; init; }

    /// <summary>
    /// First and last day the file speaks for, both included: the period of its transaction or zero report, else the earliest and
    /// latest fill date.
    /// </summary>
    public required DateOnly FirstDay { get; init; }
    public required DateOnly LastDay { get; init; }
}

/// <summary>
/// One figure of a dispenser's data quality over the files received in a month. Figures below 1000 are error codes
/// (<see cref="SubmissionErrorCode"/>), the others <see cref="QualityFigure"/>.
/// </summary>
public sealed class DispenserMonth
{
    public required int DispenserId { get; init; }

    /// <summary>First day of the month of receipt (UTC).</summary>
    public required DateOnly Month { get; init; }
    public required short Figure { get; init; }
    public required long Count { get; set; }
}

namespace PdmpAnalytics.Ingestion;

/// <summary>How a rejected record stands.</summary>
public enum RejectedRecordState : byte
{
    /// <summary>To be corrected.</summary>
    Open = 1,

    /// <summary>A good report of the same dispensation arrived in another file.</summary>
    Replaced = 2,

    /// <summary>It was corrected here and sent again.</summary>
    Resubmitted = 3,

    /// <summary>Its transaction was withdrawn whole (TH03 = 04), and with it whatever corrected it here.</summary>
    Withdrawn = 4,
}

/// <summary>
/// A record that was not loaded, kept until a good one takes its place. Its faults are the <see cref="SubmissionError"/>s of the
/// same submission and line.
/// </summary>
public sealed class RejectedRecord
{
    public required int SubmissionId { get; init; }

    /// <summary>Position in the file.</summary>
    public required int Line { get; init; }
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>The dispenser; null when the record names none.</summary>
    public int? DispenserId { get; init; }

    /// <summary>Stable hash of the prescription number; 0 when there is none.</summary>
    public long RxKey { get; init; }

    /// <summary>Parts of the record key as far as they are readable and without fault; null otherwise.</summary>
    public DateOnly? FilledOn { get; init; }
    public short? FillNumber { get; init; }
    public byte? PartialFill { get; init; }

    /// <summary>
    /// The record as a small file of its own (header and row, or TH to TT), encrypted; empty once a good one
    /// has taken its place or it was withdrawn.
    /// </summary>
    public required byte[] Content { get; set; }
    public RejectedRecordState State { get; set; } = RejectedRecordState.Open;

    /// <summary>The file that brought the good record, or that withdrew the transaction.</summary>
    public int? ClosedBySubmissionId { get; set; }
}

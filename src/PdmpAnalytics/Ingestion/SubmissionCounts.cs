namespace PdmpAnalytics.Ingestion;

/// <summary>
/// What became of a file's records. Read = loaded + revised + voided + duplicates + rejected + voids not found + zero reports
/// + zero reports refused.
/// </summary>
public sealed class SubmissionCounts
{
    /// <summary>Records in the file, rejected ones included.</summary>
    public long Read { get; set; }

    /// <summary>New dispensations, revisions of records that were not there included.</summary>
    public long Loaded { get; set; }
    public long Revised { get; set; }
    public long Voided { get; set; }

    /// <summary>Sent before with the same content.</summary>
    public long Duplicates { get; set; }

    /// <summary>Revisions and voids of records that were not there.</summary>
    public long NotFound { get; set; }
    public long Rejected { get; set; }

    /// <summary>Records with a serious fault and none that rejects them.</summary>
    public long Serious { get; set; }

    /// <summary>Reports that nothing was dispensed, without those refused.</summary>
    public long ZeroReports { get; set; }

    /// <summary>Reports that nothing was dispensed beside dispensations of their pharmacy: they do not stand (E933).</summary>
    public long ZeroReportsRefused { get; set; }

    /// <summary>Dispensations taken back with the whole transaction they came in; no records of this file.</summary>
    public long Withdrawn { get; set; }

    /// <summary>Loaded or revised records whose product is unknown.</summary>
    public long UnknownProducts { get; set; }
}

namespace PdmpAnalytics.Ingestion;

/// <summary>The layouts a submitted file can have.</summary>
public enum SubmissionKind : byte
{
    /// <summary>Dispensation CSV with ASAP's field names.</summary>
    Csv = 1,

    /// <summary>An ASAP file of release 4.2, 4.2A, 4.2B or 5.0.</summary>
    Asap = 2,
}

/// <summary>
/// A received file and what became of it. The same bytes are never loaded twice; a rejected file left nothing but this row and
/// its errors, and may come again.
/// </summary>
public sealed class Submission
{
    /// <summary>Given by the loader, from 1.</summary>
    public required int Id { get; init; }

    /// <summary>SHA-256 of the bytes received, compressed if they are; 32 bytes.</summary>
    public required byte[] ContentHash { get; init; }

    /// <summary>File name without folder; <c>-</c> for standard input.</summary>
    public required string Name { get; init; }
    public required SubmissionKind Kind { get; init; }
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>Accepted, accepted in part, or rejected.</summary>
    public required SubmissionResult Result { get; init; }

    /// <summary>Name of the submitter's inbox folder; null for files named on a command line.</summary>
    public string? Submitter { get; init; }

    /// <summary>Of a record that was corrected and sent again: the submission and position it was rejected at; null for what a submitter sent.</summary>
    public int? CorrectsSubmissionId { get; init; }
    public int? CorrectsLine { get; init; }

    /// <summary>Records in the file, rejected ones included.</summary>
    public long Records { get; set; }

    /// <summary>New dispensations, revisions of unknown records included.</summary>
    public long Loaded { get; set; }
    public long Revised { get; set; }

    /// <summary>Dispensations taken back, one by one or with their transaction.</summary>
    public long Voided { get; set; }
    public long Duplicates { get; set; }

    /// <summary>Revisions and voids of records that are not there.</summary>
    public long NotFound { get; set; }
    public long Rejected { get; set; }

    /// <summary>Loaded records with a serious fault.</summary>
    public long Serious { get; set; }

    /// <summary>Reports that nothing was dispensed.</summary>
    public long ZeroReports { get; set; }

    /// <summary>The same beside dispensations of their pharmacy, which do not stand (E933).</summary>
    public long ZeroReportsRefused { get; set; }

    /// <summary>Loaded records whose product is unknown.</summary>
    public long UnknownProducts { get; set; }

    /// <summary>Highest version id given up to this file; the next file counts on from here.</summary>
    public long LastDispensationId { get; set; }
}

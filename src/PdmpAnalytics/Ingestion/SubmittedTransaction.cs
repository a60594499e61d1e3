namespace PdmpAnalytics.Ingestion;

/// <summary>What a transaction asks for (TH03).</summary>
public enum TransactionKind : byte
{
    /// <summary>It carries records.</summary>
    Send = 1,

    /// <summary>It withdraws the transaction whose control number it bears (TH03 = 04).</summary>
    Void = 4,
}

/// <summary>
/// One transaction of a submitted file: TH to TT in ASAP, the whole file for CSV. Its date and time order what it says among
/// all reports, whenever it arrives.
/// </summary>
public sealed class SubmittedTransaction
{
    /// <summary>Set when the submission is stored.</summary>
    public int SubmissionId { get; internal set; }

    /// <summary>Position in the file, from 1.</summary>
    public required short Sequence { get; init; }
    public required TransactionKind Kind { get; init; }

    /// <summary>TH01 as the release is known, e.g. <c>4.2B</c>; empty for CSV.</summary>
    public required string Version { get; init; }

    /// <summary>TH02; empty for CSV.</summary>
    public required string ControlNumber { get; init; }

    /// <summary><see cref="Submission.Submitter"/> of its file, filled in where transactions are compared; stored with the file alone.</summary>
    internal string? Submitter { get; set; }

    /// <summary>IS01; empty for CSV and for a transaction that withdraws another.</summary>
    public string Sender { get; internal set; } = "";

    /// <summary>IS02.</summary>
    public string SenderName { get; internal set; } = "";

    /// <summary>True for TH07 = T.</summary>
    public required bool IsTest { get; init; }

    /// <summary>TH05 and TH06; the time of receipt for CSV.</summary>
    public DateTimeOffset ReportedAt { get; internal set; }

    /// <summary>The zone that TH05 and TH06 were read in, by its id; empty for CSV.</summary>
    public string TimeZone { get; init; } = "";

    /// <summary>First and last day of the reporting period of IS03, both included; null when it states none.</summary>
    public DateOnly? PeriodFirstDay { get; internal set; }
    public DateOnly? PeriodLastDay { get; internal set; }

    /// <summary>Positions of its first and last record or segment in the file, both included.</summary>
    public int FirstLine { get; internal set; }
    public int LastLine { get; internal set; }

    /// <summary>SHA-256 over its segments, line breaks between them left out; empty for CSV.</summary>
    public byte[] ContentHash { get; internal set; } = [];

    /// <summary>
    /// False when both files came through the inbox from different submitters: nobody withdraws what another sent. A file named on a
    /// command line has no submitter; the operator vouches for it.
    /// </summary>
    internal bool MayWithdraw(SubmittedTransaction sent) =>
        Submitter is null || sent.Submitter is null || Submitter == sent.Submitter;
}

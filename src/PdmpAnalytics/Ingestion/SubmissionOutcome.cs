namespace PdmpAnalytics.Ingestion;

/// <summary>How a submitted file ended.</summary>
public enum SubmissionResult : byte
{
    /// <summary>Every record was taken.</summary>
    Accepted,

    /// <summary>Some records were rejected, the others taken.</summary>
    AcceptedInPart,

    /// <summary>Nothing was loaded.</summary>
    Rejected,

    /// <summary>The same bytes were loaded before; nothing changed.</summary>
    AlreadyLoaded,

    /// <summary>A test file (TH07 = T), checked on the test endpoint; nothing is kept of it.</summary>
    Tested,
}

/// <summary>What became of a submitted file, without any value of it.</summary>
public sealed record SubmissionOutcome
{
    public required SubmissionResult Result { get; init; }

    /// <summary>File name without folder.</summary>
    public required string Name { get; init; }

    /// <summary>Of the stored submission, a rejected one too; of the first load when it was loaded before; null for a test.</summary>
    public int? SubmissionId { get; init; }

    /// <summary>SHA-256 of the bytes that were read.</summary>
    public byte[] ContentHash { get; init; } = [];

    /// <summary>Name of the submitter's inbox folder; null for files named on a command line.</summary>
    public string? Submitter { get; init; }
    public required SubmissionKind Kind { get; init; }

    /// <summary>The transactions of the file as far as it could be read.</summary>
    public required IReadOnlyList<SubmittedTransaction> Transactions { get; init; }
    public required DateTimeOffset ReceivedAt { get; init; }
    public required SubmissionCounts Counts { get; init; }

    /// <summary>Faults and notes by code, complete.</summary>
    public required IReadOnlyDictionary<SubmissionErrorCode, long> FaultCounts { get; init; }

    /// <summary>
    /// Faults and notes about the file, then those of records by line. Of each code that rejects nothing, the first 1,000; of those
    /// that reject records the first 100,000 together.
    /// </summary>
    public required IReadOnlyList<SubmissionFault> Faults { get; init; }

    /// <summary>Product codes that are not in the drug table, with the number of records; codes are no one's identity.</summary>
    public required IReadOnlyList<UnknownProduct> UnknownProducts { get; init; }

    /// <summary>Of a file that was loaded before: how many of its records still wait for correction.</summary>
    public int Waiting { get; init; }

    /// <summary>Of a correction: true when its dispensation was reported well again after the rejected record, so that nothing was loaded.</summary>
    internal bool IsOvertaken { get; init; }

    /// <summary>True when a host should say that input was refused (exit code 10).</summary>
    public bool IsRefusal => Result is SubmissionResult.AcceptedInPart or SubmissionResult.Rejected
        || Result == SubmissionResult.Tested && Counts.Rejected > 0;
}

/// <summary>A fault as it is reported.</summary>
/// <param name="Line">0 for the file as a whole.</param>
/// <param name="Column">Column of a CSV, element of an ASAP file (<c>DSP05</c>) or position; empty for a record as a whole.</param>
public sealed record SubmissionFault(int Line, string Column, SubmissionErrorCode Code);

/// <summary>A product code nobody has named yet.</summary>
public sealed record UnknownProduct(string Code, long Records);

/// <summary>How far a load has come.</summary>
/// <param name="Records">Records read.</param>
/// <param name="BytesRead">Bytes of the file read.</param>
/// <param name="TotalBytes">Null when unknown.</param>
public readonly record struct SubmissionProgress(long Records, long BytesRead, long? TotalBytes);

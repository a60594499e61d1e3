namespace PdmpAnalytics.Ingestion;

/// <summary>A record that has to be corrected, or had to be: who sent it, where it stands, what is wrong with it.</summary>
public sealed record FaultyRecord
{
    public required int SubmissionId { get; init; }

    /// <summary>Position in the file.</summary>
    public required int Line { get; init; }
    public required SubmissionKind Kind { get; init; }
    public required string FileName { get; init; }
    public string? Submitter { get; init; }
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>Null when the record names no dispenser that is known.</summary>
    public DispenserName? Dispenser { get; init; }

    /// <summary>Null for a record that was loaded in spite of a serious fault.</summary>
    public RejectedRecordState? State { get; init; }

    /// <summary>The file that brought the good record, or that withdrew its transaction; null while it is open.</summary>
    public int? ClosedBySubmissionId { get; init; }
    public required IReadOnlyList<ReportedFault> Faults { get; init; }
}

/// <summary>A dispenser as lists name it.</summary>
/// <param name="Number">DEA number, else NPI, else NCPDP number.</param>
/// <param name="Name">Empty when never stated.</param>
public sealed record DispenserName(int Id, string Number, string Name);

/// <summary>Which faulty records are asked for.</summary>
public sealed record FaultyRecordFilter
{
    /// <summary>Null for all submissions.</summary>
    public int? SubmissionId { get; init; }

    /// <summary>Null for all positions.</summary>
    public int? Line { get; init; }

    /// <summary>DEA number, NPI or NCPDP number; null for all dispensers.</summary>
    public string? Dispenser { get; init; }

    /// <summary>Leaves out records that a good one has replaced.</summary>
    public bool OnlyOpen { get; init; } = true;

    /// <summary>Also records that were loaded with a serious fault and have not been revised since.</summary>
    public bool WithSerious { get; init; }
}

/// <summary>Which submissions are asked for.</summary>
public sealed record SubmissionFilter
{
    /// <summary>Null for all.</summary>
    public SubmissionResult? Result { get; init; }

    /// <summary>Only files of which a rejected record still waits for its correction.</summary>
    public bool OnlyOpen { get; init; }

    /// <summary>Name of the inbox folder; null for all.</summary>
    public string? Submitter { get; init; }

    /// <summary>Null for no limit.</summary>
    public int? Top { get; init; }
}

/// <summary>Submissions, latest first.</summary>
/// <param name="Total">All that match, shown or not.</param>
public sealed record SubmissionPage(int Total, IReadOnlyList<SubmissionLine> Submissions);

/// <summary>A submission in a list.</summary>
/// <param name="ToCorrect">Rejected records that still wait for a good one.</param>
public sealed record SubmissionLine(Submission Submission, int ToCorrect);

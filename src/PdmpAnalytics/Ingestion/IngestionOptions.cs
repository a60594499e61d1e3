namespace PdmpAnalytics.Ingestion;

/// <summary>What a programme decides about intake.</summary>
public sealed record IngestionOptions
{
    /// <summary>Fills before this day are refused (E105). Default: no state's programme took electronic records earlier; our choice, 2026-11-22.</summary>
    public DateOnly ProgramStart { get; init; } = new(1990, 1, 1);

    /// <summary>Days a fill may lie after the day of receipt (E105): a file from another time zone.</summary>
    public int FutureDaysAllowed { get; init; } = 1;

    /// <summary>Of the times of ASAP headers before release 5.0, which has UTC.</summary>
    public TimeZoneInfo TimeZone { get; init; } = TimeZoneInfo.Utc;

    /// <summary>True: a file whose segment count (TT02) is wrong is refused (E006).</summary>
    public bool StrictCounts { get; init; }

    /// <summary>A file is refused when more of its records than this share fail their checks (E930). Source: domain reference 1.9, after a state's guide.</summary>
    public double FatalShare { get; init; } = 0.10;

    /// <summary>A file is refused when more of its records than this share have a serious fault (E930). Source: as <see cref="FatalShare"/>.</summary>
    public double SeriousShare { get; init; } = 0.20;

    /// <summary>Records from which the shares are judged: in a shorter file one slip would exceed them. Our choice, 2026-11-22.</summary>
    public int ShareMinimum { get; init; } = 10;

    /// <summary>What becomes of a revision of a record that is not there.</summary>
    public UnknownRevision RevisionOfUnknown { get; init; } = UnknownRevision.Insert;

    /// <summary>Whether this is the endpoint for production files or for test files (TH07).</summary>
    public IntakeEndpoint Endpoint { get; init; } = IntakeEndpoint.Production;

    /// <summary>File with the key that rejected records are sealed with; null for the place <see cref="RecordVaultKey.PathFor"/> tells.</summary>
    public string? KeyFile { get; init; }

    /// <summary>Records written at a time, at most <see cref="RecordBatch.Capacity"/>; tests make it small.</summary>
    internal int BatchSize { get; init; } = RecordBatch.Capacity;
}

/// <summary>What a programme does with a revision (DSP01 = 01) of a record that is not there.</summary>
public enum UnknownRevision
{
    /// <summary>It is taken as new, with a warning (E420).</summary>
    Insert,

    /// <summary>It is rejected (E422).</summary>
    Refuse,
}

/// <summary>What files an installation takes.</summary>
public enum IntakeEndpoint
{
    /// <summary>Production files; a test file is refused (E009).</summary>
    Production,

    /// <summary>Test files: each is checked as in production and reported, and nothing of it is kept.</summary>
    Test,
}

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

    /// <summary>File with the key that rejected records are sealed with; null for the place <see cref="RecordVaultKey.PathFor"/> tells.</summary>
    public string? KeyFile { get; init; }
}

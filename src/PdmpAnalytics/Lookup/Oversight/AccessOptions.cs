namespace PdmpAnalytics.Lookup.Oversight;

/// <summary>
/// When a query is worth an auditor's look. No published thresholds exist, so every number is our choice of 2026-11-22, made to leave ordinary work
/// of a counter alone.
/// </summary>
public sealed record AccessOptions
{
    /// <summary>IANA name of the programme's time zone, by which days and hours are meant: the setting <c>Lookup:TimeZone</c>.</summary>
    public string TimeZone { get; init; } = "UTC";

    /// <summary>First hour of the night, 0 to 23.</summary>
    public int NightFromHour { get; init; } = 22;

    /// <summary>First hour that is no night any more.</summary>
    public int NightToHour { get; init; } = 5;

    /// <summary>Days before the day judged that an account's and its peers' habits are taken from.</summary>
    public int HabitDays { get; init; } = 90;

    /// <summary>Queries that make a habit; with fewer nothing is unusual yet.</summary>
    public int HabitQueries { get; init; } = 20;

    /// <summary>An account with at least this share of its queries at night works at night.</summary>
    public double NightWorkShare { get; init; } = 0.05;

    /// <summary>Patients asked about on a day below which volume says nothing.</summary>
    public int VolumePatients { get; init; } = 25;

    /// <summary>The same for a program, behind which a whole pharmacy stands.</summary>
    public int ProgramVolumePatients { get; init; } = 250;

    /// <summary>Times the 90th percentile of the days of others in the same role.</summary>
    public double VolumeTimesPeers { get; init; } = 3;

    /// <summary>Other accounts of the role without which there are no peers.</summary>
    public int VolumePeers { get; init; } = 3;

    /// <summary>Days within which what was looked up for dispensing is filled somewhere, if it is; data are in by then, too.</summary>
    public int FillWithinDays { get; init; } = 14;

    /// <summary>Days over which lookups without a fill are counted.</summary>
    public int UnfilledWindowDays { get; init; } = 30;

    /// <summary>Patients asked about below which lookups without a fill say nothing.</summary>
    public int UnfilledPatients { get; init; } = 10;

    /// <summary>Share of them without a fill from which it is told.</summary>
    public double UnfilledShare { get; init; } = 0.5;

    /// <summary>A surname borne by more records than this, and by more than the share below, is nobody's family.</summary>
    public int RareSurnameRecords { get; init; } = 20;

    /// <inheritdoc cref="RareSurnameRecords"/>
    public double RareSurnameShare { get; init; } = 0.001;

    /// <summary>Emergencies stated by one account in so many days from which their number is told beside each of them.</summary>
    public int Emergencies { get; init; } = 3;

    /// <inheritdoc cref="Emergencies"/>
    public int EmergencyWindowDays { get; init; } = 30;

    /// <summary>Days after a quarter's end by which a supervisor has signed it off.</summary>
    public int SignOffWithinDays { get; init; } = 30;
}

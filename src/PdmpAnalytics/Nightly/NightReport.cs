using PdmpAnalytics.Learning;

namespace PdmpAnalytics.Nightly;

/// <summary>What a night found and did; counts and pharmacies, no patient.</summary>
public sealed record NightReport
{
    public required DateOnly BusinessDate { get; init; }
    public required NightIntake Intake { get; init; }

    /// <summary>Null until there were <see cref="RowBand.NightsNeeded"/> nights with records of the same weekday in the 28 before.</summary>
    public RowBand? UsualRows { get; init; }

    /// <summary>Whether as many records came as on other nights; null without a band.</summary>
    public bool? RowsAreUsual => UsualRows?.Holds(Intake.Records);
    public required NightReporters Reporters { get; init; }
    public required NightLinkage Linkage { get; init; }

    /// <summary>Patients to judge, changed or due.</summary>
    public required long Touched { get; init; }

    /// <summary>What became of alerts, by cause; only causes that occurred.</summary>
    public required IReadOnlyList<AlertChanges> Alerts { get; init; }

    /// <summary>Open alerts that wait in a queue, by severity from the highest.</summary>
    public required IReadOnlyList<QueueLevel> Queue { get; init; }
    public required NightVersions Versions { get; init; }

    /// <summary>What the sample below the queue's line says it misses; null while nobody was drawn.</summary>
    public RecallEstimate? Recall { get; init; }

    /// <summary>What the newest candidate would change; null without one beside a champion.</summary>
    public ChallengerComparison? Challenger { get; init; }

    /// <summary>How the features of the night's patients differ from those of the nights before; null while there is too little to compare.</summary>
    public FeatureDrift? Drift { get; init; }

    /// <summary>Null for a night that was not held.</summary>
    public NightRelease? Released { get; init; }

    /// <summary>What an operator should look at, one sentence each.</summary>
    public required IReadOnlyList<string> ToLookAt { get; init; }

    /// <summary>Null for the first night.</summary>
    public NightDifference? SinceLastNight { get; init; }

    public long Raised => Alerts.Sum(a => a.Raised);

    public long InQueue => Queue.Sum(q => q.Open);
}

/// <summary>What was received since the night before.</summary>
public sealed record NightIntake(
    int Files, int FilesInPart, int FilesRefused, long Records, long Loaded, long Revised, long Voided, long Duplicates, long Rejected, long Serious, long ZeroReports)
{
    /// <summary>0 to 1 of the records; 0 without any.</summary>
    public double RejectedShare => Records == 0 ? 0 : (double)Rejected / Records;
}

/// <summary>Pharmacies that were expected to have reported by the day, and those that had.</summary>
/// <param name="Expected">Pharmacies that ever reported.</param>
/// <param name="Current">Of these, within the programme's limit.</param>
/// <param name="Late">Beyond it, as usual for them.</param>
/// <param name="Silent">Beyond it, and longer than usual.</param>
/// <param name="Latest">The silent ones that are furthest behind, at most 50.</param>
public sealed record NightReporters(int Expected, int Current, int Late, int Silent, IReadOnlyList<LatePharmacy> Latest);

/// <summary>A pharmacy that is silent longer than usual.</summary>
/// <param name="DaysBehind">Business days.</param>
public sealed record LatePharmacy(string Number, string Name, DateOnly? DataThrough, int DaysBehind);

/// <summary>How patients changed.</summary>
public sealed record NightLinkage(long Merges, long Splits, long Moves);

/// <summary>How alerts changed for one cause.</summary>
public sealed record AlertChanges(AlertCause Cause, long Raised, long Refreshed, long Reopened, long Withdrawn);

/// <summary>Open queued alerts of one severity.</summary>
public sealed record QueueLevel(string Severity, long Open);

/// <summary>A night that was held because its data looked broken, and who let it go on.</summary>
public sealed record NightRelease(string HeldFor, string ReleasedBy, string Reason);

/// <summary>By what the night judged.</summary>
/// <param name="Model">The champion of the night; null without one, and in reports of earlier editions.</param>
public sealed record NightVersions(string Program, string RuleSet, string LinkModel, int PopulationTable, int? Model = null);

/// <summary>This night less the one before.</summary>
public sealed record NightDifference(DateOnly Before, long Records, double RejectedShare, long Raised, long InQueue, int Silent);

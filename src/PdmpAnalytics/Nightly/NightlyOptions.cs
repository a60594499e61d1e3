namespace PdmpAnalytics.Nightly;

/// <summary>What a programme decides about its nights.</summary>
public sealed record NightlyOptions
{
    /// <summary>How long a run that stopped renewing its lease keeps others out. Our choice, 2026-11-22.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Business days a pharmacy may be behind (domain reference 1.7).</summary>
    public int BusinessDaysAllowed { get; init; } = 2;
}

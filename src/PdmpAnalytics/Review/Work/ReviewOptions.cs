namespace PdmpAnalytics.Review.Work;

/// <summary>What a programme decides about its review work. All defaults: our choice, 2026-11-22, unless a source is named.</summary>
public sealed record ReviewOptions
{
    /// <summary>A claim ends by itself after this long without a step of its holder.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>How long a step can be taken back wholly, from the moment it was taken, the end included.</summary>
    public TimeSpan UndoWithin { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Longest time an alert can be put aside, in days: nothing is lost by being put aside for good.</summary>
    public int LongestSnoozeDays { get; init; } = 90;

    /// <summary>Share of conclusions that a second person reads blind (domain reference 5.1: 10 %).</summary>
    public double SecondReadingShare { get; init; } = 0.10;

    /// <summary>Most alerts that one bulk step may change.</summary>
    public int BulkLimit { get; init; } = 500;

    /// <summary>Referrals to law enforcement: off unless the programme's law allows them (domain reference 5.1).</summary>
    public bool LawEnforcementReferrals { get; init; }
}

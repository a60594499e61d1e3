namespace PdmpAnalytics.Nightly;

/// <summary>What night to run.</summary>
/// <param name="Date">The business date: the day judged from.</param>
/// <param name="Inbox">Folder that files are loaded from; null when files were imported by hand.</param>
public sealed record NightRequest(DateOnly Date, string? Inbox)
{
    /// <summary>True to make up for however many nights were missed, and not for <see cref="NightPlan.MostMissed"/> at most.</summary>
    public bool CatchUp { get; init; }
}

/// <summary>How far a run is: a step began or ended.</summary>
/// <param name="Step">As it stands.</param>
public sealed record NightProgress(NightlyStep Step);

/// <summary>What a run came to.</summary>
/// <param name="Done">Nights this run completed, in date order; empty when there was nothing to do.</param>
/// <param name="Failed">The night that failed; null when none did.</param>
/// <param name="Overtaken">True when another run took the lease over, which goes on with the night.</param>
public sealed record NightsRun(IReadOnlyList<DateOnly> Done, DateOnly? Failed, bool Overtaken)
{
    public bool Succeeded => Failed is null && !Overtaken;
}

namespace PdmpAnalytics.Nightly;

/// <summary>A night as it is shown.</summary>
/// <param name="Steps">Those begun, in order.</param>
/// <param name="Attempts">The runs it took, oldest first.</param>
public sealed record NightPage(NightlyRun Night, IReadOnlyList<NightlyStep> Steps, IReadOnlyList<NightlyAttempt> Attempts)
{
    /// <summary>Null until the night is done.</summary>
    public NightReport? Report => Night.Report is { } json ? NightReportJson.Read(json) : null;

    /// <summary>Time spent in the last try of each step; waiting between runs does not count.</summary>
    public TimeSpan Worked => TimeSpan.FromTicks(Steps.Sum(s => s.EndedAt is { } end ? (end - s.BegunAt).Ticks : 0));
}

namespace PdmpAnalytics.Nightly;

/// <summary>
/// What wakes a host up for its nights. Two there are, Quartz and Hangfire; neither decides anything: which night is due, and that
/// it runs once, is the ledger's business.
/// </summary>
public interface IJobScheduler
{
    /// <summary>The product's name, for people.</summary>
    string Name { get; }

    /// <summary>When it will wake next; null when it is stopped or knows no time.</summary>
    Task<DateTimeOffset?> NextAsync(CancellationToken cancellation = default);

    /// <summary>Wakes it at once, on whichever host takes the job.</summary>
    Task RunNowAsync(CancellationToken cancellation = default);

    /// <summary>Calls hosts that help with a night's ranges of patients; those that look for ranges themselves need no call.</summary>
    /// <param name="ranges">How many wait.</param>
    Task CallWorkersAsync(int ranges, CancellationToken cancellation = default);
}

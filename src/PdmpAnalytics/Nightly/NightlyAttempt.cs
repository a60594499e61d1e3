namespace PdmpAnalytics.Nightly;

/// <summary>How one run of a night ended.</summary>
public enum AttemptOutcome : byte
{
    /// <summary>It runs, or was killed: then a later one stands beside it.</summary>
    Running,
    Done,
    Failed,

    /// <summary>Asked to stop; the next run goes on.</summary>
    Stopped,

    /// <summary>Another run took the lease over.</summary>
    Overtaken,
}

/// <summary>One run of the program on a night.</summary>
public sealed class NightlyAttempt
{
    private NightlyAttempt()
    {
    }

    /// <summary>32 hexadecimal digits, in time order; every log line of the run carries it.</summary>
    public string RunId { get; private set; } = "";
    public DateOnly BusinessDate { get; private set; }

    /// <summary>UTC.</summary>
    public DateTimeOffset BegunAt { get; private set; }

    /// <summary>UTC; null while it runs and when it was killed.</summary>
    public DateTimeOffset? EndedAt { get; private set; }
    public AttemptOutcome Outcome { get; private set; }

    internal static NightlyAttempt Begin(string runId, DateOnly date, DateTimeOffset at) =>
        new() { RunId = runId, BusinessDate = date, BegunAt = at };

    internal void End(AttemptOutcome outcome, DateTimeOffset at) => (Outcome, EndedAt) = (outcome, at);
}

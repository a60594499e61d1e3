using Hangfire;
using PdmpAnalytics.Nightly;

namespace PdmpAnalytics.Hangfire;

/// <summary>Helps a night on this host until all of its ranges are judged.</summary>
public sealed class HangfireRangeJob(RangeWorkerService worker)
{
    /// <summary>Not tried again when it fails: its range is free for others, the night itself among them.</summary>
    [Queue(HangfireQueues.Ranges)]
    [JobDisplayName("Ranges of a night's patients")]
    [AutomaticRetry(Attempts = 0, OnAttemptsExceeded = AttemptsExceededAction.Fail)]
    public Task RunAsync(CancellationToken cancellation) =>
        JobFault.WithoutDetailsAsync(() => worker.WorkUntilDoneAsync(progress: null, cancellation));
}

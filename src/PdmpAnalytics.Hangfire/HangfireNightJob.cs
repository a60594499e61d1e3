using Hangfire;
using PdmpAnalytics.Nightly;

namespace PdmpAnalytics.Hangfire;

/// <summary>The night's job as Hangfire runs it. That nights do not run at once is the lease's business and needs no lock of Hangfire's.</summary>
public sealed class HangfireNightJob(NightJobService night)
{
    /// <summary>Seconds between the tries, those of <see cref="NightJobService.RetryMinutes"/>; an attribute takes constants only.</summary>
    [Queue(HangfireQueues.Night)]
    [JobDisplayName("The night that is due")]
    [AutomaticRetry(Attempts = 3, DelaysInSeconds = [5 * 60, 15 * 60, 60 * 60], OnAttemptsExceeded = AttemptsExceededAction.Fail)]
    public Task RunAsync(CancellationToken cancellation) => JobFault.WithoutDetailsAsync(() => night.RunAsync(NightJobService.ClocksDiffer, cancellation));
}

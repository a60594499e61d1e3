using Hangfire;
using Hangfire.States;
using Hangfire.Storage;
using PdmpAnalytics.Nightly;

namespace PdmpAnalytics.Hangfire;

/// <summary>Nights by Hangfire.</summary>
internal sealed class HangfireScheduler(JobStorage storage, IRecurringJobManager recurring, IBackgroundJobClient jobs) : IJobScheduler
{
    public string Name => "Hangfire";

    public Task<DateTimeOffset?> NextAsync(CancellationToken cancellation = default)
    {
        using var connection = storage.GetReadOnlyConnection();
        var next = connection.GetRecurringJobs([NightJobService.Name]).SingleOrDefault()?.NextExecution;
        return Task.FromResult(next is { } at ? new DateTimeOffset(DateTime.SpecifyKind(at, DateTimeKind.Utc)) : (DateTimeOffset?)null);
    }

    public Task RunNowAsync(CancellationToken cancellation = default)
    {
        recurring.Trigger(NightJobService.Name);
        return Task.CompletedTask;
    }

    /// <summary>One job for each host that takes ranges: its worker works until none is left.</summary>
    public Task CallWorkersAsync(int ranges, CancellationToken cancellation = default)
    {
        var hosts = storage.GetMonitoringApi().Servers().Count(s => s.Queues.Contains(HangfireQueues.Ranges));
        for (var called = 0; called < Math.Min(hosts, ranges); called++)
        {
            jobs.Create<HangfireRangeJob>(job => job.RunAsync(CancellationToken.None), new EnqueuedState(HangfireQueues.Ranges));
        }

        return Task.CompletedTask;
    }
}

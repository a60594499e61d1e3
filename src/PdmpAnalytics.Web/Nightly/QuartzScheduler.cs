using PdmpAnalytics.Nightly;
using Quartz;

namespace PdmpAnalytics.Web.Nightly;

/// <summary>Nights by Quartz.</summary>
internal sealed class QuartzScheduler(ISchedulerFactory factory) : IJobScheduler
{
    public static readonly JobKey Job = new(NightJobService.Name);
    public static readonly TriggerKey Trigger = new(NightJobService.Name);

    public string Name => "Quartz";

    public async Task<DateTimeOffset?> NextAsync(CancellationToken cancellation = default)
    {
        var scheduler = await factory.GetScheduler(cancellation);
        return (await scheduler.GetTrigger(Trigger, cancellation))?.NextFireTimeUtc;
    }

    public async Task RunNowAsync(CancellationToken cancellation = default)
    {
        var scheduler = await factory.GetScheduler(cancellation);
        var trigger = TriggerBuilder.Create().ForJob(Job).WithRetryPolicy(QuartzSetup.Retries()).StartNow().Build();
        await scheduler.ScheduleJob(trigger, cancellationToken: cancellation);
    }

    /// <summary>Nobody: Quartz cannot give each host one job, so `pdmp worker` looks for ranges itself.</summary>
    public Task CallWorkersAsync(int ranges, CancellationToken cancellation = default) => Task.CompletedTask;
}

using PdmpAnalytics.Nightly;
using Quartz;

namespace PdmpAnalytics.Web.Nightly;

/// <summary>Gives a schedule that is stored already the time and zone of the settings, since a stored one is otherwise left alone.</summary>
internal sealed class QuartzReschedule(ISchedulerFactory factory, NightlyOptions options) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var schedule = options.Schedule!;
        var cron = QuartzSetup.Cron(schedule.At);
        var scheduler = await factory.GetScheduler(cancellationToken);
        if (await scheduler.GetTrigger(QuartzScheduler.Trigger, cancellationToken) is ICronTrigger stored
            && (stored.CronExpressionString != cron || stored.TimeZone.Id != schedule.Zone.Id))
        {
            var changed = stored.GetTriggerBuilder().WithCronSchedule(cron, builder => QuartzSetup.Daily(builder, schedule)).Build();
            await scheduler.RescheduleJob(QuartzScheduler.Trigger, changed, cancellationToken);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

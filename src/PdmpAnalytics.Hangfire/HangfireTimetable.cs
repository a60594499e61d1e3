using System.Globalization;
using Hangfire;
using Microsoft.Extensions.Hosting;
using PdmpAnalytics.Nightly;

namespace PdmpAnalytics.Hangfire;

/// <summary>Stores when nights begin, as the settings say now; what was missed while no host ran is made up for once, by date.</summary>
internal sealed class HangfireTimetable(IRecurringJobManager recurring, NightlyOptions options) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        var schedule = options.Schedule!;
        recurring.AddOrUpdate<HangfireNightJob>(
            NightJobService.Name,
            job => job.RunAsync(CancellationToken.None),
            Cron(schedule.At),
            new RecurringJobOptions { TimeZone = schedule.Zone, MisfireHandling = MisfireHandlingMode.Relaxed });
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Every day at the time, in cron's five fields.</summary>
    public static string Cron(TimeOnly at) => string.Create(CultureInfo.InvariantCulture, $"{at.Minute} {at.Hour} * * *");
}

using System.Globalization;
using Npgsql;
using PdmpAnalytics.Nightly;
using PdmpAnalytics.Storage;
using Quartz;

namespace PdmpAnalytics.Web.Nightly;

/// <summary>
/// Sets Quartz up to wake this host for its nights. On PostgreSQL hosts that share a database share the schedule, and one of them
/// gets each night; on SQLite there is one process, and the schedule is in its memory: what it missed is made up for by date.
/// </summary>
internal static class QuartzSetup
{
    /// <summary>Of a lease: how often a host says that it is there. Our choice, 2026-11-22: 7.5 s of 60, Quartz's own default.</summary>
    private const int CheckinsALease = 8;

    /// <param name="nights">Those of a host that begins nights: with their schedule.</param>
    public static void AddQuartzNights(this IServiceCollection services, NightlyOptions nights, StorageOptions storage, bool provisionSchema)
    {
        var schedule = nights.Schedule!;
        services.AddQuartz(quartz =>
        {
            quartz.ConfigureScheduler(scheduler =>
            {
                scheduler.InstanceName = "pdmp";
                scheduler.GenerateInstanceId = storage.Provider == StorageProvider.Postgres;
            });
            if (storage.Provider == StorageProvider.Postgres)
            {
                quartz.UsePersistentStore(store =>
                {
                    store.UsePostgres(NpgsqlFactory.Instance, storage.ConnectionString);
                    store.UseSystemTextJsonSerializer();
                    store.UseClustering(cluster =>
                        cluster.CheckinInterval = cluster.CheckinMisfireThreshold = nights.Lease / CheckinsALease);
                    if (provisionSchema)
                    {
                        store.ProvisionSchema();
                    }
                });
            }
            else
            {
                quartz.UseInMemoryStore();
            }

            quartz.AddJob<QuartzNightJob>(job => job.WithIdentity(QuartzScheduler.Job).StoreDurably().RequestRecovery());
            quartz.AddTrigger(trigger => trigger
                .ForJob(QuartzScheduler.Job).WithIdentity(QuartzScheduler.Trigger).WithRetryPolicy(Retries())
                .WithCronSchedule(Cron(schedule.At), cron => Daily(cron, schedule)));
        });
        // By default a restart replaces the stored trigger, and with it the memory of what was missed.
        services.Configure<QuartzOptions>(options => options.Scheduling.IgnoreDuplicates = true);
        services.AddQuartzHostedService(hosted => hosted.WaitForJobsToComplete = true);
        services.AddSingleton<IJobScheduler, QuartzScheduler>();
        services.AddHostedService<QuartzReschedule>();
    }

    /// <summary>Every day at the time, in Quartz's six fields.</summary>
    public static string Cron(TimeOnly at) => string.Create(CultureInfo.InvariantCulture, $"0 {at.Minute} {at.Hour} * * ?");

    /// <summary>In the programme's zone; a firing that was missed is made up for once, and the night catches up by date.</summary>
    public static void Daily(CronScheduleBuilder cron, NightSchedule schedule) =>
        cron.InTimeZone(schedule.Zone).WithMisfireInstruction(CronTriggerMisfireInstruction.FireAndProceed);

    /// <summary>Tries after a night that failed or was stopped.</summary>
    public static RetryPolicy Retries() => RetryPolicy.Explicit([.. NightJobService.RetryMinutes.Select(m => TimeSpan.FromMinutes(m))]);
}

using PdmpAnalytics.Nightly;
using PdmpAnalytics.Storage;
#if WITH_HANGFIRE
using PdmpAnalytics.Accounts;
using PdmpAnalytics.Hangfire;
using PdmpAnalytics.Web.Security;
#endif

namespace PdmpAnalytics.Web.Nightly;

/// <summary>Reads the section <c>Scheduler</c>: what wakes this host up for its nights. Hangfire is there where the host was built with it.</summary>
internal static class SchedulerSetup
{
    private const string Engine = "Scheduler:Engine";

    /// <summary>The scheduler's own tables are made at start unless this is false, for a role that may not change the schema.</summary>
    private const string ProvisionSchema = "Scheduler:ProvisionSchema";

#if WITH_HANGFIRE
    /// <summary>Jobs that this host takes; a host without <c>night</c> only helps with ranges.</summary>
    private const string Queues = "Scheduler:Queues";

    private const string Jobs = "jobs";
#endif

    public static void Add(WebApplicationBuilder builder, NightlyOptions nights)
    {
        var storage = StorageOptions.Parse(builder.Configuration["database"]);
        var provision = builder.Configuration.GetValue(ProvisionSchema, defaultValue: true);
        switch (builder.Configuration[Engine]?.ToUpperInvariant())
        {
            case null or "QUARTZ":
                builder.Services.AddQuartzNights(nights, storage, provision);
                break;
#if WITH_HANGFIRE
            case "HANGFIRE":
                builder.Services.AddHangfireNights(storage, ReadQueues(builder.Configuration[Queues]), provision);
                Policies.Add(builder.Services.AddAuthorizationBuilder(), Jobs, [AccountRole.Administrator]);
                break;
            default:
                throw new InvalidOperationException($"{Engine} must be quartz or hangfire.");
#else
            default:
                throw new InvalidOperationException($"{Engine} must be quartz; this host was built without Hangfire (-p:WithHangfire=true).");
#endif
        }

        // After the scheduler, which must know the job by then.
        if (storage.Provider == StorageProvider.Sqlite)
        {
            builder.Services.AddHostedService<NightAtStart>();
        }
    }

    /// <summary>True for <c>pdmp-web provision</c>, which makes the scheduler's tables as their owner and ends.</summary>
    public static bool IsProvision(string[] args) => args is ["provision", ..];

    /// <summary>Makes the scheduler's tables unless they are there.</summary>
    public static async Task ProvisionAsync(WebApplication app)
    {
        // Whoever asks the scheduler anything makes it look after its tables; nothing is started.
        var scheduler = app.Services.GetService<IJobScheduler>() ?? throw new InvalidOperationException("This host begins no nights: Nightly:At is not set, or Nightly:Begin is false.");
        await scheduler.NextAsync();
    }

    /// <summary>The scheduler's own pages, where it has some.</summary>
    public static void Map(WebApplication app)
    {
#if WITH_HANGFIRE
        if (app.Services.GetService<IJobScheduler>() is not null and not QuartzScheduler)
        {
            app.MapHangfireJobs(Jobs);
        }
#endif
    }

#if WITH_HANGFIRE
    private static string[] ReadQueues(string? text)
    {
        var queues = text?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [.. HangfireQueues.All];
        return queues.Length > 0 && queues.All(HangfireQueues.All.Contains)
            ? queues
            : throw new InvalidOperationException($"{Queues} must name some of {string.Join(", ", HangfireQueues.All)}, with commas between.");
    }
#endif
}

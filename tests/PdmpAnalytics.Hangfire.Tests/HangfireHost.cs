using Hangfire;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PdmpAnalytics.Ingestion;
using PdmpAnalytics.IntegrationTests.Nightly;
using PdmpAnalytics.Nightly;
using PdmpAnalytics.TestKit;
using PdmpAnalytics.TestKit.Databases;
using PdmpAnalytics.Web.Nightly;

namespace PdmpAnalytics.Hangfire.Tests;

/// <summary>A host with a scheduler and without pages, whose clock stands at a night's beginning.</summary>
internal static class HangfireHost
{
    private static readonly NightSchedule Schedule = new(new TimeOnly(22, 0), TimeZoneInfo.Utc);

    /// <summary>Stands where the night begins.</summary>
    public static StoppedClock ClockAt(DateOnly night) => new(Schedule.BeginOf(night));

    public static Task<IHost> StartAsync(NightStore store, DateOnly night, params string[] queues) =>
        StartAsync(store, night, services => services.AddHangfireNights(store.Database.Options, queues, provisionSchema: true));

    public static Task<IHost> StartQuartzAsync(NightStore store, DateOnly night) =>
        StartAsync(store, night, services => services.AddQuartzNights(new NightlyOptions { Schedule = Schedule }, store.Database.Options, provisionSchema: true));

    public static JobStorage Storage(this IHost host) => host.Services.GetRequiredService<JobStorage>();

    private static async Task<IHost> StartAsync(NightStore store, DateOnly night, Action<IServiceCollection> addScheduler)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Warning));
        builder.Services.AddSingleton<TimeProvider>(ClockAt(night));
        builder.Services.AddSingleton(new NightlyOptions { Schedule = Schedule, Inbox = store.Inbox, PatientsPerRange = 10, Lease = TimeSpan.FromSeconds(20) });
        builder.Services.AddSingleton(new IngestionOptions { KeyFile = TestDatabase.KeyFile(store.Database.Folder) });
        builder.Services.AddPdmpAnalytics(store.Database.Options);
        addScheduler(builder.Services);
        var host = builder.Build();
        await host.StartAsync();
        return host;
    }
}

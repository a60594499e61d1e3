using Hangfire;
using Hangfire.PostgreSql;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using PdmpAnalytics.Nightly;
using PdmpAnalytics.Storage;

namespace PdmpAnalytics.Hangfire;

/// <summary>
/// Sets Hangfire up to wake a host for its nights and to spread their ranges. On PostgreSQL hosts that share a database share the
/// queues; on SQLite there is one process, and they are in its memory.
/// </summary>
public static class HangfireNights
{
    /// <summary>Hangfire's tables on PostgreSQL are in a schema of their own.</summary>
    public const string Schema = "hangfire";

    /// <param name="queues">Those of <see cref="HangfireQueues"/> that this host takes jobs from.</param>
    /// <param name="provisionSchema">False for a role that may not change the schema; the tables must be there then.</param>
    public static void AddHangfireNights(
        this IServiceCollection services, StorageOptions storage, IReadOnlyList<string> queues, bool provisionSchema)
    {
        services.AddHangfire((provider, hangfire) =>
        {
            hangfire.SetDataCompatibilityLevel(CompatibilityLevel.Version_180)
                .UseSimpleAssemblyNameTypeSerializer().UseRecommendedSerializerSettings();
            switch (storage.Provider)
            {
                case StorageProvider.Postgres:
                    var kept = Kept(provider.GetRequiredService<NightlyOptions>(), provisionSchema);
                    hangfire.UsePostgreSqlStorage(postgres => postgres.UseNpgsqlConnection(storage.ConnectionString), kept);
                    break;
                case StorageProvider.Sqlite:
                    hangfire.UseInMemoryStorage();
                    break;
            }
        });
        services.AddHostedService<HangfireTimetable>();
        foreach (var queue in queues)
        {
            services.AddHangfireServer((_, server) =>
            {
                server.ServerName = $"{Environment.MachineName.ToLowerInvariant()}-{queue}";
                server.Queues = [queue];
                // One at a time: a night has the lease to itself, and judging a range takes every core.
                server.WorkerCount = 1;
            });
        }

        services.AddSingleton<IJobScheduler, HangfireScheduler>();
    }

    /// <summary>Hangfire's own pages.</summary>
    /// <param name="policy">Who sees them.</param>
    public static void MapHangfireJobs(this IEndpointRouteBuilder app, string policy) =>
        app.MapHangfireDashboardWithAuthorizationPolicy(policy, "/jobs", new DashboardOptions
        {
            DashboardTitle = "Jobs",
            AppPath = "/nights",
            DisplayStorageConnectionString = false,
        });

    /// <summary>A job whose host stopped renewing it is another's after a lease, as a night is: Hangfire's own 30 minutes would lose the night.</summary>
    private static PostgreSqlStorageOptions Kept(NightlyOptions nights, bool provisionSchema) => new()
    {
        SchemaName = Schema,
        PrepareSchemaIfNecessary = provisionSchema,
        InvisibilityTimeout = nights.Lease,
        UseSlidingInvisibilityTimeout = true,
        EnableLongPolling = true,
    };
}

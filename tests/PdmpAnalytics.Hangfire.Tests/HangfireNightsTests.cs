using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using PdmpAnalytics.Accounts;
using PdmpAnalytics.IntegrationTests.Nightly;
using PdmpAnalytics.IntegrationTests.Web;
using PdmpAnalytics.Nightly;
using PdmpAnalytics.Review;
using PdmpAnalytics.Storage;
using PdmpAnalytics.TestKit.Databases;
using Quartz;
using Xunit;

namespace PdmpAnalytics.Hangfire.Tests;

public partial class HangfireNightsTests
{
    private const int Patients = 60;
    private static readonly DateOnly Night = NightInbox.FirstNight;

    /// <summary>A night by the runner itself, as cron has it by <c>pdmp nightly</c>, by Quartz and by Hangfire: the same rows in every table.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task EveryScheduler_LeavesTheSameStore(StorageProvider provider)
    {
        await using var byCron = await FilledAsync(provider);
        await byCron.RunAsync(Night);

        await using var byQuartz = await FilledAsync(provider);
        using (var host = await HangfireHost.StartQuartzAsync(byQuartz, Night))
        {
            var ended = new NightEnd();
            (await host.Services.GetRequiredService<ISchedulerFactory>().GetScheduler()).ListenerManager.AddJobListener(ended);
            await host.Services.GetRequiredService<IJobScheduler>().RunNowAsync();
            await ended.Task;
            await host.StopAsync();
        }

        await using var byHangfire = await FilledAsync(provider);
        using (var host = await HangfireHost.StartAsync(byHangfire, Night, HangfireQueues.Night))
        {
            using var ends = new JobEnds(host.Storage());
            await host.Services.GetRequiredService<IJobScheduler>().RunNowAsync();
            await ends.OneAsync();
            await host.StopAsync();
        }

        Assert.Equal(await StoreAsync(byCron), await StoreAsync(byQuartz));
        Assert.Equal(await StoreAsync(byCron), await StoreAsync(byHangfire));
    }

    /// <summary>One host has the night, two only help: each is given a job, and the alerts are those of a host alone.</summary>
    [Theory, OnPostgres]
    public async Task RangesOfANight_AreSpreadOverHosts(StorageProvider provider)
    {
        await using var alone = await FilledAsync(provider);
        await alone.RunAsync(Night);

        await using var store = await FilledAsync(provider);
        using var helper = await HangfireHost.StartAsync(store, Night, HangfireQueues.Ranges);
        using var another = await HangfireHost.StartAsync(store, Night, HangfireQueues.Ranges);
        using var host = await HangfireHost.StartAsync(store, Night, HangfireQueues.Night);
        using var ends = new JobEnds(host.Storage(), helper.Storage(), another.Storage());
        await host.Services.GetRequiredService<IJobScheduler>().RunNowAsync();

        // The night, and a job for each of the two.
        await ends.OneAsync();
        await ends.OneAsync();
        await ends.OneAsync();
        foreach (var stopping in new[] { host, helper, another })
        {
            await stopping.StopAsync();
        }

        var ranges = await store.Database.Get<NightRangeService>().ListAsync();
        Assert.True(ranges.Count >= Patients / 10);
        Assert.All(ranges, r => Assert.Equal((NightRangeState.Done, 1), (r.State, r.Tries)));
        Assert.Equal(await AlertsAsync(alone), await AlertsAsync(store));
    }

    [Fact]
    public async Task JobsPage_IsForAdministratorsOnly()
    {
        await using var host = await WebHost.StartAsync(StorageProvider.Sqlite, ("Nightly:At", "02:00"), ("Scheduler:Engine", "hangfire"));
        var page = new Uri("/jobs/recurring", UriKind.Relative);
        using var nobody = host.Client();
        var lead = await host.SignedInAsync(AccountRole.Lead);
        var administrator = await host.SignedInAsync(AccountRole.Administrator);

        Assert.Equal(HttpStatusCode.Redirect, (await nobody.GetAsync(page)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await lead.GetAsync(page)).StatusCode);
        Assert.Contains("The night that is due", await administrator.GetStringAsync(page), StringComparison.Ordinal);
        Assert.Contains("Hangfire begins the next at", await administrator.GetStringAsync(new Uri("/nights", UriKind.Relative)), StringComparison.Ordinal);
    }

    /// <summary>The host that has the night is killed in it; another takes the job when the lease on it ends, and goes on.</summary>
    [Theory, OnPostgres]
    public async Task HostKilledInTheNight_IsFollowedByAnother(StorageProvider provider)
    {
        (string, string)[] settings = [("Nightly__At", "02:00"), ("Nightly__LeaseSeconds", "5"), ("Scheduler__Engine", "hangfire")];
        await using var host = await WebHost.StartAsync(provider);
        await host.AddAccountAsync("ada", AccountRole.Administrator);
        await using var db = host.Database.Open();
        await using (var held = await db.Database.BeginTransactionAsync())
        {
            // The night cannot go on before it is killed: it waits for the patients.
            await db.Database.ExecuteSqlAsync($"LOCK TABLE patients IN ACCESS EXCLUSIVE MODE");
            await using var killed = await WebProcess.StartAsync(host.Database, settings);
            await killed.BeginNightAsync("ada");
            await killed.LineAsync(Begun());
            await killed.KillAsync();
        }

        await using var next = await WebProcess.StartAsync(host.Database, settings);
        await next.LineAsync(Done());

        var night = Assert.Single(await host.Database.Get<NightLedgerService>().ListAsync(10));
        Assert.Equal(NightState.Done, night.Night.State);
        Assert.Equal(2, night.Attempts.Count);
    }

    private static async Task<NightStore> FilledAsync(StorageProvider provider)
    {
        var store = await NightStore.CreateAsync(provider, clock: HangfireHost.ClockAt(Night), options: new NightlyOptions { PatientsPerRange = 10 });
        NightInbox.Of(Patients, store.Database.Folder).Fill(store.Inbox, second: false);
        return store;
    }

    private static async Task<string> StoreAsync(NightStore store) => await store.DumpAsync() + NightInbox.Contents(store.Inbox);

    private static async Task<string> AlertsAsync(NightStore store)
    {
        await using var db = store.Database.Open();
        var alerts = await db.Set<Alert>().AsNoTracking().ToListAsync();
        Assert.True(alerts.Count > 10);
        return string.Join('\n', alerts.Select(a => string.Create(
            CultureInfo.InvariantCulture, $"{a.SubjectKind} {a.SubjectId} {a.State} {a.Severity} {a.Priority:R} {a.Rules} {a.Fingerprint}")).Order(StringComparer.Ordinal));
    }

    [GeneratedRegex("Night .* begun by run")]
    private static partial Regex Begun();

    [GeneratedRegex("Night .*, run .*: Done")]
    private static partial Regex Done();

    private sealed class NightEnd : IJobListener
    {
        private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public string Name => nameof(NightEnd);

        public Task Task => _ended.Task;

        public ValueTask JobWasExecuted(IJobExecutionContext context, JobExecutionException? jobException, CancellationToken cancellationToken = default)
        {
            _ = jobException is null ? _ended.TrySetResult() : _ended.TrySetException(jobException);
            return ValueTask.CompletedTask;
        }
    }
}

using System.Globalization;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using PdmpAnalytics.Accounts;
using PdmpAnalytics.IntegrationTests.Web;
using PdmpAnalytics.Nightly;
using PdmpAnalytics.Storage;
using PdmpAnalytics.TestKit.Databases;
using PdmpAnalytics.Web.Nightly;
using Quartz;
using Xunit;

namespace PdmpAnalytics.IntegrationTests.Nightly;

public class QuartzNightsTests
{
    /// <summary>Clock changes as Quartz wakes up for them, against when the night is due (NightScheduleTests has the cases by hand).</summary>
    [Theory]
    [InlineData("America/Chicago", 2, 30)]
    [InlineData("America/Chicago", 1, 30)]
    [InlineData("America/Chicago", 22, 0)]
    [InlineData("Africa/Cairo", 0, 15)]
    [InlineData("Australia/Lord_Howe", 1, 45)]
    public void EveryFiringOfAYear_FindsItsNightDue(string zone, int hour, int minute)
    {
        var schedule = new NightSchedule(new TimeOnly(hour, minute), TimeZoneInfo.FindSystemTimeZoneById(zone));
        var cron = new CronExpression(QuartzSetup.Cron(schedule.At), schedule.Zone);
        var nights = new List<DateOnly>();
        for (var at = cron.GetNextValidTimeAfter(Instant("2026-01-01T12:00:00Z")); at < Instant("2027-01-01T12:00:00Z"); at = cron.GetNextValidTimeAfter(at!.Value))
        {
            nights.Add(schedule.Due(at.Value));
            Assert.Equal(schedule.BeginOf(nights[^1]), at.Value);
        }

        Assert.Equal(Enumerable.Range(0, 365).Select(nights[0].AddDays), nights);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task NightBegunFromThePage_IsTheLedgersNight(StorageProvider provider)
    {
        await using var host = await WebHost.StartAsync(provider, ("Nightly:At", "02:00"), ("Nightly:TimeZone", "America/Chicago"));
        var client = await host.SignedInAsync(AccountRole.Administrator);
        Assert.Contains("Quartz begins the next at", await client.GetStringAsync(new Uri("/nights", UriKind.Relative)), StringComparison.Ordinal);
        var ended = new NightEnd();
        var scheduler = await host.Services.GetRequiredService<ISchedulerFactory>().GetScheduler();
        scheduler.ListenerManager.AddJobListener(ended);

        var answer = await WebHost.PostAsync(client, "/nights", "/nights/run");

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        await ended.Task;
        var night = Assert.Single(await host.Services.GetRequiredService<NightLedgerService>().ListAsync(10)).Night;
        Assert.Equal(NightState.Done, night.State);
        var list = await client.GetStringAsync(new Uri("/nights", UriKind.Relative));
        Assert.Contains($"/nights/{night.BusinessDate.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}", list, StringComparison.Ordinal);
        var report = await client.GetStringAsync(new Uri($"/nights/{night.BusinessDate:yyyy-MM-dd}", UriKind.Relative));
        Assert.Contains("Received since the night before", report, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(new Uri("/healthz/nights", UriKind.Relative))).StatusCode);
    }

    /// <summary>A stored schedule outlives the host that made it, and takes over what the settings say now.</summary>
    [Theory, OnPostgres]
    public async Task ChangedTime_ReplacesTheStoredOne(StorageProvider provider)
    {
        await using var first = await WebHost.StartAsync(provider, ("Nightly:At", "02:00"));
        Assert.Equal(2, (await first.Services.GetRequiredService<IJobScheduler>().NextAsync())?.Hour);

        await using var second = first.Beside(("Nightly:At", "03:00"));

        Assert.Equal(3, (await second.Services.GetRequiredService<IJobScheduler>().NextAsync())?.Hour);
    }

    /// <summary>No night was ever done, so a monitor is told; who asks whether requests may be sent is not.</summary>
    [Fact]
    public async Task NightThatIsMissing_IsUnhealthyForMonitorsOnly()
    {
        await using var host = await WebHost.StartAsync(StorageProvider.Sqlite, ("Nightly:At", "02:00"));
        using var client = host.Client();

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await client.GetAsync(new Uri("/healthz/nights", UriKind.Relative))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(new Uri("/healthz", UriKind.Relative))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(new Uri("/readyz", UriKind.Relative))).StatusCode);
    }

    /// <summary>Where a timer begins nights: this host begins none, and yet says when one is missing.</summary>
    [Fact]
    public async Task HostThatIsToBeginNone_StillMissesThem()
    {
        await using var host = await WebHost.StartAsync(StorageProvider.Sqlite, ("Nightly:At", "02:00"), ("Nightly:Begin", "false"));
        var client = await host.SignedInAsync(AccountRole.Lead);

        Assert.Null(host.Services.GetService<IJobScheduler>());
        Assert.Contains("begins no nights", await client.GetStringAsync(new Uri("/nights", UriKind.Relative)), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await client.GetAsync(new Uri("/healthz/nights", UriKind.Relative))).StatusCode);
    }

    [Fact]
    public async Task HostWithoutATime_BeginsNoNights()
    {
        await using var host = await WebHost.StartAsync();
        var client = await host.SignedInAsync(AccountRole.Lead);

        Assert.Contains("begins no nights", await client.GetStringAsync(new Uri("/nights", UriKind.Relative)), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync(new Uri("/nights/2020-01-01", UriKind.Relative))).StatusCode);
    }

    private static DateTimeOffset Instant(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);

    private sealed class NightEnd : IJobListener
    {
        private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public string Name => nameof(NightEnd);

        public Task Task => _ended.Task;

        public ValueTask JobWasExecuted(IJobExecutionContext context, JobExecutionException? jobException, CancellationToken cancellationToken = default)
        {
            if (jobException is null)
            {
                _ended.SetResult();
            }
            else
            {
                _ended.SetException(jobException);
            }

            return ValueTask.CompletedTask;
        }
    }
}

using System.Globalization;
using System.Reflection;
using Cronos;
using Hangfire;
using Microsoft.Extensions.DependencyInjection;
using PdmpAnalytics.IntegrationTests.Web;
using PdmpAnalytics.Nightly;
using PdmpAnalytics.Storage;
using PdmpAnalytics.TestKit.Databases;
using Xunit;

namespace PdmpAnalytics.Hangfire.Tests;

public class HangfireTimetableTests
{
    /// <summary>Clock changes as Hangfire wakes up for them, against when the night is due; the table of the first scheduler.</summary>
    [Theory]
    [InlineData("America/Chicago", 2, 30)]
    [InlineData("America/Chicago", 1, 30)]
    [InlineData("America/Chicago", 22, 0)]
    [InlineData("Africa/Cairo", 0, 15)]
    [InlineData("Australia/Lord_Howe", 1, 45)]
    public void EveryFiringOfAYear_FindsItsNightDue(string zone, int hour, int minute)
    {
        var schedule = new NightSchedule(new TimeOnly(hour, minute), TimeZoneInfo.FindSystemTimeZoneById(zone));
        var firings = CronExpression.Parse(HangfireTimetable.Cron(schedule.At))
            .GetOccurrences(Instant("2026-01-01T12:00:00Z"), Instant("2027-01-01T12:00:00Z"), schedule.Zone).ToList();

        var nights = firings.ConvertAll(schedule.Due);

        Assert.Equal(Enumerable.Range(0, 365).Select(nights[0].AddDays), nights);
        Assert.Equal(nights.Select(n => schedule.BeginOf(n).UtcDateTime), firings.Select(f => f.UtcDateTime));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task StoredTimetable_WakesWhenTheNextNightIsDue(StorageProvider provider)
    {
        await using var host = await WebHost.StartAsync(
            provider, ("Nightly:At", "02:00"), ("Nightly:TimeZone", "America/Chicago"), ("Scheduler:Engine", "hangfire"));
        var schedule = host.Services.GetRequiredService<NightlyOptions>().Schedule!;

        var next = await host.Services.GetRequiredService<IJobScheduler>().NextAsync();

        Assert.Equal(schedule.BeginOf(schedule.Due(TimeProvider.System.GetUtcNow()).AddDays(1)), next);
    }

    /// <summary>A stored timetable outlives the host that made it, and takes over what the settings say now.</summary>
    [Theory, OnPostgres]
    public async Task ChangedTime_ReplacesTheStoredOne(StorageProvider provider)
    {
        await using var first = await WebHost.StartAsync(provider, ("Nightly:At", "02:00"), ("Scheduler:Engine", "hangfire"));
        Assert.Equal(2, (await first.Services.GetRequiredService<IJobScheduler>().NextAsync())?.Hour);

        await using var second = first.Beside(("Nightly:At", "03:00"), ("Scheduler:Engine", "hangfire"));

        Assert.Equal(3, (await second.Services.GetRequiredService<IJobScheduler>().NextAsync())?.Hour);
    }

    [Fact]
    public void NightIsTriedAgain_AsOftenAsByEveryScheduler()
    {
        var retries = typeof(HangfireNightJob).GetMethod(nameof(HangfireNightJob.RunAsync))!.GetCustomAttribute<AutomaticRetryAttribute>()!;

        Assert.Equal(NightJobService.RetryMinutes.Select(m => m * 60), retries.DelaysInSeconds);
        Assert.Equal(NightJobService.RetryMinutes.Count, retries.Attempts);
    }

    private static DateTimeOffset Instant(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}

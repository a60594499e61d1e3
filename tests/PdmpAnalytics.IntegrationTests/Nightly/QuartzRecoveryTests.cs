using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using PdmpAnalytics.Accounts;
using PdmpAnalytics.IntegrationTests.Web;
using PdmpAnalytics.Nightly;
using PdmpAnalytics.Storage;
using PdmpAnalytics.TestKit.Databases;
using Xunit;

namespace PdmpAnalytics.IntegrationTests.Nightly;

public partial class QuartzRecoveryTests
{
    /// <summary>The host that has the night is killed in it; another finds it missing from Quartz's cluster, takes the job over, and goes on.</summary>
    [Theory, OnPostgres]
    public async Task HostKilledInTheNight_IsFollowedByAnother(StorageProvider provider)
    {
        (string, string)[] settings = [("Nightly__At", "02:00"), ("Nightly__LeaseSeconds", "5")];
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

    /// <summary>The night waits for a lock that is not given up, so nothing but stopping it lets the host end (SIGTERM); another host then finishes it.</summary>
    [Theory, OnPostgres]
    public async Task HostAskedToEnd_StopsItsNight_AndAnotherFinishesIt(StorageProvider provider)
    {
        await using var host = await WebHost.StartAsync(provider);
        await host.AddAccountAsync("ada", AccountRole.Administrator);
        await using var db = host.Database.Open();
        await using var held = await db.Database.BeginTransactionAsync();
        await db.Database.ExecuteSqlAsync($"LOCK TABLE patients IN ACCESS EXCLUSIVE MODE");
        await using var asked = await WebProcess.StartAsync(host.Database, ("Nightly__At", "02:00"));
        await asked.BeginNightAsync("ada");
        await asked.LineAsync(Begun());

        await asked.EndAsync();

        var night = Assert.Single(await host.Database.Get<NightLedgerService>().ListAsync(10));
        Assert.Equal(AttemptOutcome.Stopped, Assert.Single(night.Attempts).Outcome);
        Assert.NotEqual(NightState.Done, night.Night.State);

        await held.RollbackAsync();
        await using var next = await WebProcess.StartAsync(host.Database, ("Nightly__At", "02:00"));
        await next.BeginNightAsync("ada");
        await next.LineAsync(Done());
        var finished = Assert.Single(await host.Database.Get<NightLedgerService>().ListAsync(10));
        Assert.Equal(NightState.Done, finished.Night.State);
        Assert.Equal([AttemptOutcome.Stopped, AttemptOutcome.Done], finished.Attempts.Select(a => a.Outcome));
    }

    /// <summary>On SQLite the schedule is in memory: a host that comes up after the hour begins the night that fell due meanwhile.</summary>
    [Fact]
    public async Task HostThatWasDownAtTheHour_BeginsTheNightAtStart()
    {
        await using var host = await WebHost.StartAsync();
        var clock = new NightSchedule(new TimeOnly(2, 0), TimeZoneInfo.Utc);
        var due = clock.Due(TimeProvider.System.GetUtcNow());
        Assert.Null((await host.Database.Get<NightlyRunner>().RunAsync(new NightRequest(due.AddDays(-1), Inbox: null))).Refusal);

        await using var next = await WebProcess.StartAsync(host.Database, ("Nightly__At", "02:00"), ("Nightly__TimeZone", "UTC"));
        await next.LineAsync(Done());

        Assert.Equal([due, due.AddDays(-1)], (await host.Database.Get<NightLedgerService>().ListAsync(10)).Select(n => n.Night.BusinessDate));
    }

    [GeneratedRegex("Night .* begun by run")]
    private static partial Regex Begun();

    [GeneratedRegex("Night .*, run .*: Done")]
    private static partial Regex Done();
}

using Microsoft.EntityFrameworkCore;
using PdmpAnalytics.Detection;
using PdmpAnalytics.IntegrationTests.Patients;
using PdmpAnalytics.Nightly;
using PdmpAnalytics.Review;
using PdmpAnalytics.Storage;
using PdmpAnalytics.TestKit;
using PdmpAnalytics.TestKit.Databases;
using PdmpAnalytics.TestKit.Ingestion;
using Xunit;

namespace PdmpAnalytics.IntegrationTests.Review;

/// <summary>A run of a day too late loses no alert.</summary>
public class LaterDayTests
{
    private static readonly DateOnly AsOf = new(2025, 6, 30);

    [Theory, OnSqlite, OnPostgres]
    public async Task DayToCome_IsRefused_AndChangesNothing(StorageProvider provider)
    {
        await using var store = await LinkedStore.CreateAsync(provider, [.. LinkedAlertsTests.Visits(CsvRow.Sound, 0, 6)]);
        await store.DetectAsync();
        var dump = await store.DumpAsync();

        var late = await store.Database.Get<QueueUpdateService>().UpdateAsync(new DetectionRequest(new(2062, 5, 31), All: true));

        Assert.Equal(RefusalReason.Incomplete, late.Refusal?.Reason);
        Assert.Equal(dump, await store.DumpAsync());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task AlertsWithdrawnByARunOfALaterDay_AreBackWithTheNextOfAnEarlierOne(StorageProvider provider)
    {
        await using var store = await LinkedStore.CreateAsync(provider, [.. LinkedAlertsTests.Visits(CsvRow.Sound, 0, 6)]);
        await store.DetectAsync();
        var before = Assert.Single(await store.AlertsAsync());
        await WithdrawnLaterAsync(store);

        await DetectAsync(store, AsOf);

        var after = Assert.Single(await store.AlertsAsync());
        Assert.Equal((before.State, before.Severity, before.Fingerprint, AsOf), (after.State, after.Severity, after.Fingerprint, after.AsOf));
        Assert.Empty(await store.ToJudgeAsync());
    }

    [Theory, OnPostgres]
    public async Task NightInRanges_BringsThemBackToo(StorageProvider provider)
    {
        await using var store = await LinkedStore.CreateAsync(provider, [.. LinkedAlertsTests.Visits(CsvRow.Sound, 0, 6)]);
        await store.DetectAsync();
        await WithdrawnLaterAsync(store);

        await store.Database.Get<NightRangeService>().PrepareAsync(AsOf.AddDays(1));

        var range = Assert.Single(await store.Database.Get<NightRangeService>().ListAsync());
        Assert.Equal((1L, 1L), (range.FirstPatient, range.LastPatient));
    }

    /// <summary>Some day long after: everything has aged out, and nothing is due any more.</summary>
    private static async Task WithdrawnLaterAsync(LinkedStore store)
    {
        ((StoppedClock)store.Database.Get<TimeProvider>()).Now = new DateTimeOffset(2062, 6, 1, 8, 0, 0, TimeSpan.Zero);
        await DetectAsync(store, new(2062, 5, 31));
        ((StoppedClock)store.Database.Get<TimeProvider>()).Now = new DateTimeOffset(2026, 6, 1, 8, 0, 0, TimeSpan.Zero);
        Assert.Equal(AlertState.Withdrawn, Assert.Single(await store.AlertsAsync()).State);
        await using var db = store.Database.Open();
        Assert.Empty(await db.Set<DuePatient>().ToListAsync());
    }

    private static async Task DetectAsync(LinkedStore store, DateOnly asOf) =>
        Assert.True((await store.Database.Get<QueueUpdateService>().UpdateAsync(new DetectionRequest(asOf, All: false))).Succeeded);
}

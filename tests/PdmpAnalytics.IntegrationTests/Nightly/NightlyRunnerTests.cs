using Microsoft.EntityFrameworkCore;
using PdmpAnalytics.Nightly;
using PdmpAnalytics.Review;
using PdmpAnalytics.Storage;
using PdmpAnalytics.TestKit;
using PdmpAnalytics.TestKit.Databases;
using Xunit;

namespace PdmpAnalytics.IntegrationTests.Nightly;

public class NightlyRunnerTests
{
    private const int Patients = 60;
    private static readonly DateOnly First = NightInbox.FirstNight;
    private static readonly DateOnly Second = NightInbox.SecondNight;

    [Theory, OnSqlite, OnPostgres]
    public async Task Night_DoesEveryStep_AndReportsWhatCame(StorageProvider provider)
    {
        await using var store = await NightStore.CreateAsync(provider);
        NightInbox.Of(Patients, store.Database.Folder).Fill(store.Inbox, second: false);

        var run = await store.RunAsync(First);

        Assert.Equal([First], run.Done);
        var page = await store.PageAsync(First);
        Assert.Equal(NightState.Done, page.Night.State);
        Assert.Equal(NightSteps.All, page.Steps.Select(s => s.Kind));
        Assert.All(page.Steps, s => Assert.Equal((NightStepState.Done, 1), (s.State, s.Tries)));
        Assert.Equal(AttemptOutcome.Done, Assert.Single(page.Attempts).Outcome);
        var report = page.Report!;
        Assert.Equal(3, report.Intake.Files);
        Assert.Equal(report.Intake.Records, report.Intake.Loaded + report.Intake.Rejected);
        await using var db = store.Database.Open();
        Assert.Equal(await db.Set<Alert>().CountAsync(), report.Raised);
        Assert.True(report.Raised > 10);
        Assert.Equal(1, report.Versions.PopulationTable);
        Assert.NotEmpty(report.Versions.LinkModel);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task SameNightAgain_ChangesNothing(StorageProvider provider)
    {
        await using var store = await NightStore.CreateAsync(provider);
        var files = NightInbox.Of(Patients, store.Database.Folder);
        files.Fill(store.Inbox, second: false);
        await store.RunAsync(First);
        files.Fill(store.Inbox, second: true);
        await store.RunAsync(Second);
        var before = (await store.DumpAsync(), NightInbox.Contents(store.Inbox));

        var again = await store.RunAsync(Second);

        Assert.Empty(again.Done);
        Assert.True(again.Succeeded);
        Assert.Equal(before, (await store.DumpAsync(), NightInbox.Contents(store.Inbox)));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task MissedNights_AreMadeUpForInOrder_AndEachFileBelongsToOne(StorageProvider provider)
    {
        await using var store = await NightStore.CreateAsync(provider);
        var files = NightInbox.Of(Patients, store.Database.Folder);
        files.Fill(store.Inbox, second: false);
        await store.RunAsync(First);
        files.Fill(store.Inbox, second: true);

        var run = await store.RunAsync(Second.AddDays(2));

        Assert.Equal([Second, Second.AddDays(1), Second.AddDays(2)], run.Done);
        Assert.Equal(6, (await store.PageAsync(Second)).Report!.Intake.Files);
        Assert.Equal(2, (await store.PageAsync(Second)).Report!.Intake.FilesRefused);
        Assert.Equal(0, (await store.PageAsync(Second.AddDays(1))).Report!.Intake.Files);
        Assert.NotNull((await store.PageAsync(Second)).Report!.SinceLastNight);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task FailedStep_FailsTheNight_AndTheNextRunGoesOnFromIt(StorageProvider provider)
    {
        await using var store = await NightStore.CreateAsync(provider);
        NightInbox.Of(Patients, store.Database.Folder).Fill(store.Inbox, second: false);
        await store.ExecuteAsync($"ALTER TABLE population_tables RENAME TO tables_gone");

        var failed = await store.RunAsync(First);

        Assert.Equal(First, failed.Failed);
        var page = await store.PageAsync(First);
        Assert.Equal(NightState.Failed, page.Night.State);
        Assert.Equal((NightStepKind.Population, NightStepState.Failed), (page.Steps[^1].Kind, page.Steps[^1].State));
        Assert.Equal(AttemptOutcome.Failed, page.Attempts[^1].Outcome);

        await store.ExecuteAsync($"ALTER TABLE tables_gone RENAME TO population_tables");
        var mended = await store.RunAsync(First);

        Assert.True(mended.Succeeded);
        page = await store.PageAsync(First);
        Assert.Equal(1, page.Steps.Single(s => s.Kind == NightStepKind.Load).Tries);
        Assert.Equal(2, page.Steps.Single(s => s.Kind == NightStepKind.Population).Tries);
        Assert.Null(page.Steps.Single(s => s.Kind == NightStepKind.Population).Fault);
        Assert.Equal([AttemptOutcome.Failed, AttemptOutcome.Done], page.Attempts.Select(a => a.Outcome));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task NightAfterAFailedOne_CompletesThatFirst(StorageProvider provider)
    {
        await using var store = await NightStore.CreateAsync(provider);
        Directory.Delete(store.Inbox);
        Assert.Equal(First, (await store.RunAsync(First)).Failed);
        Directory.CreateDirectory(store.Inbox);

        Assert.Equal([First, Second], (await store.RunAsync(Second)).Done);
    }

    /// <summary>The interactive question of a second operator: nothing is begun and nothing noted.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task NightBesideARunThatLives_IsRefused(StorageProvider provider)
    {
        await using var store = await NightStore.CreateAsync(provider, TimeSpan.FromSeconds(1), new StoppedClock(new DateTimeOffset(2026, 6, 1, 3, 0, 0, TimeSpan.Zero)));
        await using var other = (await store.Database.Get<LeaseService>().TakeAsync("detect as of 2026-05-30")).Value;

        var refused = await store.Database.Get<NightlyRunner>().RunAsync(new NightRequest(First, store.Inbox));

        Assert.Equal(RefusalReason.WrongState, refused.Refusal?.Reason);
        Assert.Contains("detect as of 2026-05-30", refused.Refusal!.Message, StringComparison.Ordinal);
        Assert.Empty(await store.Database.Get<NightLedgerService>().ListAsync(10));
    }
}

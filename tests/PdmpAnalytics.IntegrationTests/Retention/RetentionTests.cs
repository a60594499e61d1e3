using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using PdmpAnalytics.Auditing;
using PdmpAnalytics.Dispensing;
using PdmpAnalytics.IntegrationTests.Nightly;
using PdmpAnalytics.Patients;
using PdmpAnalytics.Patients.Linking;
using PdmpAnalytics.Retention;
using PdmpAnalytics.Review;
using PdmpAnalytics.Storage;
using PdmpAnalytics.TestKit;
using PdmpAnalytics.TestKit.Databases;
using Xunit;

namespace PdmpAnalytics.IntegrationTests.Retention;

public class RetentionTests
{
    /// <summary>Five years before this day some fills remain, and some patients have none of them.</summary>
    private static readonly DateTimeOffset Now = new(2030, 4, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly DateOnly Before = new(2025, 4, 1);
    private static readonly RetentionPolicy Policy = new();

    [Theory, OnSqlite, OnPostgres]
    public async Task Purge_DestroysWhatIsOldEnough_ButNotOfThoseKept(StorageProvider provider)
    {
        await using var store = await FilledAsync(provider);
        var old = await OldAsync(store);
        var open = await OpenAsync(store);
        var held = old.Keys.First(p => !open.Contains(p));
        Assert.NotNull((await store.Database.Get<LegalHoldService>().PlaceAsync(held, "A subpoena.", "ada")).Value);
        var planned = await store.Database.Get<RetentionService>().PlanAsync(Policy);
        Assert.Equal((Before, old.Values.Sum(), old.Count), planned);

        var rows = await RowsAsync(store);

        var certificate = (await store.Database.Get<RetentionService>().PurgeAsync(Policy, "ada")).Value;

        var kept = open.Append(held).Where(old.ContainsKey).ToHashSet();
        var left = await OldAsync(store);
        Assert.Equal(old.Where(p => kept.Contains(p.Key)).OrderBy(p => p.Key), left.OrderBy(p => p.Key));
        Assert.Equal(old.Where(p => !kept.Contains(p.Key)).Sum(p => p.Value), certificate.Dispensations);
        Assert.Equal((old.Count - kept.Count, kept.Count), (certificate.Patients, certificate.PatientsKept));
        Assert.NotNull(certificate.EndedAt);
        Assert.Equal(rows.Keys - certificate.RecordKeys, (await RowsAsync(store)).Keys);
        Assert.Equal(rows.Reports - certificate.Reports, (await RowsAsync(store)).Reports);
        Assert.Equal(rows.Records - certificate.PatientRecords, (await RowsAsync(store)).Records);
        Assert.True(certificate is { Dispensations: > 50, RecordKeys: > 50, PatientRecords: > 0 }, $"{certificate.Dispensations} {certificate.RecordKeys} {certificate.PatientRecords}");
        await using var db = store.Database.Open();
        Assert.False(await db.Set<DispensationKey>().AnyAsync(k =>
            k.DispensationId != 0 && !db.Set<Dispensation>().Any(d => d.PatientId == k.PatientId && d.Id == k.DispensationId)));
        Assert.False(await db.Set<PatientRecord>().AnyAsync(r => !db.Set<Dispensation>().Any(d => d.PatientRecordId == r.Id)));
        Assert.False(await db.Set<PatientBlock>().AnyAsync(b => !db.Set<PatientRecord>().Any(r => r.Id == b.RecordId)));
        Assert.Equal(
            ["hold.placed", "purge.begun", "purge.ended"],
            await db.Set<AuditEvent>().OrderBy(e => e.Sequence).Where(e => e.Actor == "ada").Select(e => e.Action).ToListAsync());
        Assert.Null((await store.Database.Get<AuditLog>().VerifyAsync()).Fault);
    }

    /// <summary>The store goes on: the next night, and linkage from scratch; findings are those of before, since nothing looks that far back.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task NightAfterAPurge_ChangesNoAlert(StorageProvider provider)
    {
        await using var store = await FilledAsync(provider);
        var night = DateOnly.FromDateTime(Now.UtcDateTime).AddDays(-1);
        await store.ExecuteAsync($"DELETE FROM nights");
        await store.RunAsync(night, withInbox: false);
        await CloseAlertsAsync(store);
        var before = await AlertsAsync(store);

        var certificate = (await store.Database.Get<RetentionService>().PurgeAsync(Policy, "ada")).Value;
        Assert.Equal(0, certificate.PatientsKept);
        Assert.True((await store.RunAsync(night.AddDays(1), withInbox: false)).Succeeded);
        Assert.Null((await store.Database.Get<PatientLinkageService>().LinkAsync(new LinkRequest { All = true })).Refusal);

        Assert.Equal(before, await AlertsAsync(store));
    }

    /// <summary>Stopped after each batch and begun again, it leaves the store and the digest of one that was not.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task StoppedPurge_GoesOnWhereItWas(StorageProvider provider)
    {
        await using var whole = await FilledAsync(provider);
        var expected = (await whole.Database.Get<RetentionService>().PurgeAsync(Policy, "ada")).Value;

        await using var store = await FilledAsync(provider);
        var stops = 0;
        PurgeRun? done = null;
        while (done is null)
        {
            using var stop = new CancellationTokenSource();
            try
            {
                done = (await store.Database.Get<RetentionService>().PurgeAsync(Policy, "ada", new Stop(stop), stop.Token)).Value;
            }
            catch (OperationCanceledException)
            {
                stops++;
            }
        }

        Assert.True(stops >= 3);
        Assert.Equal((1, expected.Digest, expected.Dispensations), (done.Id, done.Digest, done.Dispensations));
        Assert.Equal(await whole.DumpAsync(), await store.DumpAsync());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task HoldOnEverybody_LetsNothingGo_UntilItEnds(StorageProvider provider)
    {
        await using var store = await FilledAsync(provider);
        var holds = store.Database.Get<LegalHoldService>();
        var hold = (await holds.PlaceAsync(null, "An audit.", "ada")).Value;

        Assert.Equal(RefusalReason.WrongState, (await store.Database.Get<RetentionService>().PurgeAsync(Policy, "ada")).Refusal?.Reason);
        Assert.Equal(RefusalReason.Incomplete, (await holds.EndAsync(hold.Id, " ", "ada"))?.Reason);
        Assert.Null(await holds.EndAsync(hold.Id, "It is over.", "ada"));
        Assert.Equal(RefusalReason.WrongState, (await holds.EndAsync(hold.Id, "Again.", "ada"))?.Reason);
        Assert.True((await store.Database.Get<RetentionService>().PurgeAsync(Policy, "ada")).Succeeded);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task HoldBetweenTwoBatches_StopsThePurge_AndKeepsWhatIsLeft(StorageProvider provider)
    {
        await using var store = await FilledAsync(provider);
        var holds = store.Database.Get<LegalHoldService>();
        var purge = store.Database.Get<RetentionService>();
        var hold = 0;
        var left = 0;

        var stopped = await purge.PurgeAsync(Policy, "ada", new AfterFirst(() =>
        {
            hold = holds.PlaceAsync(null, "A court order.", "ada").GetAwaiter().GetResult().Value.Id;
            left = OldAsync(store).GetAwaiter().GetResult().Values.Sum();
        }));

        Assert.Equal(RefusalReason.WrongState, stopped.Refusal?.Reason);
        Assert.True(left > 50);
        Assert.Equal(left, (await OldAsync(store)).Values.Sum());
        Assert.Null(await holds.EndAsync(hold, "It is over.", "ada"));
        Assert.True((await purge.PurgeAsync(Policy, "ada")).Succeeded);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task UnfinishedPurge_IsNotCompletedByAPolicyThatKeepsMore(StorageProvider provider)
    {
        await using var store = await FilledAsync(provider);
        var purge = store.Database.Get<RetentionService>();
        using var stop = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => purge.PurgeAsync(Policy, "ada", new Stop(stop), stop.Token));
        var left = (await OldAsync(store)).Values.Sum();

        Assert.Equal(RefusalReason.WrongState, (await purge.PurgeAsync(new RetentionPolicy(8), "ada")).Refusal?.Reason);
        var certificate = (await purge.AbandonAsync("ada")).Value;

        Assert.Equal(left, (await OldAsync(store)).Values.Sum());
        Assert.True(certificate is { EndedAt: not null, Dispensations: > 0 });
        Assert.Equal(RefusalReason.NotFound, (await purge.AbandonAsync("ada")).Refusal?.Reason);
        Assert.Equal(0, (await purge.PurgeAsync(new RetentionPolicy(8), "ada")).Value.Dispensations);
    }

    /// <summary>A split after the hold takes records to a patient of their own, who is under it too.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task Hold_GoesWithRecordsThatLeaveThePatient(StorageProvider provider)
    {
        await using var store = await FilledAsync(provider);
        await CloseAlertsAsync(store);
        await using var db = store.Database.Open();
        var old = await OldAsync(store);
        var (from, into) = (old.Keys.Min(), old.Keys.Max());
        Assert.Null((await store.Database.Get<LegalHoldService>().PlaceAsync(from, "A subpoena.", "ada")).Refusal);
        var occasion = new LinkOccasion(Now, "ada", LinkCause.Decision, ModelId: null, DecisionId: null);
        db.Add(LinkEvent.Of(1_000_000, new PatientMove(LinkEventKind.Split, from, into, [], []), occasion));
        await db.SaveChangesAsync();

        Assert.True((await store.Database.Get<RetentionService>().PurgeAsync(Policy, "ada")).Succeeded);

        Assert.Equal([from, into], (await OldAsync(store)).Keys.Order());
    }

    [Fact]
    public async Task ShorterThanJudgementsLookBack_IsRefused()
    {
        await using var store = await NightStore.CreateAsync(StorageProvider.Sqlite);

        var refused = await store.Database.Get<RetentionService>().PurgeAsync(new RetentionPolicy(4), "ada");

        Assert.Equal(RefusalReason.NotAllowed, refused.Refusal?.Reason);
        Assert.Equal(RefusalReason.NotFound, (await store.Database.Get<LegalHoldService>().PlaceAsync(7, "A subpoena.", "ada")).Refusal?.Reason);
        Assert.Equal(RefusalReason.NotFound, (await store.Database.Get<LegalHoldService>().EndAsync(7, "It is over.", "ada"))?.Reason);
    }

    private static async Task<NightStore> FilledAsync(StorageProvider provider)
    {
        var store = new NightStore(await TestDatabase.CreateAsync(provider, services =>
        {
            services.AddSingleton<TimeProvider>(new StoppedClock(Now));
            services.AddSingleton(new RetentionOptions { PatientsPerBatch = 5 });
        }));
        var files = NightInbox.Of(40, store.Database.Folder);
        files.Fill(store.Inbox, second: false);
        files.Fill(store.Inbox, second: true);
        await store.RunAsync(NightInbox.FirstNight);
        return store;
    }

    private static async Task<Dictionary<long, int>> OldAsync(NightStore store)
    {
        await using var db = store.Database.Open();
        return await db.Set<Dispensation>().Where(d => d.FilledOn < Before).GroupBy(d => d.PatientId)
            .Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count);
    }

    private static async Task<(long Keys, long Reports, long Records)> RowsAsync(NightStore store)
    {
        await using var db = store.Database.Open();
        return (await db.Set<DispensationKey>().LongCountAsync(), await db.Set<DispensationReport>().LongCountAsync(), await db.Set<PatientRecord>().LongCountAsync());
    }

    private static async Task<HashSet<long>> OpenAsync(NightStore store)
    {
        await using var db = store.Database.Open();
        return [.. await db.Set<Alert>().Where(a => a.SubjectKind == AlertSubjectKind.Patient && a.State == AlertState.New).Select(a => a.SubjectId).ToListAsync()];
    }

    private static async Task CloseAlertsAsync(NightStore store)
    {
        await using var db = store.Database.Open();
        foreach (var id in await db.Set<Alert>().Where(a => a.State == AlertState.New).Select(a => a.Id).ToListAsync())
        {
            Assert.Null(await store.Database.CloseAsync(id, Disposition.LowConcern, "Looked at.", "ana"));
        }
    }

    private static async Task<string> AlertsAsync(NightStore store)
    {
        await using var db = store.Database.Open();
        var alerts = await db.Set<Alert>().AsNoTracking().OrderBy(a => a.Id).ToListAsync();
        return string.Join('\n', alerts.Select(a => $"{a.Id} {a.SubjectKind} {a.SubjectId} {a.State} {a.Severity} {a.Rules} {a.Fingerprint}"));
    }

    private sealed class AfterFirst(Action act) : IProgress<PurgeProgress>
    {
        private bool _done;

        public void Report(PurgeProgress value)
        {
            if (!_done)
            {
                _done = true;
                act();
            }
        }
    }

    private sealed class Stop(CancellationTokenSource source) : IProgress<PurgeProgress>
    {
        public void Report(PurgeProgress value) => source.Cancel();
    }
}

using System.Globalization;
using Microsoft.EntityFrameworkCore;
using PdmpAnalytics.IntegrationTests.Cli;
using PdmpAnalytics.Nightly;
using PdmpAnalytics.Review;
using PdmpAnalytics.Storage;
using PdmpAnalytics.TestKit.Databases;
using Xunit;

namespace PdmpAnalytics.IntegrationTests.Nightly;

public class WorkerTests
{
    private const int Patients = 400;

    /// <summary>Three worker processes take a night's ranges; one is killed as soon as it has some. The alerts are those of one process.</summary>
    [Theory, OnPostgres]
    public async Task ThreeWorkers_OneKilled_LeaveTheAlertsOfOneProcess(StorageProvider provider)
    {
        await using var alone = await ReadyAsync(provider);
        await using (await NightAsync(alone))
        {
            await WorkAsync(alone);
        }

        var expected = await AlertsAsync(alone);
        Assert.True(expected.Count > 50);

        await using var shared = await ReadyAsync(provider);
        var ranges = (await shared.Database.Get<NightRangeService>().ListAsync()).Count;
        Assert.True(ranges >= 20);
        await using var night = await NightAsync(shared);
        await KillInARangeAsync(shared);
        await Task.WhenAll(WorkAsync(shared), WorkAsync(shared));

        var done = await shared.Database.Get<NightRangeService>().ListAsync();
        Assert.All(done, r => Assert.Equal(NightRangeState.Done, r.State));
        Assert.Equal(ranges, done.Count);
        Assert.Equal(ranges + 1, done.Sum(r => r.Tries));
        Assert.Equal(string.Join('\n', expected), string.Join('\n', await AlertsAsync(shared)));
        await using var db = shared.Database.Open();
        Assert.Empty(await db.Set<PdmpAnalytics.Patients.PatientToJudge>().ToListAsync());
    }

    /// <summary>A worker that is asleep while another run takes the lease publishes nothing of its range any more, and takes no other.</summary>
    [Theory, OnPostgres]
    public async Task WorkerOfANightThatWasOvertaken_PublishesNothing(StorageProvider provider)
    {
        await using var store = await ReadyAsync(provider);
        await using var db = store.Database.Open();
        using var stop = new CancellationTokenSource();
        Task working;
        await using (await NightAsync(store))
        await using (await db.Database.BeginTransactionAsync())
        {
            await db.Database.ExecuteSqlAsync($"SELECT 1 FROM audit_heads FOR UPDATE");
            var begun = new TaskCompletionSource();
            working = store.Database.Get<RangeWorkerService>().WorkAsync(new Told(begun), stop.Token);
            await begun.Task;
            await store.ExecuteAsync($"UPDATE run_leases SET fence = fence + 1, purpose = 'detect'");
        }

        while (!await IdleAsync(db))
        {
            await Task.Yield();
        }

        var ranges = store.Database.Get<NightRangeService>();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => working);
        Assert.Equal(1, (await ranges.ListAsync()).Sum(r => r.Tries));
        Assert.DoesNotContain(await ranges.ListAsync(), r => r.State == NightRangeState.Done);
        Assert.Empty(await AlertsAsync(store));
    }

    /// <summary>What a worker on another machine says of a range is found by the run that the night is of.</summary>
    [Theory, OnPostgres]
    public async Task LinesOfAWorker_NameTheNightsRun(StorageProvider provider)
    {
        await using var store = await ReadyAsync(provider);
        var settings = Path.Combine(store.Database.Folder, "settings.json");
        await File.WriteAllTextAsync(settings, """{"Log": "json"}""");
        var run = Guid.CreateVersion7().ToString("N");
        await store.Database.Get<NightLedgerService>().BeginAsync(NightInbox.SecondNight, run, CancellationToken.None);
        await using var night = await NightAsync(store);

        var worker = await Pdmp.RunAsync(store.Database.Options.ConnectionString, store.Database.Folder, "worker", "--until-done", "--config", settings);

        Assert.True(worker.ExitCode == 0, worker.Error);
        var lines = worker.Error.Split('\n').Where(line => line.StartsWith('{') && line.Contains("RangeWorkerService", StringComparison.Ordinal)).ToList();
        Assert.Equal((await store.Database.Get<NightRangeService>().ListAsync()).Count, lines.Count);
        Assert.All(lines, line => Assert.Contains($"\"RunId\":\"{run}\"", line, StringComparison.Ordinal));
    }

    [Theory, OnSqlite]
    public async Task WorkerOfAFile_IsRefused(StorageProvider provider)
    {
        await using var store = await NightStore.CreateAsync(provider);

        Assert.Equal(2, (await Pdmp.RunAsync(store.Database.Options.ConnectionString, store.Database.Folder, "worker")).ExitCode);
    }

    /// <summary>A store with its files loaded, figures taken, and the night's patients cut into ranges of ten.</summary>
    private static async Task<NightStore> ReadyAsync(StorageProvider provider)
    {
        var store = await NightStore.CreateAsync(provider, options: new NightlyOptions { PatientsPerRange = 10 });
        NightInbox.Of(Patients, store.Database.Folder).Fill(store.Inbox, second: false);
        await store.RunAsync(NightInbox.FirstNight);
        await store.ExecuteAsync($"DELETE FROM alerts");
        await store.ExecuteAsync($"DELETE FROM rule_hits");
        await store.ExecuteAsync($"INSERT INTO patients_to_judge SELECT id FROM patients ON CONFLICT DO NOTHING");
        await store.Database.Get<NightRangeService>().PrepareAsync(NightInbox.SecondNight);
        return store;
    }

    /// <summary>A worker that publishes a range, and waits for the end of the audit chain, which is held here, when it is killed.</summary>
    private static async Task KillInARangeAsync(NightStore store)
    {
        await using var db = store.Database.Open();
        await using var held = await db.Database.BeginTransactionAsync();
        await db.Database.ExecuteSqlAsync($"SELECT 1 FROM audit_heads FOR UPDATE");
        using var worker = Pdmp.Start(store.Database.Options.ConnectionString, store.Database.Folder, "worker", "--until-done");
        Assert.NotNull(await worker.StandardError.ReadLineAsync());
        worker.Kill();
        await worker.WaitForExitAsync();
    }

    /// <summary>The lease of the night whose ranges these are.</summary>
    private static async Task<HeldLease> NightAsync(NightStore store) =>
        (await store.Database.Get<LeaseService>().TakeForNightAsync(NightInbox.SecondNight)).Value;

    /// <summary>True when no other connection has a transaction open.</summary>
    private static async Task<bool> IdleAsync(PdmpDbContext db) =>
        await db.Database.SqlQuery<long>(
            $"SELECT count(*) AS \"Value\" FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND (xact_start IS NOT NULL OR wait_event_type = 'Lock')")
            .SingleAsync() == 0;

    private static async Task WorkAsync(NightStore store)
    {
        var run = await Pdmp.RunAsync(store.Database.Options.ConnectionString, store.Database.Folder, "worker", "--until-done");
        Assert.True(run.ExitCode == 0, run.Error);
    }

    /// <summary>What alerts say, by subject; their numbers are given in the order in which workers come.</summary>
    private static async Task<List<string>> AlertsAsync(NightStore store)
    {
        await using var db = store.Database.Open();
        var alerts = await db.Set<Alert>().AsNoTracking().Include(a => a.Findings).ToListAsync();
        return
        [
            .. alerts.Select(a => string.Create(
                    CultureInfo.InvariantCulture,
                    $"{a.SubjectKind} {a.SubjectId} {a.State} {a.Severity} {a.Priority:R} {a.Rules} {a.Fingerprint} {a.Version} {a.FindingCount} {a.RaisedOn:O} {string.Join(',', a.Findings.OrderBy(f => f.Position).SelectMany(f => f.Evidence))}"))
                .Order(StringComparer.Ordinal),
        ];
    }

    private sealed class Told(TaskCompletionSource begun) : IProgress<NightRange>
    {
        public void Report(NightRange value) => begun.TrySetResult();
    }
}

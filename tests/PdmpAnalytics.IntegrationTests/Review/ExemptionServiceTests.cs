using System.Globalization;
using Microsoft.EntityFrameworkCore;
using PdmpAnalytics.Auditing;
using PdmpAnalytics.Detection;
using PdmpAnalytics.Detection.Exemptions;
using PdmpAnalytics.IntegrationTests.Cli;
using PdmpAnalytics.IntegrationTests.Patients;
using PdmpAnalytics.Patients.Linking;
using PdmpAnalytics.Review;
using PdmpAnalytics.Storage;
using PdmpAnalytics.TestKit;
using PdmpAnalytics.TestKit.Databases;
using PdmpAnalytics.TestKit.Ingestion;
using Xunit;

namespace PdmpAnalytics.IntegrationTests.Review;

public class ExemptionServiceTests
{
    private static readonly DateOnly AsOf = new(2025, 6, 30);
    private static readonly ExemptionTerms Cancer = new(ExemptionKind.Cancer, null, AsOf.AddDays(10), "oncologist's letter");

    [Theory, OnSqlite, OnPostgres]
    public async Task Stated_LowersFromTheNextDetectionOn_UpToItsLastDay(StorageProvider provider)
    {
        await using var store = await JudgedAsync(provider);
        var before = await AlertAsync(store);
        Assert.Equal(QueueHold.None, before.Hold);

        Assert.True((await Service(store).AddAsync(1, Cancer, "ana")).Succeeded);
        Assert.Equal([1L], await store.ToJudgeAsync());
        Assert.Equal(before.Version, (await AlertAsync(store)).Version);

        await DetectAsync(store, AsOf);
        var exempt = await AlertAsync(store);
        Assert.Equal((QueueHold.ExemptByHand, Severity.Info), (exempt.Hold, exempt.Severity));
        Assert.True(exempt.Priority < before.Priority);
        var finding = exempt.Findings.Single(f => f.RuleId == "PS-03" && f.Scope == PdmpAnalytics.Dispensing.DrugScope.Sedatives);
        Assert.Equal((new HandExemption(1, ExemptionKind.Cancer, AsOf.AddDays(10)), before.Severity), (finding.ExemptByHand, exempt.Findings.Max(f => f.Otherwise)));

        await DetectAsync(store, AsOf.AddDays(10));
        Assert.Equal(QueueHold.ExemptByHand, (await AlertAsync(store)).Hold);
        Assert.Equal(AsOf.AddDays(11), await DueAsync(store));
        await DetectAsync(store, AsOf.AddDays(11));
        var after = await AlertAsync(store);
        Assert.Equal((QueueHold.None, before.Severity), (after.Hold, after.Severity));
        Assert.All(after.Findings, f => Assert.Null(f.ExemptByHand));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Ended_LowersNothingMore_AndBothAreAudited(StorageProvider provider)
    {
        await using var store = await JudgedAsync(provider);
        var before = await AlertAsync(store);
        await Service(store).AddAsync(1, Cancer, "ana");
        await DetectAsync(store, AsOf);

        Assert.Null(await Service(store).EndAsync(1, "wrong patient", "bo"));
        Assert.Equal([1L], await store.ToJudgeAsync());
        await DetectAsync(store, AsOf);

        Assert.Equal((before.Severity, before.Fingerprint), ((await AlertAsync(store)).Severity, (await AlertAsync(store)).Fingerprint));
        Assert.Equal(RefusalReason.WrongState, (await Service(store).EndAsync(1, "again", "bo"))!.Reason);
        Assert.Equal(RefusalReason.NotFound, (await Service(store).EndAsync(9, "again", "bo"))!.Reason);
        Assert.Equal("wrong patient", Assert.Single(await Service(store).ListAsync(1, withEnded: true)).EndReason);
        Assert.Empty(await Service(store).ListAsync(1, withEnded: false));
        Assert.Equal(
            ["exemption.added exemption:1 patient=1 kind=cancer until=2025-07-10", "exemption.ended exemption:1 patient=1 kind=cancer"],
            (await AuditAsync(store)).Where(e => e.StartsWith("exemption", StringComparison.Ordinal)));
        Assert.Null((await store.Database.Get<AuditLog>().VerifyAsync()).Fault);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Refused_LeavesNoTrace(StorageProvider provider)
    {
        await using var store = await JudgedAsync(provider);
        var dump = await store.DumpAsync();

        Assert.Equal(RefusalReason.NotFound, (await Service(store).AddAsync(99, Cancer, "ana")).Refusal!.Reason);
        Assert.Equal(RefusalReason.Incomplete, (await Service(store).AddAsync(1, Cancer with { Reason = " " }, "ana")).Refusal!.Reason);
        Assert.Equal(RefusalReason.Incomplete, (await Service(store).AddAsync(1, Cancer with { Kind = ExemptionKind.LockIn }, "ana")).Refusal!.Reason);

        Assert.Equal(dump, await store.DumpAsync());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task AfterAMerge_ItHoldsForThePatientMergedInto(StorageProvider provider)
    {
        await using var store = await LinkedStore.CreateAsync(provider, [.. LinkedAlertsTests.Visits(CsvRow.Sound, 0, 6), LinkedStore.Stranger]);
        await store.LinkAsync();
        StopOnTheDay(store);
        Assert.True((await Service(store).AddAsync(2, Cancer, "ana")).Succeeded);
        Assert.True((await store.DecideAsync(1, 2, LinkVerdict.Same)).Succeeded);

        await DetectAsync(store, AsOf);

        Assert.Equal(QueueHold.ExemptByHand, (await AlertAsync(store)).Hold);
        Assert.Equal(2, Assert.Single(await Service(store).ListAsync(1, withEnded: false)).PatientId);
        Assert.Equal(1, (await Service(store).AddAsync(2, Cancer, "ana")).Value.PatientId);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Commands_StateListShowAndEnd(StorageProvider provider)
    {
        await using var store = await JudgedAsync(provider);
        Task<PdmpRun> RunAsync(params string[] arguments) => Pdmp.RunAsync(store.Database.Options.ConnectionString, store.Database.Folder, arguments);

        // The command has no clock to stop.
        var until = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime).AddYears(1).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        Assert.Equal(2, (await RunAsync("exemptions", "add", "1", "--kind", "cancer", "--until", "2025-07-10", "--reason", "letter")).ExitCode);
        var added = await RunAsync("exemptions", "add", "1", "--kind", "cancer", "--until", until, "--reason", "letter", "--user", "ana");
        Assert.Equal((0, $"Exemption 1 of patient 1: cancer until {until}. It shows after the next detect.\n"), (added.ExitCode, added.Error));
        Assert.Equal(2, (await RunAsync("exemptions", "add", "1", "--kind", "lock-in", "--until", until, "--reason", "letter")).ExitCode);
        Assert.Equal(0, (await RunAsync("detect", "--as-of", "2025-06-30")).ExitCode);

        var show = await RunAsync("queue", "show", "1");
        Assert.Contains($"Exempt by hand until {until} (cancer): would otherwise be critical", show.Output, StringComparison.Ordinal);
        Assert.Contains("exempt by hand", show.Output, StringComparison.Ordinal);
        Assert.Contains($"1  cancer until {until}, stated by ana on", show.Output, StringComparison.Ordinal);
        Assert.Contains("exempt_by_hand", (await RunAsync("queue", "export", "--out", "-", "--all", "--format", "json")).Output, StringComparison.Ordinal);

        Assert.Equal(2, (await RunAsync("exemptions", "list")).Lines.Count);
        Assert.Contains("\"kind\": \"cancer\"", (await RunAsync("exemptions", "list", "--patient", "1", "--format", "json")).Output, StringComparison.Ordinal);
        Assert.Equal(0, (await RunAsync("exemptions", "end", "1", "--reason", "over")).ExitCode);
        Assert.Single((await RunAsync("exemptions", "list")).Lines);
        Assert.Equal(2, (await RunAsync("exemptions", "end", "1", "--reason", "over")).ExitCode);
    }

    private static ExemptionService Service(LinkedStore store) => store.Database.Get<ExemptionService>();

    private static async Task<LinkedStore> JudgedAsync(StorageProvider provider)
    {
        var store = await LinkedStore.CreateAsync(provider, [.. LinkedAlertsTests.Visits(CsvRow.Sound, 0, 6)]);
        await DetectAsync(store, AsOf);
        StopOnTheDay(store);
        return store;
    }

    /// <summary>From here on it is the day judged from, and an exemption of some days is not over.</summary>
    private static void StopOnTheDay(LinkedStore store) => Clock(store).Now = Morning(AsOf);

    /// <summary>As the night of that day: it is no day to come.</summary>
    private static async Task<QueueUpdate> DetectAsync(LinkedStore store, DateOnly asOf)
    {
        Clock(store).Now = Clock(store).Now > Morning(asOf) ? Clock(store).Now : Morning(asOf);
        return (await store.Database.Get<QueueUpdateService>().UpdateAsync(new DetectionRequest(asOf, All: false))).Value;
    }

    private static StoppedClock Clock(LinkedStore store) => (StoppedClock)store.Database.Get<TimeProvider>();

    private static DateTimeOffset Morning(DateOnly day) => new(day.ToDateTime(new TimeOnly(8, 0)), TimeSpan.Zero);

    /// <summary>The alert of patient 1.</summary>
    private static async Task<Alert> AlertAsync(LinkedStore store)
    {
        await using var db = store.Database.Open();
        return await db.Set<Alert>().AsNoTracking().Include(a => a.Findings).SingleAsync(a => a.SubjectKind == AlertSubjectKind.Patient && a.SubjectId == 1);
    }

    private static async Task<DateOnly> DueAsync(LinkedStore store)
    {
        await using var db = store.Database.Open();
        return (await db.Set<DuePatient>().SingleAsync(p => p.PatientId == 1)).DueOn;
    }

    private static async Task<List<string>> AuditAsync(LinkedStore store)
    {
        await using var db = store.Database.Open();
        return await db.Set<AuditEvent>().OrderBy(e => e.Sequence).Select(e => e.Action + " " + e.Subject + " " + e.Detail).ToListAsync();
    }
}

using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using PdmpAnalytics.Accounts;
using PdmpAnalytics.Accounts.Delegates;
using PdmpAnalytics.Auditing;
using PdmpAnalytics.Lookup;
using PdmpAnalytics.Lookup.Checking;
using PdmpAnalytics.Lookup.Disclosure;
using PdmpAnalytics.Lookup.Oversight;
using PdmpAnalytics.Storage;
using PdmpAnalytics.TestKit;
using PdmpAnalytics.TestKit.Databases;
using Xunit;

namespace PdmpAnalytics.IntegrationTests.Lookup;

/// <summary>Delegates ask only in the name of a supervisor whose approval holds; the audit shows both; supervisors sign quarters off.</summary>
public class DelegationTests
{
    private const string Password = "four blue kettles boil";

    private static readonly Inquiry Tess = Counter.Pharmacist with { Account = "tess", Role = "delegate", Facility = "", Supervisor = "paul" };

    [Theory, OnSqlite, OnPostgres]
    public async Task OnlyALiveApproval_OpensAnything_AndTheAuditShowsBoth(StorageProvider provider)
    {
        await using var counter = await Counter.OpenAsync(provider, Counter.Fill("1", "2025-05-10"));
        var delegations = await PeopleAsync(counter);
        var reports = counter.Database.Get<PatientReportService>();

        Assert.Equal(RefusalReason.NotAllowed, (await reports.ReportAsync(Counter.Alice, Tess)).Refusal?.Reason);
        var asked = (await delegations.RequestAsync("tess", "paul", "tess")).Value;
        Assert.Equal(RefusalReason.NotAllowed, (await reports.ReportAsync(Counter.Alice, Tess)).Refusal?.Reason);
        Assert.Equal(RefusalReason.WrongState, (await delegations.ConfirmAsync(asked.Id, "ada"))?.Reason);
        Assert.Equal(RefusalReason.NotAllowed, (await delegations.ApproveAsync(asked.Id, "tess"))?.Reason);
        Assert.Null(await delegations.ApproveAsync(asked.Id, "paul"));
        Assert.Equal(RefusalReason.NotAllowed, (await reports.SearchAsync(Counter.Alice, Tess)).Refusal?.Reason);
        Assert.Equal(RefusalReason.NotAllowed, (await delegations.ConfirmAsync(asked.Id, "PAUL"))?.Reason);
        Assert.Null(await delegations.ConfirmAsync(asked.Id, "ada"));

        Assert.NotNull((await reports.ReportAsync(Counter.Alice, Tess)).Value.Report);
        Assert.Equal(RefusalReason.NotAllowed, (await reports.ReportAsync(Counter.Alice, Tess with { Supervisor = "pia" })).Refusal?.Reason);
        Assert.Equal(RefusalReason.NotAllowed, (await reports.ReportAsync(Counter.Alice, Tess with { Supervisor = "" })).Refusal?.Reason);
        Assert.Null(await delegations.EndAsync(asked.Id, "paul", asSupervisor: true));
        Assert.Equal(RefusalReason.NotAllowed, (await CheckAsync(counter)).Refusal?.Reason);

        var row = Assert.Single(await counter.DisclosuresAsync());
        Assert.Equal(("tess", "paul", "delegate"), (row.Account, row.Supervisor, row.Role));
        await using var db = counter.Database.Open();
        var events = await db.Set<AuditEvent>().OrderBy(e => e.Sequence).ToListAsync();
        Assert.EndsWith(";supervisor=paul", Assert.Single(events, e => e.Action == "patient.report").Detail, StringComparison.Ordinal);
        Assert.Equal(6, events.Count(e => e.Action == "delegate.refused" && e.Actor == "tess"));
        Assert.Equal(4, events.Count(e => e.Detail == "delegate=tess;supervisor=paul"));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Approval_RunsOut_AndEndsWithTheSupervisorsAccount(StorageProvider provider)
    {
        var clock = new StoppedClock(new DateTimeOffset(2025, 6, 1, 15, 0, 0, TimeSpan.Zero));
        var database = await TestDatabase.CreateAsync(provider, services => services.AddSingleton<TimeProvider>(clock));
        await using var counter = new Counter(database);
        var delegations = await PeopleAsync(counter);
        await LiveAsync(delegations, "paul");
        await LiveAsync(delegations, "pia");

        Assert.Equal(["paul", "pia"], await delegations.LiveSupervisorsAsync("tess"));
        await database.Get<UserService>().DisableAsync("pia", "ada");
        Assert.Equal(["paul"], await delegations.LiveSupervisorsAsync("tess"));
        clock.Now = clock.Now.AddDays(365).AddTicks(-1);
        Assert.Equal(["paul"], await delegations.LiveSupervisorsAsync("tess"));
        clock.Now = clock.Now.AddTicks(1);
        Assert.Empty(await delegations.LiveSupervisorsAsync("tess"));
        Assert.Equal(DelegationState.Expired, (await delegations.ListAsync("paul")).Single().State);
        Assert.True((await delegations.RequestAsync("tess", "paul", "tess")).Succeeded);
    }

    [Theory, OnSqlite]
    public async Task WhoCannotDelegate_IsRefused(StorageProvider provider)
    {
        await using var counter = await Counter.OpenAsync(provider);
        var delegations = await PeopleAsync(counter);

        Assert.Equal(RefusalReason.NotFound, (await delegations.RequestAsync("tess", "nobody", "tess")).Refusal?.Reason);
        Assert.Equal(RefusalReason.NotAllowed, (await delegations.RequestAsync("tess", "tess", "tess")).Refusal?.Reason);
        Assert.Equal(RefusalReason.NotAllowed, (await delegations.RequestAsync("tess", "tom", "tess")).Refusal?.Reason);
        Assert.Equal(RefusalReason.NotAllowed, (await delegations.RequestAsync("paul", "pia", "paul")).Refusal?.Reason);
        var asked = (await delegations.RequestAsync("TESS", "Paul", "tess")).Value;
        Assert.Equal(("tess", "paul"), (asked.Delegate, asked.Supervisor));
        Assert.Equal(RefusalReason.WrongState, (await delegations.RequestAsync("tess", "paul", "tess")).Refusal?.Reason);
        Assert.Equal(RefusalReason.NotFound, (await delegations.EndAsync(asked.Id, "pia", asSupervisor: true))?.Reason);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Quarter_IsSignedOffOnce_ByTheSupervisor_AndContestedOnesReachAuditors(StorageProvider provider)
    {
        var clock = new StoppedClock(new DateTimeOffset(2025, 6, 1, 15, 0, 0, TimeSpan.Zero));
        var database = await TestDatabase.CreateAsync(provider, services => services.AddSingleton<TimeProvider>(clock));
        await using var counter = new Counter(database);
        await counter.LoadAsync(Counter.Fill("1", "2025-05-10"));
        var id = await LiveAsync(await PeopleAsync(counter), "paul");
        Assert.True((await database.Get<PatientReportService>().ReportAsync(Counter.Alice, Tess)).Succeeded);
        Assert.True((await database.Get<PatientReportService>().ReportAsync(Counter.Alice with { LastName = "NOBODY" }, Tess)).Succeeded);
        var signOffs = database.Get<DelegateSignOffService>();
        var quarter = new DateOnly(2025, 4, 1);

        Assert.Empty(await signOffs.ListAsync("paul"));
        Assert.Equal(RefusalReason.WrongState, (await signOffs.SignAsync(id, quarter, true, "paul"))?.Reason);
        clock.Now = new DateTimeOffset(2025, 7, 2, 9, 0, 0, TimeSpan.Zero);
        var waiting = Assert.Single(await signOffs.ListAsync("paul"));
        Assert.Equal(("2025 Q2", 2, 1, new DateOnly(2025, 7, 31), null), (waiting.Name, waiting.Queries, waiting.Opened, waiting.DueOn, waiting.SignOff));
        Assert.Equal(2, (await signOffs.QueriesAsync(id, quarter, "paul")).Value.Count);
        Assert.Equal(RefusalReason.NotFound, (await signOffs.QueriesAsync(id, quarter, "pia")).Refusal?.Reason);
        Assert.Equal(RefusalReason.NotFound, (await signOffs.SignAsync(id, quarter, true, "pia"))?.Reason);
        Assert.Null(await signOffs.SignAsync(id, quarter, inOrder: false, "paul"));
        Assert.Equal(RefusalReason.WrongState, (await signOffs.SignAsync(id, quarter, true, "paul"))?.Reason);

        Assert.False((await signOffs.ListAsync()).Single().SignOff!.InOrder);
        var finding = Assert.Single(await database.Get<AccessQueueService>().ListAsync()).Finding;
        Assert.Equal((AccessSign.DelegateContested, "tess"), (finding.Sign, finding.Account));
        Assert.Null((await database.Get<AuditLog>().VerifyAsync()).Fault);
    }

    private static Task<Result<CheckAnswer>> CheckAsync(Counter counter) => counter.Database.Get<DispensingCheckService>().CheckAsync(
        Counter.Alice, new ProposedFill { Ndc = "00093083301", Quantity = 60, DaysSupply = 30 }, Tess);

    private static async Task<DelegationService> PeopleAsync(Counter counter)
    {
        var users = counter.Database.Get<UserService>();
        foreach (var (name, role) in ((string, AccountRole)[])
                 [("paul", AccountRole.Pharmacist), ("pia", AccountRole.Prescriber), ("tess", AccountRole.Delegate), ("tom", AccountRole.Delegate), ("ada", AccountRole.Administrator)])
        {
            Assert.True((await users.AddAsync(name, [role], Password, "test")).Succeeded);
        }

        return counter.Database.Get<DelegationService>();
    }

    private static async Task<int> LiveAsync(DelegationService delegations, string supervisor)
    {
        var asked = (await delegations.RequestAsync("tess", supervisor, "tess")).Value;
        Assert.Null(await delegations.ApproveAsync(asked.Id, supervisor));
        Assert.Null(await delegations.ConfirmAsync(asked.Id, "ada"));
        return asked.Id;
    }
}

using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using PdmpAnalytics.Accounts;
using PdmpAnalytics.Auditing;
using PdmpAnalytics.Lookup;
using PdmpAnalytics.Lookup.Disclosure;
using PdmpAnalytics.Lookup.Oversight;
using PdmpAnalytics.Storage;
using PdmpAnalytics.TestKit;
using PdmpAnalytics.TestKit.Databases;
using PdmpAnalytics.TestKit.Ingestion;
using Xunit;

namespace PdmpAnalytics.IntegrationTests.Lookup;

/// <summary>Emergency openings and signs of curiosity reach the auditors' queue, once, and without a patient's name.</summary>
public class AccessOversightTests
{
    private const string Emergency = "Unconscious after a fall, no relatives to ask.";

    [Theory, OnSqlite, OnPostgres]
    public async Task Emergency_OpensTreatmentPrograms_ForThisOnce_AndTellsAuditors(StorageProvider provider)
    {
        var program = Counter.Fill("2", "2025-05-12").With("pharmacy_dea", "FD1357905").With("pharmacy_npi", "").With("pharmacy_type", "05");
        await using var counter = await Counter.OpenAsync(provider, Counter.Fill("1", "2025-05-10"), program);

        var opened = await counter.AskAsync(Counter.Alice, Counter.Pharmacist with { Override = Emergency, Emergency = EmergencyKind.Unresponsive });
        var after = await counter.AskAsync(Counter.Alice);

        Assert.Equal((2, 1), (opened.Report!.Summary.Fills, after.Report!.Summary.Fills));
        var line = Assert.Single(await counter.Database.Get<AccessQueueService>().ListAsync());
        Assert.Equal((AccessSign.BreakGlass, "pat", $"Unresponsive: {Emergency}", $"{opened.Id:D}"), (line.Finding.Sign, line.Finding.Account, line.Reason, line.Finding.Disclosures));
        Assert.Equal([$"Unresponsive: {Emergency}", ""], (await counter.DisclosuresAsync()).Select(d => d.Override));
        await using var db = counter.Database.Open();
        Assert.Single(await db.Set<AuditEvent>().Where(e => e.Detail.EndsWith(";override=yes")).ToListAsync());
    }

    [Theory, OnSqlite]
    public async Task Emergency_IsRefused_ToOthersAndWithoutAReason_AndNothingIsOpened(StorageProvider provider)
    {
        await using var counter = await Counter.OpenAsync(provider, Counter.Fill("1", "2025-05-10"));
        var reports = counter.Database.Get<PatientReportService>();

        foreach (var (inquiry, reason) in ((Inquiry, RefusalReason)[])
                 [
                     (Counter.Pharmacist with { Role = "delegate", Supervisor = "paul", Override = Emergency, Emergency = EmergencyKind.Unresponsive }, RefusalReason.NotAllowed),
                     (Counter.Pharmacist with { Role = "analyst", Override = Emergency, Emergency = EmergencyKind.Unresponsive }, RefusalReason.NotAllowed),
                     (Counter.Pharmacist with { Purpose = QueryPurpose.Audit, Override = Emergency, Emergency = EmergencyKind.Unresponsive }, RefusalReason.NotAllowed),
                     (Counter.Pharmacist with { Override = "urgent", Emergency = EmergencyKind.Other }, RefusalReason.Incomplete),
                     (Counter.Pharmacist with { Override = new string('a', 401), Emergency = EmergencyKind.Other }, RefusalReason.Incomplete),
                     (Counter.Pharmacist with { Override = "aaaaaaaaaaaaaaaaaaaaaaaa", Emergency = EmergencyKind.Other }, RefusalReason.Incomplete),
                     (Counter.Pharmacist with { Override = "The Testpatients' neighbour called", Emergency = EmergencyKind.Other }, RefusalReason.Incomplete),
                     (Counter.Pharmacist with { Override = Emergency }, RefusalReason.Incomplete),
                     (Counter.Pharmacist with { Override = Emergency, Emergency = (EmergencyKind)77 }, RefusalReason.Incomplete),
                     (Counter.Pharmacist with { Purpose = QueryPurpose.Investigation }, RefusalReason.NotAllowed),
                     (Counter.Pharmacist with { Purpose = QueryPurpose.Investigation, CaseNumber = "2025-17" }, RefusalReason.NotAllowed),
                     (Counter.Pharmacist with { Role = Inquiry.ProgramRole, Purpose = QueryPurpose.Audit }, RefusalReason.NotAllowed),
                     (Counter.Pharmacist with { CaseNumber = "2025-17" }, RefusalReason.Incomplete),
                     (Counter.Pharmacist with { Role = "analyst", Purpose = QueryPurpose.Investigation }, RefusalReason.Incomplete),
                     (Counter.Pharmacist with { Role = "analyst", Purpose = QueryPurpose.Investigation, CaseNumber = "the case" }, RefusalReason.Incomplete),
                     (Counter.Pharmacist with { Override = "Ms. Testpatient fainted in the shop.", Emergency = EmergencyKind.Other }, RefusalReason.Incomplete),
                 ])
        {
            Assert.Equal(reason, (await reports.ReportAsync(Counter.Alice, inquiry)).Refusal?.Reason);
        }

        Assert.Empty(await counter.DisclosuresAsync());
        Assert.Empty(await counter.Database.Get<AccessQueueService>().ListAsync());
    }

    [Theory, OnSqlite]
    public async Task Investigation_IsKeptWithItsCase(StorageProvider provider)
    {
        await using var counter = await Counter.OpenAsync(provider, Counter.Fill("1", "2025-05-12"));

        await counter.AskAsync(Counter.Alice, Counter.Pharmacist with { Role = "analyst", Purpose = QueryPurpose.Investigation, CaseNumber = "2025-17/B" });

        var kept = Assert.Single(await counter.DisclosuresAsync());
        Assert.Equal((QueryPurpose.Investigation, "2025-17/B"), (kept.Purpose, kept.CaseNumber));
    }

    [Theory, OnSqlite]
    public async Task Emergency_WhoseReasonNamesThePatientByAnotherRecord_IsOpened_AndTheWordsAreNotKept(StorageProvider provider)
    {
        var maiden = Counter.Fill("2", "2025-05-12").With("patient_last_name", "Maidenborn");
        await using var counter = await Counter.OpenAsync(provider, Counter.Fill("1", "2025-05-10"), maiden);
        await counter.LinkAsync();
        var asked = Counter.Pharmacist with { Override = "The Maidenborns' daughter called an ambulance.", Emergency = EmergencyKind.Overdose };

        var opened = await counter.AskAsync(Counter.Alice, asked);
        var nobody = await counter.AskAsync(Counter.Alice with { LastName = "Nobody" }, asked);

        Assert.NotNull(opened.Report);
        Assert.Null(nobody.Report);
        Assert.All(await counter.DisclosuresAsync(), d => Assert.Equal("Overdose: words withheld, they may name somebody", d.Override));
        Assert.Contains((await counter.Database.Get<AccessQueueService>().ListAsync()), l => l.Finding.Text.Contains("nothing was opened", StringComparison.Ordinal));
    }

    [Theory, OnSqlite]
    public async Task OrdinaryWords_AreNoNames(StorageProvider provider)
    {
        await using var counter = await Counter.OpenAsync(provider, Counter.Fill("1", "2025-05-10").With("patient_last_name", "Pat").With("patient_first_name", "Dan"));

        var opened = await counter.AskAsync(
            Counter.Alice with { LastName = "Pat", FirstName = "Dan" },
            Counter.Pharmacist with { Override = "The patient is in danger, no pulse.", Emergency = EmergencyKind.Unresponsive });

        Assert.NotNull(opened.Report);
        Assert.Equal("Unresponsive: The patient is in danger, no pulse.", Assert.Single(await counter.DisclosuresAsync()).Override);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task ThirdEmergencyInAMonth_IsASignOfItsOwn_Once(StorageProvider provider)
    {
        await using var counter = await Counter.OpenAsync(provider, Counter.Fill("1", "2025-05-10"));
        for (var i = 0; i < 4; i++)
        {
            await counter.AskAsync(Counter.Alice, Counter.Pharmacist with { Override = Emergency, Emergency = EmergencyKind.Unresponsive });
        }

        var lines = await counter.Database.Get<AccessQueueService>().ListAsync();
        Assert.Equal(4, lines.Count(l => l.Finding.Sign == AccessSign.BreakGlass));
        Assert.Equal("Stated an emergency 3 times in 30 days.", Assert.Single(lines, l => l.Finding.Sign == AccessSign.RepeatedEmergency).Finding.Text);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Day_IsJudgedOnce_HoweverOften_AndOnlyWhenItIsOver(StorageProvider provider)
    {
        var (database, clock) = await OpenAsync(provider);
        await using var counter = new Counter(database);
        await counter.LoadAsync(Counter.Fill("1", "2025-05-10"));
        Assert.True((await database.Get<UserService>().AddAsync("pat", [AccountRole.Pharmacist], "four blue kettles boil", "test")).Succeeded);
        Assert.Null(await database.Get<AccountHolderService>().SetAsync("PAT", "Testpatient", "Pat", "ada"));
        Assert.Null(await database.Get<AccessQueueService>().WatchAsync(1, "ada"));
        await counter.AskAsync(Counter.Alice);
        var judging = database.Get<AccessJudgingService>();

        Assert.Equal(0, (await judging.JudgeAsync(Counter.Today)).Raised);
        clock.Now = clock.Now.AddDays(1);
        var first = await judging.JudgeAsync(Counter.Today);
        var again = await judging.JudgeAsync(Counter.Today.AddDays(3));

        Assert.Equal((2, 0), (first.Raised, again.Raised));
        var lines = await database.Get<AccessQueueService>().ListAsync();
        Assert.Equal([AccessSign.SameSurname, AccessSign.WatchedPatient], lines.Select(l => l.Finding.Sign).Order());
        Assert.All(lines, l => Assert.DoesNotContain("testpatient", l.Finding.Text + l.Finding.Key, StringComparison.OrdinalIgnoreCase));
        await using var db = database.Open();
        var events = await db.Set<AuditEvent>().ToListAsync();
        Assert.Equal(2, events.Count(e => e.Action == "access.raised"));
        Assert.DoesNotContain(events, e => e.Detail.Contains("testpatient", StringComparison.OrdinalIgnoreCase));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task LookedUpForDispensing_AndNeverFilled_IsToldOnceTheDaysHavePassed(StorageProvider provider)
    {
        var (database, clock) = await OpenAsync(provider);
        await using var counter = new Counter(database);
        await counter.LoadAsync([.. Enumerable.Range(0, 12).Select(Person)]);
        for (var i = 0; i < 12; i++)
        {
            await counter.AskAsync(Query(i));
        }

        var judging = database.Get<AccessJudgingService>();
        clock.Now = clock.Now.AddDays(1);
        await judging.JudgeAsync(Counter.Today, 1);
        clock.Now = clock.Now.AddDays(14);
        // Four of the twelve come back within the fortnight.
        await counter.LoadAsync([.. Enumerable.Range(0, 4).Select(i => Person(i).Rx($"9{i}").With("date_filled", "2025-06-10").With("date_written", "2025-06-10").With("date_sold", "2025-06-10"))]);
        Assert.Equal(0, (await judging.JudgeAsync(Counter.Today.AddDays(13), 1)).Raised);
        Assert.Equal(1, (await judging.JudgeAsync(Counter.Today.AddDays(14), 1)).Raised);
        Assert.Equal(0, (await judging.JudgeAsync(Counter.Today.AddDays(14))).Raised);

        var finding = Assert.Single(await database.Get<AccessQueueService>().ListAsync()).Finding;
        Assert.Equal((AccessSign.NothingFilled, "pat"), (finding.Sign, finding.Account));
        Assert.StartsWith("Of 12 patients opened for dispensing in 30 days, 8 had nothing filled", finding.Text, StringComparison.Ordinal);

        static CsvRow Person(int i) => Counter.Fill($"1{i}", "2025-05-10").With("patient_last_name", $"PERSON{(char)('A' + i)}").With("patient_id", $"X{i}77")
            .With("patient_birth_date", $"19{50 + i}-02-14");

        static PdmpAnalytics.Lookup.Searching.PatientQuery Query(int i) => Counter.Alice with { LastName = $"PERSON{(char)('A' + i)}", BirthDate = new DateOnly(1950 + i, 2, 14) };
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Finding_IsSettledOnce_WithANote_ByNobodyAboutThemselves(StorageProvider provider)
    {
        await using var counter = await Counter.OpenAsync(provider, Counter.Fill("1", "2025-05-10"));
        await counter.AskAsync(Counter.Alice, Counter.Pharmacist with { Override = Emergency, Emergency = EmergencyKind.Unresponsive });
        var queue = counter.Database.Get<AccessQueueService>();
        var id = (await queue.ListAsync()).Single().Finding.Id;

        Assert.Equal(RefusalReason.NotFound, (await queue.SettleAsync(id + 1, AccessConclusion.Explained, "x", "otto"))?.Reason);
        Assert.Equal(RefusalReason.Incomplete, (await queue.SettleAsync(id, AccessConclusion.Explained, " ", "otto"))?.Reason);
        Assert.Equal(RefusalReason.NotAllowed, (await queue.SettleAsync(id, AccessConclusion.Explained, "Mine", "PAT"))?.Reason);
        Assert.Null(await queue.SettleAsync(id, AccessConclusion.Explained, "Ambulance record seen.", "otto"));
        Assert.Equal(RefusalReason.WrongState, (await queue.SettleAsync(id, AccessConclusion.HandedOn, "Again", "otto"))?.Reason);

        Assert.Empty(await queue.ListAsync());
        var settled = Assert.Single(await queue.ListAsync(settled: true)).Finding;
        Assert.Equal((AccessConclusion.Explained, "otto", "Ambulance record seen."), (settled.Conclusion, settled.SettledBy, settled.Note));
    }

    /// <summary>By whatever name they were found: who opens a patient that bears the opener's own name on some record is told.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task OwnRecords_AreTold_HoweverTheyWereFound_OfOutsidePeopleToo(StorageProvider provider)
    {
        var (database, clock) = await OpenAsync(provider);
        await using var counter = new Counter(database);
        await counter.LoadAsync(Counter.Fill("1", "2025-05-10"), Counter.Fill("2", "2025-05-12").With("patient_last_name", "Maidenborn"));
        await counter.LinkAsync();
        var people = database.Get<OutsidePeopleService>();
        Assert.True(await people.AdmitAsync("outside:maiden", "Maidenborn", "Alice"));
        Assert.True(await people.AdmitAsync("outside:typed", "Testpatient", "ALICE"));
        Assert.True(await people.AdmitAsync("outside:other", "Maidenborn", "Zoe"));
        Assert.True(await people.AdmitAsync("outside:nameless", "", ""));
        foreach (var who in new[] { "maiden", "typed", "other", "nameless" })
        {
            Assert.NotNull((await counter.AskAsync(Counter.Alice, Counter.Pharmacist with { Account = $"outside:{who}" })).Report);
        }

        clock.Now = clock.Now.AddDays(1);
        await database.Get<AccessJudgingService>().JudgeAsync(Counter.Today);

        var lines = await database.Get<AccessQueueService>().ListAsync();
        Assert.Equal(
            [("outside:maiden", AccessSign.OwnName), ("outside:typed", AccessSign.OwnName)],
            lines.Select(l => (l.Finding.Account, l.Finding.Sign)).OrderBy(l => l.Account, StringComparer.Ordinal));
        Assert.All(lines, l => Assert.DoesNotContain("alice", l.Finding.Text, StringComparison.OrdinalIgnoreCase));
    }

    private static async Task<(TestDatabase Database, StoppedClock Clock)> OpenAsync(StorageProvider provider)
    {
        var clock = new StoppedClock(new DateTimeOffset(2025, 6, 1, 15, 0, 0, TimeSpan.Zero));
        return (await TestDatabase.CreateAsync(provider, services => services.AddSingleton<TimeProvider>(clock)), clock);
    }
}

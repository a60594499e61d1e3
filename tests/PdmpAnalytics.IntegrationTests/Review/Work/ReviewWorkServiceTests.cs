using PdmpAnalytics.Auditing;
using PdmpAnalytics.Detection;
using PdmpAnalytics.Review;
using PdmpAnalytics.Review.Work;
using PdmpAnalytics.Storage;
using PdmpAnalytics.TestKit;
using PdmpAnalytics.TestKit.Databases;
using Xunit;

namespace PdmpAnalytics.IntegrationTests.Review.Work;

public class ReviewWorkServiceTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task ClaimedAlert_IsNobodyElses_UntilTheLeaseEnds(StorageProvider provider)
    {
        await using var desk = await ReviewDesk.OpenAsync(provider, null, Severity.High);
        var claimed = (await desk.TakeAsync(1, new ClaimAlert(), "ana")).Value;
        Assert.Equal((AlertState.InReview, "ana", ReviewDesk.Start.AddMinutes(15)), (claimed.State, claimed.ClaimedBy!, claimed.ClaimedUntil!.Value));

        var refusal = (await desk.TakeAsync(1, new ClaimAlert(), "ben")).Refusal;
        Assert.Equal((RefusalReason.Taken, "Alert 1 is with ana until 2026-06-01 08:15 UTC."), (refusal?.Reason, refusal?.Message));
        Assert.Equal(RefusalReason.Taken, (await desk.TakeAsync(1, new ConcludeAlert(Disposition.LowConcern, "x"), "ben", version: 1)).Refusal?.Reason);

        desk.Clock.Now = ReviewDesk.Start.AddMinutes(15);
        Assert.Equal("ben", (await desk.TakeAsync(1, new ClaimAlert(), "ben")).Value.ClaimedBy);
        Assert.Equal(RefusalReason.Taken, (await desk.TakeAsync(1, new ConcludeAlert(Disposition.LowConcern, "x"), "ana")).Refusal?.Reason);
        Assert.Equal(["alert.raised", "alert.claimed", "alert.claimed"], await desk.ActionsAsync(1));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task ClaimingTogether_OneGetsIt_TheOthersAreToldWho(StorageProvider provider)
    {
        const int alerts = 25;
        await using var desk = await ReviewDesk.OpenAsync(provider, null, [.. Enumerable.Repeat(Severity.High, alerts)]);
        for (var id = 1L; id <= alerts; id++)
        {
            var alert = id;
            var results = await Task.WhenAll(new[] { "ana", "ben", "cay", "dov" }.Select(user => Task.Run(() => desk.TakeAsync(alert, new ClaimAlert(), user))));
            var winner = Assert.Single(results, r => r.Succeeded).Value.ClaimedBy!;
            Assert.All(results.Where(r => !r.Succeeded), r => Assert.Contains($"is with {winner} until", r.Refusal!.Message, StringComparison.Ordinal));
        }

        Assert.Equal(alerts, (await desk.AllAsync<AuditEvent>()).Count(e => e.Action == "alert.claimed"));
        Assert.Null((await desk.Database.Get<AuditLog>().VerifyAsync()).Fault);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task HandingOver_IsTheHoldersOrALeads(StorageProvider provider)
    {
        await using var desk = await ReviewDesk.OpenAsync(provider, null, Severity.High);
        await desk.TakeAsync(1, new ClaimAlert(), "ana");

        Assert.Equal(RefusalReason.Taken, (await desk.TakeAsync(1, new AssignAlert("ben"), "ben")).Refusal?.Reason);
        var handed = (await desk.TakeAsync(1, new AssignAlert("ben"), "lea", lead: true)).Value;
        Assert.Equal((AlertState.Assigned, "ben", null), (handed.State, handed.Assignee, handed.ClaimedBy));
        Assert.Equal(AlertState.InReview, (await desk.TakeAsync(1, new ClaimAlert(), "ben")).Value.State);
        Assert.Null((await desk.TakeAsync(1, new ReleaseAlert(), "ben")).Value.ClaimedBy);
        Assert.Equal(RefusalReason.WrongState, (await desk.TakeAsync(1, new ReleaseAlert(), "ben")).Refusal?.Reason);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task DecisionTakenBack_LeavesTheAlertAsItWas_AndNoLabel(StorageProvider provider)
    {
        await using var desk = await ReviewDesk.OpenAsync(provider, null, Severity.High);
        await desk.TakeAsync(1, new AssignAlert("ana"), "lea", lead: true);
        await desk.TakeAsync(1, new ClaimAlert(), "ana");
        var before = (await desk.AlertAsync(1)).Work;
        var closed = (await desk.TakeAsync(1, new ConcludeAlert(Disposition.LetterSent, "sent") { ByRule = new Dictionary<string, Disposition> { ["PS-03"] = Disposition.LowConcern } }, "ana")).Value;
        Assert.Equal(AlertState.Closed, closed.State);

        Assert.Equal(RefusalReason.NotAllowed, (await desk.UndoAsync(1, "ben")).Refusal?.Reason);
        desk.Clock.Now = ReviewDesk.Start.AddSeconds(10);
        Assert.True((await desk.UndoAsync(1, "ana")).Succeeded);

        Assert.Equal(before, (await desk.AlertAsync(1)).Work);
        Assert.DoesNotContain((await desk.Database.Get<RuleStatisticsService>().OfAsync(null, null)).Rules, r => r.Positive + r.Negative > 0);
        Assert.Equal(RefusalReason.WrongState, (await desk.UndoAsync(1, "ana")).Refusal?.Reason);
        Assert.Equal(["alert.closed", "alert.undone"], (await desk.ActionsAsync(1))[^2..]);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task StepTakenLongerAgo_OrOvertaken_Stays(StorageProvider provider)
    {
        await using var desk = await ReviewDesk.OpenAsync(provider, null, Severity.High, Severity.High);
        await desk.TakeAsync(1, new ConcludeAlert(Disposition.LetterSent, "sent"), "ana");
        desk.Clock.Now = ReviewDesk.Start.AddSeconds(11);
        Assert.Equal(RefusalReason.WrongState, (await desk.UndoAsync(1, "ana")).Refusal?.Reason);

        await desk.TakeAsync(2, new ClaimAlert(), "ana");
        await desk.PublishAsync(Findings.Judge(2, Findings.Of(severity: Severity.High, evidence: [1, 2, 3, 9])));
        Assert.Equal(RefusalReason.Stale, (await desk.UndoAsync(2, "ana")).Refusal?.Reason);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task ReopeningTakenBack_BringsTheConclusionBack_WithItsVerdicts(StorageProvider provider)
    {
        await using var desk = await ReviewDesk.OpenAsync(provider, null, Severity.High);
        await desk.TakeAsync(1, new ConcludeAlert(Disposition.LetterSent, "sent") { ByRule = new Dictionary<string, Disposition> { ["PS-03"] = Disposition.LowConcern } }, "ana");
        await desk.TakeAsync(1, new ReopenAlert("a call"), "ana");

        Assert.Equal((AlertState.Closed, Disposition.LetterSent), (await desk.UndoAsync(1, "ana")).Value is var alert ? (alert.State, alert.Disposition!.Value) : default);
        var rule = Assert.Single((await desk.Database.Get<RuleStatisticsService>().OfAsync(null, null)).Rules, r => r.RuleId == "PS-03");
        Assert.Equal((0, 1), (rule.Positive, rule.Negative));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task AlertPutAside_IsBackOnItsDay_OrWithNewEvidence_OrWhenItGetsWorse(StorageProvider provider)
    {
        await using var desk = await ReviewDesk.OpenAsync(provider, null, Severity.Medium, Severity.Medium, Severity.Medium);
        var until = new DateOnly(2026, 6, 11);
        foreach (var (alert, wakes) in new[] { (1L, true), (2L, false), (3L, true) })
        {
            Assert.Equal(until, (await desk.TakeAsync(alert, new SnoozeAlert(until, wakes), "ana")).Value.SnoozedUntil);
        }

        await desk.PublishAsync(
            Findings.Judge(1, Findings.Of(severity: Severity.Medium, evidence: [1, 2, 3, 4, 9])),
            Findings.Judge(2, Findings.Of(severity: Severity.Medium, evidence: [1, 2, 3, 4, 9])),
            Findings.Judge(3, Findings.Of(severity: Severity.Medium, evidence: [1, 2, 3])));
        Assert.Equal("2,3", await FoundAsync(desk, "is:snoozed"));

        await desk.PublishAsync(Findings.Judge(2, Findings.Of(severity: Severity.High, evidence: [1, 2, 3, 4, 9])));
        Assert.Equal("3", await FoundAsync(desk, "is:snoozed"));
        desk.Clock.Now = ReviewDesk.Start.AddDays(10);
        Assert.Empty(await FoundAsync(desk, "is:snoozed"));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task PuttingAside_HasALimit(StorageProvider provider)
    {
        await using var desk = await ReviewDesk.OpenAsync(provider, null, Severity.Medium);
        Assert.Equal(RefusalReason.Incomplete, (await desk.TakeAsync(1, new SnoozeAlert(new DateOnly(2026, 6, 1), true), "ana")).Refusal?.Reason);
        Assert.Equal(RefusalReason.Incomplete, (await desk.TakeAsync(1, new SnoozeAlert(new DateOnly(2026, 8, 31), true), "ana")).Refusal?.Reason);
        Assert.Equal(new DateOnly(2026, 8, 30), (await desk.TakeAsync(1, new SnoozeAlert(null, true), "ana")).Value.SnoozedUntil);
        Assert.True((await desk.TakeAsync(1, new WakeAlert(), "ana")).Succeeded);
        Assert.Equal(AlertState.Monitoring, (await desk.TakeAsync(1, new WatchAlert(null, "new prescriber"), "ana")).Value.State);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task LawEnforcementReferral_IsOffUnlessConfigured(StorageProvider provider)
    {
        await using var desk = await ReviewDesk.OpenAsync(provider, null, Severity.High);
        Assert.Equal(RefusalReason.NotAllowed, (await desk.TakeAsync(1, new PlanAction(PlannedAction.LawEnforcementReferral, "x"), "ana")).Refusal?.Reason);
        Assert.Equal(AlertState.ActionPending, (await desk.TakeAsync(1, new PlanAction(PlannedAction.PrescriberLetter, "x"), "ana")).Value.State);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Notes_AreKept_AndStayOutOfTheAuditLog(StorageProvider provider)
    {
        await using var desk = await ReviewDesk.OpenAsync(provider, null, Severity.High);
        var work = desk.Database.Get<ReviewWorkService>();
        Assert.True((await work.NoteAsync(1, " called DR CANARY ", new Reviewer("ana"))).Succeeded);
        Assert.Equal(RefusalReason.Incomplete, (await work.NoteAsync(1, "  ", new Reviewer("ana"))).Refusal?.Reason);
        Assert.Equal(RefusalReason.NotFound, (await work.NoteAsync(9, "x", new Reviewer("ana"))).Refusal?.Reason);

        Assert.Equal("called DR CANARY", Assert.Single((await desk.Database.Get<ReviewQueue>().ShowAsync(1)).Value.Notes).Text);
        Assert.DoesNotContain(await desk.AllAsync<AuditEvent>(), e => e.Detail.Contains("CANARY", StringComparison.Ordinal));
        Assert.Equal(1, (await desk.AlertAsync(1)).Version);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task ReopenedAlert_IsDueAnew(StorageProvider provider)
    {
        await using var desk = await ReviewDesk.OpenAsync(provider, null, Severity.High);
        Assert.Equal((new DateOnly(2026, 6, 1), new DateOnly(2026, 6, 4)), ((await desk.AlertAsync(1)).OpenedOn!.Value, (await desk.AlertAsync(1)).DueOn!.Value));
        desk.Clock.Now = ReviewDesk.Start.AddDays(4);
        Assert.Equal("1", await FoundAsync(desk, "is:overdue age:>=4"));
        await desk.TakeAsync(1, new ConcludeAlert(Disposition.LetterSent, "sent"), "ana");
        var reopened = (await desk.TakeAsync(1, new ReopenAlert("a call"), "ana")).Value;
        Assert.Equal(new DateOnly(2026, 6, 10), reopened.DueOn);
        Assert.Empty(await FoundAsync(desk, "is:overdue"));
    }

    /// <summary>Ids in ascending order, joined by commas.</summary>
    internal static async Task<string> FoundAsync(ReviewDesk desk, string search, string user = "ana") => string.Join(
        ',', (await desk.Database.Get<ReviewQueue>().IdsAsync(QueueSearch.Parse(search, user, AlertFilter.Queued).Value, 100)).Order());
}

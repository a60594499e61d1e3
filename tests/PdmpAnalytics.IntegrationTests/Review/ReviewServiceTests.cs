using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using PdmpAnalytics.Auditing;
using PdmpAnalytics.Detection;
using PdmpAnalytics.Detection.Scoring;
using PdmpAnalytics.Dispensing;
using PdmpAnalytics.Patients;
using PdmpAnalytics.Review;
using PdmpAnalytics.Storage;
using PdmpAnalytics.TestKit;
using PdmpAnalytics.TestKit.Databases;
using Xunit;

namespace PdmpAnalytics.IntegrationTests.Review;

public class ReviewServiceTests
{
    private static readonly DateTimeOffset Now = new(2026, 6, 1, 8, 0, 0, TimeSpan.Zero);

    [Theory, OnSqlite, OnPostgres]
    public async Task Publishing_RaisesOneAlertASubject_AndAgainChangesNothing(StorageProvider provider)
    {
        await using var database = await CreateAsync(provider);
        PatientJudgement[] batch = [Findings.Judge(1, Findings.Of(), Findings.Of("ER-01", Severity.Low)).Scored(97), Findings.Judge(2)];

        Assert.Equal(new PublicationCounts(Judged: 2, Raised: 1), await PublishAsync(database, batch));
        Assert.True((await PublishAsync(database, batch)).ChangedNothing);

        var alert = await OnlyAlertAsync(database);
        Assert.Equal((AlertState.New, Severity.High, "PS-03;ER-01", 2, 4), (alert.State, alert.Severity, alert.Rules, alert.FindingCount, alert.EvidenceCount));
        Assert.Equal(97, alert.AnomalyPercentile);
        Assert.Equal(3, alert.ScoreParts.Sum(p => p.Contribution));
        var finding = alert.Findings[0];
        Assert.Equal([1, 2, 3, 4], finding.Evidence);
        Assert.Equal(new FindingValue("n", 5), Assert.Single(finding.Values));
        Assert.Equal("a note", Assert.Single(finding.Notes));
        Assert.Equal(["alert.raised"], await ActionsAsync(database));
    }

    /// <summary>Where a feature stands now is kept beside its best day; that time passes is no news to a reviewer.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task PartOfAScore_KeepsItsBestDayAndWhereItStandsNow(StorageProvider provider)
    {
        await using var database = await CreateAsync(provider);
        PatientJudgement Judged(double? now)
        {
            var judgement = Findings.Judge(1, Findings.Of()).Scored(97);
            ScorePart[] parts = [new("practices-183d", 5, 2, "different practices in 183 days") { Now = now }, new("gap-days", 3, 1, "days without supply")];
            return judgement with { Score = judgement.Score! with { Parts = parts } };
        }

        await PublishAsync(database, Judged(now: 1));

        var alert = await OnlyAlertAsync(database);
        Assert.Equal([1, null], alert.ScoreParts.Select(p => p.Now));
        Assert.Equal(["different practices in 183 days (last 90 days: 1)", "days without supply"], alert.ScoreParts.Select(p => p.ExplanationWithNow));
        Assert.True((await PublishAsync(database, Judged(now: 0))).ChangedNothing);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task NewEvidence_RefreshesTheOpenAlert(StorageProvider provider)
    {
        await using var database = await CreateAsync(provider);
        await PublishAsync(database, Findings.Judge(1, Findings.Of(), Findings.Of("ER-01")));

        var counts = await PublishAsync(database, Findings.Judge(1, Findings.Of("OV-01", Severity.Critical, evidence: [7, 8])));

        Assert.Equal(new PublicationCounts(Judged: 1, Refreshed: 1), counts);
        var alert = await OnlyAlertAsync(database);
        Assert.Equal((AlertState.New, Severity.Critical, "OV-01", 2), (alert.State, alert.Severity, alert.Rules, alert.EvidenceCount));
        Assert.Equal([7, 8], Assert.Single(alert.Findings).Evidence);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task EvidenceGone_WithdrawsWithTheReason_AndKeepsTheFindings(StorageProvider provider)
    {
        await using var database = await CreateAsync(provider);
        await PublishAsync(database, Findings.Judge(1, Findings.Of()), Findings.Judge(2, Findings.Of()));

        Assert.Equal(1, (await PublishAsync(database, Findings.Judge(1))).Withdrawn);

        var alert = await AlertOfAsync(database, 1);
        Assert.Equal(AlertState.Withdrawn, alert.State);
        Assert.Contains("no rule holds", alert.StateReason, StringComparison.Ordinal);
        Assert.Single(alert.Findings);
        Assert.Equal(AlertState.New, (await AlertOfAsync(database, 2)).State);
        Assert.Equal(1, (await PublishAsync(database, Findings.Judge(1, Findings.Of()))).Restored);
        Assert.Equal(AlertState.New, (await AlertOfAsync(database, 1)).State);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Closing_KeepsDecisionAndAuditEvent(StorageProvider provider)
    {
        await using var database = await CreateAsync(provider);
        await PublishAsync(database, Findings.Judge(1, Findings.Of()));
        var review = database.Get<ReviewService>();

        Assert.Null(await database.CloseAsync(1, Disposition.LetterSent, " sent ", "ana", expectedVersion: 1));

        var detail = (await database.Get<ReviewQueue>().ShowAsync(1)).Value;
        Assert.Equal((AlertState.Closed, Disposition.LetterSent, Now), (detail.Alert.State, detail.Alert.Disposition!.Value, detail.Alert.ClosedAt!.Value));
        var decision = Assert.Single(detail.Decisions);
        Assert.Equal(("ana", "sent", AlertState.New, AlertState.Closed), (decision.DecidedBy, decision.Reason, decision.From, decision.To));
        Assert.Equal(["alert.raised", "alert.closed"], await ActionsAsync(database));
        Assert.Empty((await database.Get<ReviewQueue>().PageAsync(AlertFilter.Queued)).Alerts);

        Assert.Null(await database.ReopenAsync(1, "second thoughts", "ben"));
        Assert.Equal(AlertState.Reopened, (await AlertOfAsync(database, 1)).State);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task RefusedStep_ChangesNothing(StorageProvider provider)
    {
        await using var database = await CreateAsync(provider);
        await PublishAsync(database, Findings.Judge(1, Findings.Of()));
        var review = database.Get<ReviewService>();

        Assert.Equal(RefusalReason.NotFound, (await database.CloseAsync(99, Disposition.LowConcern, "x", "ana"))?.Reason);
        Assert.Equal(RefusalReason.Incomplete, (await database.CloseAsync(1, Disposition.LowConcern, "  ", "ana"))?.Reason);
        Assert.Equal(RefusalReason.Stale, (await database.CloseAsync(1, Disposition.LowConcern, "x", "ana", expectedVersion: 7))?.Reason);
        Assert.Equal(RefusalReason.WrongState, (await database.ReopenAsync(1, "x", "ana"))?.Reason);
        Assert.Equal((AlertState.New, 1), ((await OnlyAlertAsync(database)).State, (await OnlyAlertAsync(database)).Version));
        Assert.Equal(["alert.raised"], await ActionsAsync(database));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task HarmlessPattern_StaysQuietUntilSomethingMaterialHappens(StorageProvider provider)
    {
        await using var database = await CreateAsync(provider);
        await PublishAsync(database, Findings.Judge(1, Findings.Of(severity: Severity.Medium)));
        await database.CloseAsync(1, Disposition.FalsePositiveMoved, "moved house", "ana");
        var grown = Findings.Judge(1, Findings.Of(severity: Severity.Medium, evidence: [1, 2, 3, 4, 5])) with { AsOf = new DateOnly(2031, 6, 30) };
        var clock = (StoppedClock)database.Get<TimeProvider>();

        clock.Now = Now.AddDays(89);
        Assert.True((await PublishAsync(database, grown)).ChangedNothing);
        clock.Now = Now.AddDays(90);
        Assert.Equal(1, (await PublishAsync(database, grown)).Reopened);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task JudgedPatients_AreNoLongerToBeJudged_AndDueAsToldLast(StorageProvider provider)
    {
        await using var database = await CreateAsync(provider);
        await using var db = database.Open();
        db.AddRange(new PatientToJudge { PatientId = 1 }, new PatientToJudge { PatientId = 9 });
        await db.SaveChangesAsync();
        var review = database.Get<ReviewService>();
        Assert.Equal([1, 9], (await JudgingMarks.ClaimAsync(db, default)).Order());

        await review.PublishAsync([Findings.Judge(1)], [new DuePatient { PatientId = 1, DueOn = Findings.Day.AddDays(1) }]);
        await review.PublishAsync([Findings.Judge(1)], [new DuePatient { PatientId = 1, DueOn = Findings.Day.AddDays(9) }]);

        Assert.Equal([9], await JudgingMarks.ClaimAsync(db, default));
        Assert.Equal(Findings.Day.AddDays(9), (await db.Set<DuePatient>().AsNoTracking().SingleAsync()).DueOn);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task MarkMadeWhileJudging_OutlivesThePublication(StorageProvider provider)
    {
        await using var database = await CreateAsync(provider);
        await using var db = database.Open();
        await JudgingMarks.MarkAsync(db, 1, default);
        await JudgingMarks.ClaimAsync(db, default);
        await JudgingMarks.MarkAsync(db, 1, default);

        await PublishAsync(database, Findings.Judge(1));

        Assert.Equal([1], await JudgingMarks.ClaimAsync(db, default));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task ClaimsOfAKilledRun_AreJudgedByTheNext(StorageProvider provider)
    {
        await using var database = await CreateAsync(provider);
        await using var db = database.Open();
        await JudgingMarks.MarkAsync(db, 1, default);
        await JudgingMarks.MarkAsync(db, 2, default);
        await JudgingMarks.ClaimAsync(db, default);
        await JudgingMarks.MarkAsync(db, 1, default);
        await JudgingMarks.MarkAsync(db, 3, default);

        Assert.Equal([1, 2, 3], (await JudgingMarks.ClaimAsync(db, default)).Order());
        await PublishAsync(database, Findings.Judge(2), Findings.Judge(3));
        Assert.Equal([1], await JudgingMarks.ClaimAsync(db, default));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task JudgingAnEarlierDay_TakesNothingBack_AndThePatientRemainsToBeJudged(StorageProvider provider)
    {
        await using var database = await CreateAsync(provider);
        await using var db = database.Open();
        await PublishAsync(database, Findings.Judge(1, Findings.Of()));
        await JudgingMarks.MarkAsync(db, 1, default);
        await JudgingMarks.ClaimAsync(db, default);

        Assert.True((await PublishAsync(database, Findings.Judge(1) with { AsOf = Findings.Day.AddDays(-1) })).ChangedNothing);

        Assert.Equal((AlertState.New, Findings.Day), ((await OnlyAlertAsync(database)).State, (await OnlyAlertAsync(database)).AsOf));
        Assert.Equal([1], await JudgingMarks.ClaimAsync(db, default));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task ClosingTheSameAlertTogether_OneDoes_TheOtherIsRefused(StorageProvider provider)
    {
        await using var database = await CreateAsync(provider);
        const int alerts = 20;
        await PublishAsync(database, [.. Enumerable.Range(1, alerts).Select(i => Findings.Judge(i, Findings.Of()))]);
        var review = database.Get<ReviewService>();

        for (var alert = 1; alert <= alerts; alert++)
        {
            var id = alert;
            var refusals = await Task.WhenAll(new[] { "ana", "ben", "cay" }.Select(user =>
                Task.Run(() => database.CloseAsync(id, Disposition.LowConcern, "same time", user))));
            Assert.Single(refusals, r => r is null);
            Assert.All(refusals.OfType<Refusal>(), r => Assert.Contains(r.Reason, new[] { RefusalReason.Stale, RefusalReason.WrongState }));
        }

        await using var db = database.Open();
        Assert.Equal(alerts, await db.Set<ReviewDecision>().CountAsync());
        Assert.Equal(alerts, (await ActionsAsync(database)).Count(a => a == "alert.closed"));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task ClosingWhileARunPublishes_KeepsTheConclusion_AndTheRunGoesOn(StorageProvider provider)
    {
        await using var database = await CreateAsync(provider);
        const int alerts = 400, concluded = 2;
        PatientJudgement[] Batch(long lastFill) =>
            [.. Enumerable.Range(1, alerts).Select(i => Findings.Judge(i, Findings.Of(evidence: [1, 2, 3, lastFill])))];
        await PublishAsync(database, Batch(4));

        // Neither side waits for the other; runs go on until the person is done, who looks again after each refusal.
        using var done = new CancellationTokenSource();
        var publishing = Task.Run(async () =>
        {
            var lastFill = 4;
            while (!done.IsCancellationRequested)
            {
                await PublishAsync(database, Batch(++lastFill));
            }

            return lastFill;
        });
        var refused = new List<RefusalReason>();
        for (var id = 1L; id <= concluded && !publishing.IsFaulted;)
        {
            if (await database.CloseAsync(id, Disposition.LowConcern, "meanwhile", "ana") is { } refusal)
            {
                refused.Add(refusal.Reason);
            }
            else
            {
                id++;
            }
        }

        await done.CancelAsync();
        Assert.True(await publishing > 4);
        Assert.All(refused, reason => Assert.Equal(RefusalReason.Stale, reason));
        await using var db = database.Open();
        var states = await db.Set<Alert>().AsNoTracking().ToDictionaryAsync(a => a.Id);
        Assert.All(
            Enumerable.Range(1, concluded),
            id => Assert.Equal((AlertState.Closed, Disposition.LowConcern), (states[id].State, states[id].Disposition)));
        // Findings are those that the person saw: each closed alert still says what its last decision was made on.
        var decisions = await db.Set<ReviewDecision>().AsNoTracking().ToListAsync();
        Assert.All(decisions, d => Assert.Equal(d.AlertVersion, states[d.AlertId].Version));
        Assert.Null((await database.Get<AuditLog>().VerifyAsync()).Fault);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task TwoRunsAtOnce_RaiseEachAlertOnce(StorageProvider provider)
    {
        await using var database = await CreateAsync(provider);
        PatientJudgement[] Batch(int from) => [.. Enumerable.Range(from, 300).Select(i => Findings.Judge(i, Findings.Of()))];

        await Task.WhenAll(Task.Run(() => PublishAsync(database, Batch(1))), Task.Run(() => PublishAsync(database, Batch(200))));

        await using var db = database.Open();
        Assert.Equal(499, await db.Set<Alert>().CountAsync());
        Assert.Equal(499, (await ActionsAsync(database)).Count(a => a == "alert.raised"));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Reopening_NeedsAReason_AndHasThePatientJudgedAgain(StorageProvider provider)
    {
        await using var database = await CreateAsync(provider);
        await PublishAsync(database, Findings.Judge(7, Findings.Of()));
        var review = database.Get<ReviewService>();
        await database.CloseAsync(1, Disposition.LowConcern, "fine", "ana");

        Assert.Equal(RefusalReason.Incomplete, (await database.ReopenAsync(1, " ", "ana"))?.Reason);
        Assert.Null(await database.ReopenAsync(1, "a call", "ana"));

        await using var db = database.Open();
        Assert.Equal([7], await JudgingMarks.ClaimAsync(db, default));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Queue_ShowsTheHighestPriorityFirst_AndHoldsBackWhatIsOnlyRecorded(StorageProvider provider)
    {
        await using var database = await CreateAsync(provider);
        await PublishAsync(
            database,
            Findings.Judge(1, Findings.Of(severity: Severity.Low)),
            Findings.Judge(2, Findings.Of(severity: Severity.Critical)),
            Findings.Judge(3, Findings.Of(severity: Severity.Info)).Scored(95),
            Findings.Judge(4, Findings.Of(severity: Severity.Info, exemptBy: FillContext.Hospice)),
            Findings.Judge(5, Findings.Of("OV-01", Severity.High)));
        var queue = database.Get<ReviewQueue>();

        var page = await queue.PageAsync(AlertFilter.Queued with { Top = 2 });
        Assert.Equal((3, "2,5"), (page.Total, string.Join(',', page.Alerts.Select(a => a.SubjectId))));
        Assert.Equal(5, (await queue.PageAsync(new AlertFilter { IncludeRecorded = true })).Total);
        Assert.Equal(5, (await queue.PageAsync(new AlertFilter { RuleId = "OV-01" })).Alerts.Single().SubjectId);
        Assert.Equal(QueueHold.ExemptContext, (await AlertOfAsync(database, 4)).Hold);
    }

    private static Task<TestDatabase> CreateAsync(StorageProvider provider) =>
        TestDatabase.CreateAsync(provider, services => services.AddSingleton<TimeProvider>(new StoppedClock(Now)));

    private static Task<PublicationCounts> PublishAsync(TestDatabase database, params PatientJudgement[] batch) =>
        database.Get<ReviewService>().PublishAsync(batch, []);

    private static async Task<Alert> OnlyAlertAsync(TestDatabase database)
    {
        await using var db = database.Open();
        return await db.Set<Alert>().Include(a => a.Findings.OrderBy(f => f.Position)).SingleAsync();
    }

    private static async Task<Alert> AlertOfAsync(TestDatabase database, long patientId)
    {
        await using var db = database.Open();
        return await db.Set<Alert>().Include(a => a.Findings).SingleAsync(a => a.SubjectId == patientId);
    }

    private static async Task<List<string>> ActionsAsync(TestDatabase database)
    {
        Assert.Null((await database.Get<AuditLog>().VerifyAsync()).Fault);
        await using var db = database.Open();
        return await db.Set<AuditEvent>().OrderBy(e => e.Sequence).Select(e => e.Action).ToListAsync();
    }
}

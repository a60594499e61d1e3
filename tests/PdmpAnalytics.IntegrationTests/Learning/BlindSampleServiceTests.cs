using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using PdmpAnalytics.Detection;
using PdmpAnalytics.Detection.Scoring.Learning;
using PdmpAnalytics.IntegrationTests.Nightly;
using PdmpAnalytics.Learning;
using PdmpAnalytics.Review;
using PdmpAnalytics.Storage;
using PdmpAnalytics.TestKit;
using PdmpAnalytics.TestKit.Databases;
using Xunit;

namespace PdmpAnalytics.IntegrationTests.Learning;

/// <summary>Patients below the line, from the night that draws them to the recall of the queue.</summary>
public class BlindSampleServiceTests
{
    private const double Share = 0.4;
    private static readonly BlindSample Sample = new(Share, 3);

    [Theory, OnSqlite, OnPostgres]
    public async Task Night_QueuesWhomChanceDrew_OnceAndOnlyBelowTheLine(StorageProvider provider)
    {
        await using var store = new NightStore(await TestDatabase.CreateAsync(provider, services => services.AddSingleton(Sample)));
        NightInbox.Of(60, store.Database.Folder).Fill(store.Inbox, second: false);

        await store.RunAsync(NightInbox.FirstNight);

        var drawn = await DrawnAsync(store.Database);
        Assert.NotEmpty(drawn);
        Assert.All(drawn, a => Assert.True(Sample.Draws(a.SubjectId)));
        Assert.All(drawn, a => Assert.Equal((QueueHold.None, AlertState.New, Severity.Low, Share), (a.Hold, a.State, a.Severity, a.SampleShare)));
        Assert.All(drawn, a => Assert.NotNull(a.DueOn));
        Assert.All(drawn, a => Assert.NotNull(RiskInputs.Read(a.RiskInputs)));
        var report = (await store.PageAsync(NightInbox.FirstNight)).Report!;
        Assert.Equal(drawn.Count, report.Recall?.Drawn);
        await using var db = store.Database.Open();
        Assert.True(await db.Set<Alert>().AnyAsync(a => a.SampleShare == null && a.Hold == QueueHold.None), "Others are queued by rules.");

        await store.Database.Get<QueueUpdateService>().UpdateAsync(new DetectionRequest(NightInbox.FirstNight, All: true));

        Assert.Equal(drawn.Select(a => (a.SubjectId, a.Version)), (await DrawnAsync(store.Database)).Select(a => (a.SubjectId, a.Version)));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Conclusions_GiveTheRecall_AndTeachNothing(StorageProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider, services => services.AddSingleton(Sample));
        await database.Get<ReviewService>().PublishAsync(
            [.. Enumerable.Range(1, 20).Select(p => Seen(p <= 10 ? Findings.Judge(p, Findings.Of(severity: Severity.Medium)).Scored(30) : Drawn(p)))], []);
        Assert.Equal((10, 0, null), await EstimateAsync(database));

        await using var db = database.Open();
        foreach (var alert in await db.Set<Alert>().AsNoTracking().Where(a => a.SubjectId != 20).ToListAsync())
        {
            var confirmed = alert.SubjectId is <= 5 or 11;
            Assert.Null(await database.CloseAsync(alert.Id, confirmed ? Disposition.LetterSent : Disposition.LowConcern, "seen", "ana"));
        }

        // 1 of 9 concluded, 10 drawn at 0.4: 25 patients below the line, of whom 25/9 are missed beside the 5 found.
        var (drawn, concluded, recall) = await EstimateAsync(database);
        Assert.Equal((10, 9), (drawn, concluded));
        Assert.Equal(5 / (5 + 25.0 / 9), recall!.Value, 1e-9);

        // Mistakes about people below the line would outvote what reviewers know of the queue: those nine teach nothing.
        Assert.Contains("There are 10 conclusions to learn from, 5 of them confirmed", (await database.Get<ModelService>().TrainAsync("logistic", 1, "ana")).Refusal?.Message, StringComparison.Ordinal);
    }

    /// <summary>Who was reviewed once is not drawn again, until a rule has something to say.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task Reviewed_ComesBackOnlyByARule(StorageProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider, services => services.AddSingleton(Sample));
        var review = database.Get<ReviewService>();
        await review.PublishAsync([Drawn(1, Findings.Of(severity: Severity.Info))], []);
        await using var db = database.Open();
        var alert = await db.Set<Alert>().AsNoTracking().SingleAsync();
        Assert.Null(await database.CloseAsync(alert.Id, Disposition.Monitor90Days, "seen", "ana"));

        Assert.True((await review.PublishAsync([Drawn(1, Findings.Of(severity: Severity.Info, evidence: [1, 2, 3, 4, 5, 6, 7, 8, 9]))], [])).ChangedNothing);
        Assert.Equal(1, (await review.PublishAsync([Drawn(1, Findings.Of(severity: Severity.High, evidence: [10]))], [])).Reopened);
        Assert.Null((await db.Set<Alert>().AsNoTracking().SingleAsync()).SampleShare);
    }

    /// <summary>Another seed is another panel: who was concluded in the one before is reviewed once more when it draws him too.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task AnotherSeed_IsAnotherPanel(StorageProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider, services => services.AddSingleton(Sample));
        var review = database.Get<ReviewService>();
        await review.PublishAsync([Drawn(1), Drawn(2)], []);
        await using var db = database.Open();
        foreach (var alert in await db.Set<Alert>().AsNoTracking().ToListAsync())
        {
            Assert.Null(await database.CloseAsync(alert.Id, Disposition.LowConcern, "seen", "ana"));
        }

        Assert.Equal(1, (await review.PublishAsync([Drawn(1) with { DrawnBy = new BlindSample(Share, 4) }, Drawn(2)], [])).Reopened);

        Assert.Equal([14, 23], await db.Set<Alert>().OrderBy(a => a.SubjectId).Select(a => a.SubjectId * 10 + a.SampleSeed!.Value).ToListAsync());
        var estimate = await database.Get<BlindSampleService>().EstimateAsync();
        Assert.Equal((3, 2, 2 / Share), (estimate.Drawn, estimate.Concluded, estimate.Below));
    }

    private static PatientJudgement Drawn(long patient, params RuleFinding[] findings) =>
        Findings.Judge(patient, findings).Scored(30) with { DrawnBy = Sample };

    /// <summary>With what a model learns from.</summary>
    private static PatientJudgement Seen(PatientJudgement judgement) => judgement with { Score = judgement.Score! with { Inputs = new float[RiskInputs.All.Count] } };

    private static async Task<(int Drawn, int Concluded, double? Recall)> EstimateAsync(TestDatabase database)
    {
        var estimate = await database.Get<BlindSampleService>().EstimateAsync();
        return (estimate.Drawn, estimate.Concluded, estimate.Recall);
    }

    private static async Task<List<Alert>> DrawnAsync(TestDatabase database)
    {
        await using var db = database.Open();
        return await db.Set<Alert>().AsNoTracking().Where(a => a.SampleShare != null).OrderBy(a => a.SubjectId).ToListAsync();
    }
}

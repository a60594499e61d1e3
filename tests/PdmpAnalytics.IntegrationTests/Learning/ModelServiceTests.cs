using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using PdmpAnalytics.Auditing;
using PdmpAnalytics.Detection;
using PdmpAnalytics.Detection.Scoring;
using PdmpAnalytics.Detection.Scoring.Learning;
using PdmpAnalytics.Learning;
using PdmpAnalytics.Review;
using PdmpAnalytics.Storage;
using PdmpAnalytics.TestKit;
using PdmpAnalytics.TestKit.Databases;
using Xunit;

namespace PdmpAnalytics.IntegrationTests.Learning;

/// <summary>From conclusions to a model that orders the queue, each step by a person.</summary>
public class ModelServiceTests
{
    private const int Patients = 40;
    private static readonly LearningOptions Few = new() { FewestCases = Patients, FewestConfirmed = 10 };

    [Theory, OnSqlite, OnPostgres]
    public async Task TooFewConclusions_AreNoModel_AndSaySo(StorageProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider, services => services.AddSingleton(Few));
        await ReviewAsync(database, Patients - 1);

        var refused = await database.Get<ModelService>().TrainAsync("logistic", 1, "ana");

        Assert.Equal(RefusalReason.WrongState, refused.Refusal?.Reason);
        Assert.Contains("39 conclusions", refused.Refusal!.Message, StringComparison.Ordinal);
        Assert.Empty(await database.Get<ModelService>().ListAsync());
        Assert.Equal(RiskModels.None, await database.Get<RiskModelsService>().CurrentAsync());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task TrainedModel_OrdersNothing_UntilSomebodyPromotesIt(StorageProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider, services => services.AddSingleton(Few));
        await ReviewAsync(database, Patients);
        var models = database.Get<ModelService>();

        var first = (await models.TrainAsync("logistic", 1, "ana")).Value;
        Assert.Equal((ScoringModelState.Candidate, Patients, Patients / 2), (first.State, first.Metrics.Cases, first.Metrics.Confirmed));
        Assert.Null((await database.Get<RiskModelsService>().CurrentAsync()).Champion);

        Assert.Null(await models.PromoteAsync(first.Id, "ben", "agreed"));
        var second = (await models.TrainAsync("logistic", 2, "ana")).Value;
        var current = await database.Get<RiskModelsService>().CurrentAsync();
        Assert.Equal((first.Id, second.Id), (current.Champion?.Id, current.Challenger?.Id));

        Assert.Null(await models.PromoteAsync(second.Id, "ben", "better"));
        Assert.Equal(RefusalReason.WrongState, (await models.PromoteAsync(first.Id, "ben", "back"))?.Reason);
        Assert.Null(await models.RetireAsync(second.Id, "ben", "no longer"));
        Assert.All(await models.ListAsync(), m => Assert.Equal(ScoringModelState.Retired, m.State));
        await using var db = database.Open();
        Assert.Equal(
            ["model.trained", "model.promoted", "model.trained", "model.promoted", "model.retired"],
            await db.Set<AuditEvent>().Where(e => e.Subject.StartsWith("model:")).OrderBy(e => e.Sequence).Select(e => e.Action).ToListAsync());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Promotion_HasEveryoneJudgedAnew(StorageProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider, services => services.AddSingleton(Few));
        await ReviewAsync(database, Patients);
        await using var db = database.Open();
        db.Add(new PdmpAnalytics.Patients.Patient { Id = 7 });
        await db.SaveChangesAsync();
        await db.Database.ExecuteSqlAsync($"DELETE FROM patients_to_judge");
        var model = (await database.Get<ModelService>().TrainAsync("logistic", 1, "ana")).Value;
        Assert.Equal(0, await db.Set<PdmpAnalytics.Patients.PatientToJudge>().CountAsync());

        await database.Get<ModelService>().PromoteAsync(model.Id, "ben", "agreed");

        Assert.Equal(7, (await db.Set<PdmpAnalytics.Patients.PatientToJudge>().SingleAsync()).PatientId);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task ModelOfOtherFeatures_IsNotUsed_AndSaysSo(StorageProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider, services => services.AddSingleton(Few));
        await ReviewAsync(database, Patients);
        var model = (await database.Get<ModelService>().TrainAsync("logistic", 1, "ana")).Value;
        await database.Get<ModelService>().PromoteAsync(model.Id, "ben", "agreed");
        await using var db = database.Open();
        await db.Set<ScoringModel>().ExecuteUpdateAsync(set => set.SetProperty(m => m.InputsVersion, "0-other"));

        var current = await database.Get<RiskModelsService>().CurrentAsync();

        Assert.Null(current.Estimate(new float[RiskInputs.All.Count]));
        Assert.Contains("other features (version 0-other", Assert.Single(current.Complaints), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"Baseline":0,"PointsPerLogOdds":1,"Weights":{}}""")]
    [InlineData("""{"Baseline":0,"PointsPerLogOdds":0,"Weights":{"rule-PS-03":1}}""")]
    [InlineData("""{"Baseline":0,"PointsPerLogOdds":1,"Weights":{"no-such-input":1}}""")]
    [InlineData("""{"Baseline":0,"PointsPerLogOdds":1,"Weights":{"rule-PS-03":-1}}""")]
    public async Task DamagedModel_IsNotUsed_AndSaysSo(string parameters)
    {
        await using var database = await TestDatabase.CreateAsync(StorageProvider.Sqlite, services => services.AddSingleton(Few));
        await ReviewAsync(database, Patients);
        var model = (await database.Get<ModelService>().TrainAsync("logistic", 1, "ana")).Value;
        await database.Get<ModelService>().PromoteAsync(model.Id, "ben", "agreed");
        await using var db = database.Open();
        await db.Set<ScoringModel>().ExecuteUpdateAsync(set => set.SetProperty(m => m.Parameters, parameters));

        var current = await database.Get<RiskModelsService>().CurrentAsync();

        Assert.Null(current.Estimate(new float[RiskInputs.All.Count]));
        Assert.Contains("damaged", Assert.Single(current.Complaints), StringComparison.Ordinal);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task ConclusionsTakenBack_AndThoseAboutData_TeachNothing(StorageProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider, services => services.AddSingleton(Few));
        await ReviewAsync(database, Patients);
        await using var db = database.Open();
        var alerts = await db.Set<Alert>().AsNoTracking().OrderBy(a => a.Id).ToListAsync();
        Assert.Null(await database.ReopenAsync(alerts[0].Id, "looked again", "ana"));
        Assert.Null(await database.CloseAsync(alerts[0].Id, Disposition.FalsePositiveDataError, "wrong days", "ana"));
        Assert.Null(await database.ReopenAsync(alerts[1].Id, "looked again", "ana"));

        var refused = await database.Get<ModelService>().TrainAsync("logistic", 1, "ana");

        Assert.Contains($"{Patients - 2} conclusions", refused.Refusal?.Message, StringComparison.Ordinal);
    }

    /// <summary>What a champion says stands in the alert, with its parts, beside what the challenger would say, and orders the queue.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task Estimate_StandsInTheAlert_AndOrdersIt(StorageProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider, services => services.AddSingleton(Few));
        await ReviewAsync(database, Patients);
        var model = (await database.Get<ModelService>().TrainAsync("logistic", 1, "ana")).Value;
        await database.Get<ModelService>().PromoteAsync(model.Id, "ben", "agreed");
        var challenger = (await database.Get<ModelService>().TrainAsync("logistic", 2, "ana")).Value;
        var models = await database.Get<RiskModelsService>().CurrentAsync();

        PatientJudgement[] judged = [Judge(1000, 2, models), Judge(1001, 0, models)];
        await database.Get<ReviewService>().PublishAsync(judged, []);

        await using var db = database.Open();
        var (high, low) = (await AlertAsync(db, 1000), await AlertAsync(db, 1001));
        Assert.True(high.Priority > low.Priority && high.RiskProbability > low.RiskProbability);
        Assert.Equal((model.Id, challenger.Id), (high.RiskModelId, high.ChallengerId));
        Assert.NotNull(high.ChallengerProbability);
        Assert.Equal(high.RiskProbability!.Value, 1 / (1 + Math.Exp(-high.RiskParts.Sum(p => p.Contribution))), 1e-9);
        Assert.True((await database.Get<ReviewService>().PublishAsync(judged, [])).ChangedNothing);
    }

    /// <summary>
    /// The first model of all can be looked at beside the plain queue before anybody promotes it, and what it would say is written into waiting
    /// alerts without a word to who works on them.
    /// </summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task FirstCandidate_StandsBesideThePriority_Quietly(StorageProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider, services => services.AddSingleton(Few));
        await ReviewAsync(database, Patients);
        var review = database.Get<ReviewService>();
        await review.PublishAsync([Judge(1000, 2, RiskModels.None), Judge(1001, 0, RiskModels.None)], []);
        await using var db = database.Open();
        var before = await AlertAsync(db, 1000);
        Assert.Null(await database.Get<ChallengerService>().CompareAsync());
        var candidate = (await database.Get<ModelService>().TrainAsync("logistic", 1, "ana")).Value;
        var models = await database.Get<RiskModelsService>().CurrentAsync();

        var again = await review.PublishAsync([Judge(1000, 2, models), Judge(1001, 0, models)], []);

        var after = await AlertAsync(db, 1000);
        Assert.True(again.ChangedNothing);
        Assert.Equal((before.Version, before.Priority, (int?)null, (int?)candidate.Id), (after.Version, after.Priority, after.RiskModelId, after.ChallengerId));
        Assert.InRange(after.ChallengerProbability!.Value, 0.5, 1);
        var compared = await database.Get<ChallengerService>().CompareAsync();
        Assert.Equal((null, candidate.Id, 2), (compared!.Champion, compared.Challenger, compared.Alerts));
    }

    /// <summary>A release with another list of inputs: 200 conclusions are a season of work.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task ConclusionsOfAnotherListOfInputs_StillTeach_AndAreCounted(StorageProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider, services => services.AddSingleton(Few));
        await ReviewAsync(database, Patients);
        await using var db = database.Open();
        await db.Set<ReviewDecision>().ExecuteUpdateAsync(set => set.SetProperty(
            d => d.RiskInputs, d => d.RiskInputs!.Replace(RiskInputs.Version, "1-0ld") + ";gone-rule=3"));

        var model = (await database.Get<ModelService>().TrainAsync("logistic", 1, "ana")).Value;

        Assert.Equal((Patients, Patients, 0), (model.Metrics.Cases, model.Metrics.OfAnotherList, model.Metrics.Unscored));
        Assert.True(model.Metrics.AveragePrecision > 0.9, "What both lists know is still learned from.");
        var one = await db.Set<ReviewDecision>().AsNoTracking().Select(d => d.AlertId).FirstAsync();
        await db.Set<ReviewDecision>().Where(d => d.AlertId == one).ExecuteUpdateAsync(set => set.SetProperty(d => d.RiskInputs, (string?)null));
        var refused = await database.Get<ModelService>().TrainAsync("logistic", 1, "ana");
        Assert.Contains("1 more were drawn without a score", refused.Refusal?.Message, StringComparison.Ordinal);
        Assert.Contains($"{Patients - 1} were drawn under another list", refused.Refusal?.Message, StringComparison.Ordinal);
    }

    private static Task<Alert> AlertAsync(PdmpDbContext db, long patient) => db.Set<Alert>().AsNoTracking().SingleAsync(a => a.SubjectId == patient);

    /// <summary>Patients whose surprise in the first feature is high are confirmed, the others harmless.</summary>
    private static async Task ReviewAsync(TestDatabase database, int patients)
    {
        await database.Get<ReviewService>().PublishAsync([.. Enumerable.Range(1, patients).Select(p => Judge(p, p % 2 * 2, RiskModels.None))], []);
        await using var db = database.Open();
        foreach (var alert in await db.Set<Alert>().AsNoTracking().ToListAsync())
        {
            var disposition = alert.SubjectId % 2 == 1 ? Disposition.LetterSent : Disposition.LowConcern;
            Assert.Null(await database.CloseAsync(alert.Id, disposition, "seen", "ana"));
        }
    }

    private static PatientJudgement Judge(long patient, double surprise, RiskModels models)
    {
        var findings = new[] { Findings.Of(severity: Severity.Medium) };
        var surprises = new double[PatientFeatures.Definitions.Count];
        surprises[0] = surprise;
        var inputs = RiskInputs.Of(surprises, findings);
        return Findings.Judge(patient, findings) with
        {
            Score = new RiskScore { Anomaly = 3, Percentile = 95, Parts = [], Inputs = inputs, Risk = models.Estimate(inputs), Challenger = models.Challenge(inputs) },
        };
    }
}

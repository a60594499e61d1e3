using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using PdmpAnalytics.Auditing;
using PdmpAnalytics.Detection.Scoring.Learning;
using PdmpAnalytics.Review;
using PdmpAnalytics.Storage;

namespace PdmpAnalytics.Learning;

/// <summary>A stored model beside the conclusions drawn after those it learned from, about other patients.</summary>
/// <param name="Since">Null while nobody concluded anything since, or it does not fit.</param>
public sealed record ModelEvaluation(ScoringModel Model, CaseQuality? Since, string? Misfit);

/// <summary>
/// What people do with scoring models. Nothing here happens by itself: a model is trained, promoted and retired by somebody,
/// each step saved with its audit event.
/// </summary>
public sealed class ModelService(
    IDbContextFactory<PdmpDbContext> contexts, RiskModelsService models, IEnumerable<IRiskEngine> engines, AuditLog audit,
    LearningOptions options, TimeProvider clock)
{
    /// <summary>Learns from every conclusion that stands and keeps the model as a candidate.</summary>
    /// <returns>Refused while there are too few conclusions, or for an engine this build lacks.</returns>
    public async Task<Result<ScoringModel>> TrainAsync(string engineName, int seed, string user, CancellationToken cancellation = default)
    {
        if (engines.FirstOrDefault(e => e.Name == engineName) is not { } engine)
        {
            return new Refusal(RefusalReason.NotFound, $"This build has no engine {engineName}; it has {string.Join(", ", engines.Select(e => e.Name))}.");
        }

        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var conclusions = await ReadAsync(db, cancellation);
        var cases = conclusions.Cases;
        if (options.Refuse(cases.Count, cases.Count(c => c.Confirmed)) is { } tooFew)
        {
            return tooFew with { Message = tooFew.Message + conclusions.Remarks() };
        }

        var started = Stopwatch.GetTimestamp();
        var (model, metrics) = ModelTraining.Train(engine, cases, seed);
        metrics = metrics with { OfAnotherList = conclusions.OfAnotherList, Unscored = conclusions.Unscored };
        var trained = new TrainedModel(engine.Name, engine.Write(model), seed, Stopwatch.GetElapsedTime(started).TotalSeconds, metrics, cases);
        var stored = ScoringModel.Of(trained, user, clock.GetUtcNow());
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        db.Add(stored);
        await db.SaveChangesAsync(cancellation);
        await audit.AppendAsync(db, [new AuditEntry(user, "model.trained", Subject(stored), $"{stored.Engine}, {cases.Count} conclusions")], cancellation);
        await transaction.CommitAsync(cancellation);
        return stored;
    }

    /// <summary>Every model, oldest first.</summary>
    public async Task<IReadOnlyList<ScoringModel>> ListAsync(CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.Set<ScoringModel>().AsNoTracking().OrderBy(m => m.Id).ToListAsync(cancellation);
    }

    /// <summary>Champion and candidates, each on the conclusions drawn after those it learned from, about other patients.</summary>
    public async Task<IReadOnlyList<ModelEvaluation>> EvaluateAsync(CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var conclusions = await ReadAsync(db, cancellation);
        return [.. (await ListAsync(cancellation)).Where(m => m.State != ScoringModelState.Retired).Select(model => Evaluate(model, conclusions))];
    }

    /// <summary>Lets a candidate order the queue; the champion before it is retired, and the next run judges everyone.</summary>
    /// <returns>Null when done; otherwise why not, and nothing changed.</returns>
    public Task<Refusal?> PromoteAsync(int id, string user, string reason, CancellationToken cancellation = default) =>
        ChangeAsync(id, "model.promoted", (all, model, at) => Promote(all, model, at, user, reason), user, cancellation);

    /// <summary>Takes a model out of use for good. Without a champion the score without labels orders the queue again.</summary>
    /// <inheritdoc cref="PromoteAsync"/>
    public Task<Refusal?> RetireAsync(int id, string user, string reason, CancellationToken cancellation = default) =>
        ChangeAsync(
            id,
            "model.retired",
            (_, model, at) =>
            {
                if (model.State == ScoringModelState.Retired)
                {
                    return new Refusal(RefusalReason.WrongState, $"Model {id} is retired already.");
                }

                model.Become(ScoringModelState.Retired, user, reason, at);
                return null;
            },
            user,
            cancellation);

    private Refusal? Promote(List<ScoringModel> all, ScoringModel model, DateTimeOffset at, string user, string reason)
    {
        if (model.State != ScoringModelState.Candidate)
        {
            return new Refusal(RefusalReason.WrongState, $"Model {model.Id} is {model.State.ToString().ToLowerInvariant()}; only a candidate can be promoted.");
        }

        var complaints = new List<string>();
        if (models.Read(model, complaints) is null)
        {
            return new Refusal(RefusalReason.WrongState, complaints[0]);
        }

        foreach (var champion in all.Where(m => m.State == ScoringModelState.Champion))
        {
            champion.Become(ScoringModelState.Retired, user, $"Model {model.Id} took its place.", at);
        }

        model.Become(ScoringModelState.Champion, user, reason, at);
        return null;
    }

    private async Task<Refusal?> ChangeAsync(
        int id, string action, Func<List<ScoringModel>, ScoringModel, DateTimeOffset, Refusal?> change, string user,
        CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        // One decision at a time: two models promoted at once must not both be champions.
        await db.Set<ScoringModel>().ExecuteUpdateAsync(set => set.SetProperty(m => m.Version, m => m.Version), cancellation);
        var all = await db.Set<ScoringModel>().ToListAsync(cancellation);
        if (all.Find(m => m.Id == id) is not { } model)
        {
            return new Refusal(RefusalReason.NotFound, $"There is no model {id}; pdmp model list shows all.");
        }

        var champion = all.Find(m => m.State == ScoringModelState.Champion);
        if (change(all, model, clock.GetUtcNow()) is { } refusal)
        {
            return refusal;
        }

        await db.SaveChangesAsync(cancellation);
        if (all.Find(m => m.State == ScoringModelState.Champion) != champion)
        {
            await JudgingMarks.MarkEveryoneAsync(db, cancellation);
        }

        await audit.AppendAsync(db, [new AuditEntry(user, action, Subject(model), model.Engine)], cancellation);
        await transaction.CommitAsync(cancellation);
        return null;
    }

    private ModelEvaluation Evaluate(ScoringModel stored, Conclusions conclusions)
    {
        var complaints = new List<string>();
        if (models.Read(stored, complaints) is not { } model)
        {
            return new ModelEvaluation(stored, null, complaints[0]);
        }

        var since = conclusions.After(stored.CasesTo);
        return new ModelEvaluation(stored, since.Count == 0 ? null : CaseQuality.Of(since, ModelTraining.LogOdds(model.Model, since)), null);
    }

    private static async Task<Conclusions> ReadAsync(PdmpDbContext db, CancellationToken cancellation) => Conclusions.Of(await (
        from decision in db.Set<ReviewDecision>().AsNoTracking()
        join alert in db.Set<Alert>().AsNoTracking() on decision.AlertId equals alert.Id
        where alert.SubjectKind == AlertSubjectKind.Patient
        select new LearnedDecision(
            decision.AlertId, decision.AlertVersion, alert.SubjectId, decision.DecidedAt, decision.To, decision.Disposition, decision.RiskInputs, decision.SampleShare))
        .ToListAsync(cancellation));

    private static string Subject(ScoringModel model) => $"model:{model.Id}";
}

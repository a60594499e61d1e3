using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using PdmpAnalytics.Storage;

namespace PdmpAnalytics.Detection.Scoring.Learning;

/// <summary>Reads the models that score: the champion a person promoted, and beside it the newest candidate.</summary>
public sealed partial class RiskModelsService(
    IDbContextFactory<PdmpDbContext> contexts, IEnumerable<IRiskEngine> engines, ILogger<RiskModelsService> logger)
{
    /// <summary>A model that does not fit is left out, with a complaint; nobody else takes its place.</summary>
    public async Task<RiskModels> CurrentAsync(CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await ReadAsync(db, await InForceAsync(db, cancellation), cancellation);
    }

    /// <summary>The models of a night, whatever became of them since.</summary>
    /// <param name="pinned">Null for those in force.</param>
    internal async Task<RiskModels> PinnedAsync(PinnedModels? pinned, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await ReadAsync(db, pinned ?? await InForceAsync(db, cancellation), cancellation);
    }

    /// <summary>Champion and newest candidate as they stand.</summary>
    internal static async Task<PinnedModels> InForceAsync(PdmpDbContext db, CancellationToken cancellation) => new(
        await db.Set<ScoringModel>().Where(m => m.State == ScoringModelState.Champion).Select(m => (int?)m.Id).SingleOrDefaultAsync(cancellation),
        await db.Set<ScoringModel>().Where(m => m.State == ScoringModelState.Candidate).MaxAsync(m => (int?)m.Id, cancellation));

    private async Task<RiskModels> ReadAsync(PdmpDbContext db, PinnedModels pinned, CancellationToken cancellation)
    {
        var stored = await db.Set<ScoringModel>().AsNoTracking().Where(m => m.Id == pinned.Champion || m.Id == pinned.Challenger).ToListAsync(cancellation);
        var (champion, challenger) = (stored.Find(m => m.Id == pinned.Champion), stored.Find(m => m.Id == pinned.Challenger));
        if (champion is null && challenger is null)
        {
            return RiskModels.None;
        }

        var complaints = new List<string>();
        var models = new RiskModels(champion is null ? null : Read(champion, complaints), challenger is null ? null : Read(challenger, complaints), complaints);
        foreach (var complaint in complaints)
        {
            LeftOut(complaint);
        }

        return models;
    }

    /// <summary>The stored model, or null with a complaint when it does not fit or cannot be read.</summary>
    internal RiskModelInUse? Read(ScoringModel stored, List<string> complaints)
    {
        var engine = engines.FirstOrDefault(e => e.Name == stored.Engine);
        var misfit = stored.Misfit() ?? (engine is null ? $"Model {stored.Id} is of the engine {stored.Engine}, which this build lacks, and is not used." : null);
        if (misfit is not null)
        {
            complaints.Add(misfit);
            return null;
        }

        try
        {
            return new RiskModelInUse(stored.Id, stored.Engine, engine!.Read(stored.Parameters));
        }
        catch (FormatException)
        {
            complaints.Add($"Model {stored.Id} is damaged and is not used.");
            return null;
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "{Complaint}")]
    private partial void LeftOut(string complaint);
}

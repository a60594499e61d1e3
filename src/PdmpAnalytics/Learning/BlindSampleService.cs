using Microsoft.EntityFrameworkCore;
using PdmpAnalytics.Detection;
using PdmpAnalytics.Review;
using PdmpAnalytics.Storage;

namespace PdmpAnalytics.Learning;

/// <summary>Reads what reviewers concluded about patients below the line of the queue; writes nothing.</summary>
public sealed class BlindSampleService(IDbContextFactory<PdmpDbContext> contexts, BlindSample sample, TimeProvider clock)
{
    /// <summary>Of the panels first drawn within the window; where all are older, of the newest, and it says so.</summary>
    public async Task<RecallEstimate> EstimateAsync(CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var patients = db.Set<Alert>().AsNoTracking().Where(a => a.SubjectKind == AlertSubjectKind.Patient);
        var drawn = await patients.Where(a => a.SampleShare != null)
            .Select(a => new { a.Id, Share = a.SampleShare!.Value, a.SampleSeed, a.RaisedOn }).ToListAsync(cancellation);
        var decisions = await (
            from decision in db.Set<ReviewDecision>().AsNoTracking()
            join alert in patients on decision.AlertId equals alert.Id
            select new
            {
                decision.AlertId, decision.AlertVersion, decision.DecidedAt, decision.From, decision.To, decision.Disposition, decision.SampleShare, decision.SampleSeed,
            }).ToListAsync(cancellation);
        return RecallCount.Of(
            decisions.ConvertAll(d => new CountedDecision(
                d.AlertId, d.AlertVersion, DateOnly.FromDateTime(d.DecidedAt.UtcDateTime), d.From, d.To, d.Disposition, d.SampleShare, Seed(d.SampleShare, d.SampleSeed))),
            drawn.ConvertAll(a => new DrawnAlert(a.Id, a.Share, Seed(a.Share, a.SampleSeed)!.Value, a.RaisedOn)),
            sample.WindowDays,
            DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime));
    }

    /// <summary>What was drawn before seeds were written down is a panel of its own.</summary>
    private static int? Seed(double? share, int? seed) => share is null ? null : seed ?? BlindSample.BeforeSeeds;
}

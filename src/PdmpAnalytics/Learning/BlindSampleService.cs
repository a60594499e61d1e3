using Microsoft.EntityFrameworkCore;
using PdmpAnalytics.Review;
using PdmpAnalytics.Storage;

namespace PdmpAnalytics.Learning;

/// <summary>Reads what reviewers concluded about patients below the line of the queue; writes nothing.</summary>
public sealed class BlindSampleService(IDbContextFactory<PdmpDbContext> contexts)
{
    /// <summary>From the last conclusion about each patient, and the sample's alerts that still wait.</summary>
    public async Task<RecallEstimate> EstimateAsync(CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var patients = db.Set<Alert>().AsNoTracking().Where(a => a.SubjectKind == AlertSubjectKind.Patient);
        var waiting = await patients
            .Where(a => a.SampleShare != null && a.State != AlertState.Closed && a.State != AlertState.Withdrawn)
            .Select(a => new { a.Id, Share = a.SampleShare!.Value }).ToListAsync(cancellation);
        var decisions = await (
            from decision in db.Set<ReviewDecision>().AsNoTracking()
            join alert in patients on decision.AlertId equals alert.Id
            select new { decision.AlertId, decision.AlertVersion, decision.To, decision.Disposition, decision.SampleShare }).ToListAsync(cancellation);
        var (waits, found, sample) = (waiting.Select(w => w.Id).ToHashSet(), 0, new List<(double, bool?)>());
        foreach (var last in decisions.GroupBy(d => d.AlertId).Select(d => d.MaxBy(v => v.AlertVersion)!))
        {
            var label = last.To == AlertState.Closed ? last.Disposition?.Label() ?? DispositionLabel.Ignored : DispositionLabel.Ignored;
            if (last.SampleShare is not { } share)
            {
                found += label == DispositionLabel.Positive ? 1 : 0;
            }
            else if (!waits.Contains(last.AlertId) && last.To == AlertState.Closed)
            {
                sample.Add((share, label == DispositionLabel.Ignored ? null : label == DispositionLabel.Positive));
            }
        }

        sample.AddRange(waiting.Select(w => (w.Share, (bool?)null)));
        return RecallEstimate.Of(sample, found);
    }
}

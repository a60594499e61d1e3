using Microsoft.EntityFrameworkCore;
using PdmpAnalytics.Dispensing;
using PdmpAnalytics.Patients;
using PdmpAnalytics.Practices;
using PdmpAnalytics.Storage;

namespace PdmpAnalytics.Lookup.Reporting;

/// <summary>Takes the population's percentiles for the project index, once a week (domain reference 6.3).</summary>
public sealed class ProjectIndexService(IDbContextFactory<PdmpDbContext> contexts, DispensingReferenceService references)
{
    private const int ServesDays = 7;

    /// <summary>Patients looked at, about: as for the population table (our choice, 2026-11-22).</summary>
    private const int SampleSize = 50_000;

    /// <summary>Takes and stores a table unless one of the week before the day is there.</summary>
    /// <returns>True when one was taken.</returns>
    public async Task<bool> RefreshAsync(DateOnly asOf, CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var from = asOf.AddDays(1 - ServesDays);
        if (await db.Set<StoredProjectIndex>().AnyAsync(t => t.AsOf >= from && t.AsOf <= asOf, cancellation))
        {
            return false;
        }

        var patients = await db.Set<Patient>().LongCountAsync(p => p.MergedInto == null, cancellation);
        var reference = await references.LoadAsync(cancellation);
        var selection = new HistorySelection { EveryNth = (int)Math.Max(1, patients / SampleSize) };
        var sample = new List<(DrugScope, ProjectIndexFigures)>();
        var sampled = 0;
        await using (var reader = await HistoryReader.OpenAsync(db, selection, cancellation))
        {
            await foreach (var (count, figures) in HistoryPipeline.RunAsync(reader, block => FiguresOf(block, reference, asOf), cancellation))
            {
                sampled += count;
                sample.AddRange(figures);
            }
        }

        var last = await db.Set<StoredProjectIndex>().MaxAsync(t => (int?)t.Id, cancellation) ?? 0;
        db.Add(StoredProjectIndex.Of(last + 1, asOf, sampled, ProjectIndexTable.Of(sample)));
        await db.SaveChangesAsync(cancellation);
        return true;
    }

    private static (int Patients, List<(DrugScope, ProjectIndexFigures)> Figures) FiguresOf(HistoryBlock block, DispensingReference reference, DateOnly asOf)
    {
        var (patients, figures) = (0, new List<(DrugScope, ProjectIndexFigures)>());
        var history = new DispensingHistory();
        for (int start = 0, end; start < block.Rows.Length; start = end, patients++)
        {
            end = block.EndOfPatient(start);
            history.Load(block.Rows[start..end], reference, asOf);
            foreach (var scope in (DrugScope[])[DrugScope.Opioids, DrugScope.Sedatives, DrugScope.Stimulants])
            {
                if (ProjectIndexFigures.Of(history, scope) is { } found)
                {
                    figures.Add((scope, found));
                }
            }
        }

        return (patients, figures);
    }
}

using Microsoft.EntityFrameworkCore;
using PdmpAnalytics.Detection.Scoring;
using PdmpAnalytics.Dispensing;
using PdmpAnalytics.Patients;
using PdmpAnalytics.Storage;

namespace PdmpAnalytics.Detection;

/// <summary>Keeps the population table: hands out the one in force and rebuilds it when it has aged.</summary>
public sealed class PopulationService(IDbContextFactory<PdmpDbContext> contexts)
{
    /// <summary>A table serves this many days (6.0.3a: weekly).</summary>
    private const int ServesDays = 7;

    /// <summary>Growth of the number of patients that ends a table early (our choice, 2026-11-22).</summary>
    private const double GrowthAllowed = 1.2;

    /// <summary>Patients looked at, about: enough for one in ten thousand, and constant however many there are (our choice, 2026-11-22).</summary>
    private const int SampleSize = 50_000;

    /// <summary>The table to judge by on a day: the newest not older than a week, else a new one, which is stored.</summary>
    public async Task<PopulationReference> CurrentAsync(DateOnly asOf, DispensingReference reference, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var patients = await db.Set<Patient>().LongCountAsync(p => p.MergedInto == null, cancellationToken);
        var from = asOf.AddDays(1 - ServesDays);
        var equivalents = reference.Equivalents.ToString();
        var newest = await db.Set<PopulationTable>()
            .Where(t => t.FeatureVersion == PatientFeatures.Version && t.Equivalents == equivalents && t.AsOf >= from && t.AsOf <= asOf)
            .OrderByDescending(t => t.Version)
            .FirstOrDefaultAsync(cancellationToken);
        if (newest is not null && patients <= newest.PatientsInStore * GrowthAllowed)
        {
            return newest.Read();
        }

        var selection = new HistorySelection { EveryNth = (int)Math.Max(1, patients / SampleSize) };
        var sample = await SampleAsync(db, selection, reference, asOf, cancellationToken);
        var version = await db.Set<PopulationTable>().MaxAsync(t => (int?)t.Version, cancellationToken) ?? 0;
        var table = PopulationTable.Of(sample.Build(version + 1, asOf), patients, reference.Equivalents);
        db.Add(table);
        await db.SaveChangesAsync(cancellationToken);

        // Read back what is stored: a table judged by today must judge alike tomorrow.
        return table.Read();
    }

    /// <summary>The newest table taken by the day, for whoever may not store one; <see cref="PopulationReference.None"/> without any.</summary>
    public async Task<PopulationReference> StoredAsync(DateOnly asOf, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var newest = await db.Set<PopulationTable>().AsNoTracking()
            .Where(t => t.FeatureVersion == PatientFeatures.Version && t.AsOf <= asOf)
            .OrderByDescending(t => t.Version)
            .FirstOrDefaultAsync(cancellationToken);
        return newest?.Read() ?? PopulationReference.None;
    }

    /// <summary>Whether the figures in force were taken on this very day: once a week, when rules over many patients are due too (5.6).</summary>
    public async Task<bool> TakenOnAsync(DateOnly day, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Set<PopulationTable>().AnyAsync(t => t.FeatureVersion == PatientFeatures.Version && t.AsOf == day, cancellationToken);
    }

    private static async Task<PopulationSample> SampleAsync(
        PdmpDbContext db, HistorySelection selection, DispensingReference reference, DateOnly asOf, CancellationToken cancellationToken)
    {
        await using var reader = await HistoryReader.OpenAsync(db, selection, cancellationToken);
        var sum = new PopulationSample();
        await foreach (var part in HistoryPipeline.RunAsync(reader, Sample, cancellationToken))
        {
            sum.Merge(part);
        }

        return sum;

        PopulationSample Sample(HistoryBlock block)
        {
            var part = new PopulationSample();
            var history = new DispensingHistory();
            for (int start = 0, end; start < block.Rows.Length; start = end)
            {
                end = block.EndOfPatient(start);
                history.Load(block.Rows[start..end], reference, asOf);
                part.Add(history, reference);
            }

            return part;
        }
    }
}

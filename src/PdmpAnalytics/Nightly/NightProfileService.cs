using Microsoft.EntityFrameworkCore;
using PdmpAnalytics.Detection;
using PdmpAnalytics.Detection.Scoring;
using PdmpAnalytics.Dispensing;
using PdmpAnalytics.Patients;
using PdmpAnalytics.Practices;
using PdmpAnalytics.Storage;

namespace PdmpAnalytics.Nightly;

/// <summary>Looks how the features of a night's patients are distributed, before anybody is judged, and keeps it.</summary>
internal sealed class NightProfileService(
    IDbContextFactory<PdmpDbContext> contexts, DispensingReferenceService references, PopulationService populations)
{
    /// <summary>Marked patients drawn, by a hash, so that a night done again draws the same; those without records of the night are left out (our choice, 2026-11-22).</summary>
    private const int Drawn = 3000;

    /// <summary>Tonight's profile is taken once; the first night of a store has nobody to compare with and takes none.</summary>
    public async Task<FeatureDrift?> MeasureAsync(NightlyRun night, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        if (night.AfterSubmissionId > 0 && !await db.Set<NightProfile>().AnyAsync(p => p.BusinessDate == night.BusinessDate, cancellation))
        {
            db.Add(NightProfile.Of(night.BusinessDate, await TakeAsync(db, night, cancellation)));
            await db.SaveChangesAsync(cancellation);
        }

        return await ReadAsync(db, night.BusinessDate, cancellation);
    }

    /// <summary>What was measured; null when there was too little to compare.</summary>
    public async Task<FeatureDrift?> ReadAsync(DateOnly date, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await ReadAsync(db, date, cancellation);
    }

    private static async Task<FeatureDrift?> ReadAsync(PdmpDbContext db, DateOnly date, CancellationToken cancellation)
    {
        var from = date.AddDays(-RowBand.Nights);

        // A night that was held is not what is usual, also when it was released.
        var profiles = await db.Set<NightProfile>().AsNoTracking()
            .Where(p => p.BusinessDate == date || !db.Set<NightlyRun>().Any(n => n.BusinessDate == p.BusinessDate && n.HeldFor != null))
            .Where(p => p.BusinessDate >= from && p.BusinessDate <= date && p.FeatureVersion == PatientFeatures.Version)
            .OrderByDescending(p => p.BusinessDate).ToListAsync(cancellation);
        return profiles.Count > 0 && profiles[0].BusinessDate == date
            ? FeatureDrift.Of(profiles[0].Read(), [.. profiles.Skip(1).Select(p => p.Read())])
            : null;
    }

    private async Task<FeatureProfile> TakeAsync(PdmpDbContext db, NightlyRun night, CancellationToken cancellation)
    {
        var reference = await references.LoadAsync(cancellation);
        var population = await populations.StoredAsync(night.BusinessDate, cancellation);
        var edges = (await db.Set<NightProfile>().AsNoTracking().Where(p => p.FeatureVersion == PatientFeatures.Version && p.BusinessDate < night.BusinessDate)
            .OrderByDescending(p => p.BusinessDate).FirstOrDefaultAsync(cancellation))?.Read().Edges;
        if (edges is not { Length: > 0 } && population.Engine is null)
        {
            return FeatureProfile.Empty([]);
        }

        var profile = edges is { Length: > 0 } ? FeatureProfile.Empty(edges) : FeatureProfile.Empty(population.Engine!);
        var patients = await ReportedAsync(db, night, cancellation);
        if (patients.Length == 0)
        {
            return profile;
        }

        await using var reader = await HistoryReader.OpenAsync(db, new HistorySelection { Patients = patients }, cancellation);
        await foreach (var vectors in HistoryPipeline.RunAsync(reader, block => Vectors(block, reference, population, night.BusinessDate), cancellation))
        {
            profile = profile.With(vectors);
        }

        return profile;
    }

    private static async Task<long[]> ReportedAsync(PdmpDbContext db, NightlyRun night, CancellationToken cancellation)
    {
        var marks = await db.Set<PatientToJudge>().Select(p => p.PatientId).ToListAsync(cancellation);
        var drawn = marks.Select(Math.Abs).Distinct().OrderBy(id => StableHash.Of("night profile"u8).With((ulong)id)).Take(Drawn).Order().ToArray();
        var (after, through) = (night.AfterSubmissionId, night.ThroughSubmissionId ?? night.AfterSubmissionId);
        var reported = await db.Set<Dispensation>()
            .Where(d => EF.Parameter(drawn).Contains(d.PatientId) && d.SubmissionId > after && d.SubmissionId <= through)
            .Select(d => d.PatientId).Distinct().ToListAsync(cancellation);
        return [.. reported.Order()];
    }

    private static List<float[]> Vectors(HistoryBlock block, DispensingReference reference, PopulationReference population, DateOnly asOf)
    {
        var (vectors, history, features) = (new List<float[]>(), new DispensingHistory(), new PatientFeatures());
        for (int start = 0, end; start < block.Rows.Length; start = end)
        {
            end = block.EndOfPatient(start);
            history.Load(block.Rows[start..end], reference, asOf);
            if (!history.InScope(DrugScope.All).IsEmpty)
            {
                vectors.Add(features.Compute(history, reference, population).ToArray());
            }
        }

        return vectors;
    }
}

using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using PdmpAnalytics.Dispensing;
using PdmpAnalytics.Practices;
using PdmpAnalytics.Storage;

namespace PdmpAnalytics.Detection.Scoring;

/// <summary>A patient's features, for engines that look at everybody at once.</summary>
/// <param name="Values">In the order of <see cref="PatientFeatures.Definitions"/>.</param>
/// <param name="Fills">See <see cref="PatientFeatures.FillsInHorizon"/>.</param>
public sealed record PatientVector(long PatientId, float[] Values, int Fills);

/// <summary>Reads everybody's features; writes nothing.</summary>
public sealed class FeatureTableService(IDbContextFactory<PdmpDbContext> contexts, DispensingReferenceService references, PopulationService populations)
{
    /// <summary>In patient order; patients without a fill in any scope are left out.</summary>
    public async IAsyncEnumerable<PatientVector> ReadAsync(DateOnly asOf, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var reference = await references.LoadAsync(cancellation);
        var population = await populations.StoredAsync(asOf, cancellation);
        await using var reader = await HistoryReader.OpenAsync(db, HistorySelection.Everyone, cancellation);
        await foreach (var vectors in HistoryPipeline.RunAsync(reader, Compute, cancellation))
        {
            foreach (var vector in vectors)
            {
                yield return vector;
            }
        }

        List<PatientVector> Compute(HistoryBlock block)
        {
            var (vectors, history, features) = (new List<PatientVector>(), new DispensingHistory(), new PatientFeatures());
            for (int start = 0, end; start < block.Rows.Length; start = end)
            {
                end = block.EndOfPatient(start);
                history.Load(block.Rows[start..end], reference, asOf);
                if (!history.InScope(DrugScope.All).IsEmpty)
                {
                    vectors.Add(new PatientVector(history.PatientId, features.Compute(history, reference, population).ToArray(), PatientFeatures.FillsInHorizon(history)));
                }
            }

            return vectors;
        }
    }
}

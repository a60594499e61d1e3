using Microsoft.EntityFrameworkCore;
using PdmpAnalytics.Dispensing;
using PdmpAnalytics.Storage;

namespace PdmpAnalytics.Lookup.Searching;

/// <summary>
/// Finds the identity records that only opioid treatment programs ever stated. For whoever may not see those they do not exist: not among candidates, not
/// counted, no address of theirs shown.
/// </summary>
public sealed class ClosedRecordsService(LookupOptions options)
{
    private readonly TreatmentProgram _program = new(options);

    /// <summary>Ids of such records of some patients: a program stated them, be it withdrawn since, and no live fill of anybody else.</summary>
    /// <param name="db">The caller's: a second connection beside it would let questions that come at once wait for one another.</param>
    internal async Task<HashSet<long>> OfAsync(PdmpDbContext db, IReadOnlyCollection<long> patients, CancellationToken cancellation)
    {
        var ids = patients.ToArray();
        var programs = db.Set<Dispenser>().Where(_program.Dispensers).Select(d => d.Id);
        var products = db.Set<DrugProduct>().Where(TreatmentProgram.Products).Select(p => p.Id);
        var fills = db.Set<Dispensation>().Where(f => EF.Parameter(ids).Contains(f.PatientId));
        var dependence = TreatmentProgram.Dependence;
        var closed = await fills
            .Where(f => programs.Contains(f.DispenserId) || (f.TreatmentType == dependence && products.Contains(f.DrugId)))
            .Select(f => f.PatientRecordId).Distinct().ToHashSetAsync(cancellation);
        if (closed.Count == 0)
        {
            return closed;
        }

        var open = await fills
            .Where(f => f.ValidTo == null && !programs.Contains(f.DispenserId) && !(f.TreatmentType == dependence && products.Contains(f.DrugId)))
            .Select(f => f.PatientRecordId).Distinct().ToListAsync(cancellation);
        closed.ExceptWith(open);
        return closed;
    }
}

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
        var stated = await (
            from fill in db.Set<Dispensation>()
            where EF.Parameter(ids).Contains(fill.PatientId)
            join dispenser in db.Set<Dispenser>() on fill.DispenserId equals dispenser.Id
            join product in db.Set<DrugProduct>() on fill.DrugId equals product.Id
            select new
            {
                fill.PatientRecordId, IsLive = fill.ValidTo == null, dispenser.Type, dispenser.Dea, dispenser.Npi, fill.TreatmentType, product.Ingredient,
            }).Distinct().ToListAsync(cancellation);
        var closed = new HashSet<long>();
        var open = new HashSet<long>();
        foreach (var by in stated)
        {
            if (_program.Reported(new ProgramSigns(by.Type, by.Dea, by.Npi, by.TreatmentType, by.Ingredient)))
            {
                closed.Add(by.PatientRecordId);
            }
            else if (by.IsLive)
            {
                open.Add(by.PatientRecordId);
            }
        }

        closed.ExceptWith(open);
        return closed;
    }
}

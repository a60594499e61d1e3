using Microsoft.EntityFrameworkCore;
using PdmpAnalytics.Dispensing;
using PdmpAnalytics.Storage;

namespace PdmpAnalytics.Ingestion;

/// <summary>Looks dispensers up by number and names them (a part of the shells that list them).</summary>
internal static class DispenserNames
{
    /// <summary>Ids of the dispensers that bear a number: several, when stores of a chain share an NPI.</summary>
    /// <param name="number">DEA number, NPI or NCPDP number, case ignored.</param>
    public static Task<List<int>> FindAsync(PdmpDbContext db, string number, CancellationToken cancellation)
    {
        var upper = number.Trim().ToUpperInvariant();
        return db.Set<Dispenser>().Where(d => d.Dea == upper || d.Npi == upper || d.Ncpdp == upper)
            .OrderBy(d => d.Id).Select(d => d.Id).ToListAsync(cancellation);
    }

    public static async Task<Dictionary<int, DispenserName>> OfAsync(PdmpDbContext db, IEnumerable<int> ids, CancellationToken cancellation)
    {
        var wanted = ids.Distinct().ToList();
        var dispensers = await db.Set<Dispenser>().AsNoTracking()
            .Where(d => EF.Parameter(wanted).Contains(d.Id)).ToListAsync(cancellation);
        return dispensers.ToDictionary(d => d.Id, Of);
    }

    public static DispenserName Of(Dispenser dispenser) =>
        new(dispenser.Id, dispenser.Dea ?? dispenser.Npi ?? dispenser.Ncpdp ?? "", dispenser.Name ?? "");
}

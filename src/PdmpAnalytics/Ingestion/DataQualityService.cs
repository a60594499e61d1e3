using Microsoft.EntityFrameworkCore;
using PdmpAnalytics.Dispensing;
using PdmpAnalytics.Storage;

namespace PdmpAnalytics.Ingestion;

/// <summary>Reads the data-quality scorecard of dispensers from the figures intake keeps.</summary>
public sealed class DataQualityService(IDbContextFactory<PdmpDbContext> contexts)
{
    /// <summary>A scorecard a dispenser that sent records in the months, worst first.</summary>
    /// <param name="asOf">The day to judge from; its month counts, but is not complete.</param>
    /// <param name="months">Months up to the one of <paramref name="asOf"/>, itself included; at least 1.</param>
    /// <param name="dispenser">DEA number, NPI or NCPDP number; null for all.</param>
    public async Task<IReadOnlyList<DataQuality>> ListAsync(
        DateOnly asOf, int months, string? dispenser = null, CancellationToken cancellation = default)
    {
        var last = new DateOnly(asOf.Year, asOf.Month, 1);
        var first = last.AddMonths(1 - months);
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var figures = db.Set<DispenserMonth>().AsNoTracking().Where(m => m.Month >= first && m.Month <= last);
        if (dispenser is not null)
        {
            var ids = await DispenserNames.FindAsync(db, dispenser, cancellation);
            figures = figures.Where(m => EF.Parameter(ids).Contains(m.DispenserId));
        }

        var names = await db.Set<Dispenser>().AsNoTracking().ToDictionaryAsync(d => d.Id, DispenserNames.Of, cancellation);
        var scorecards = new List<DataQuality>();
        var ofOne = new List<DispenserMonth>();
        await foreach (var figure in figures.OrderBy(m => m.DispenserId).AsAsyncEnumerable().WithCancellation(cancellation))
        {
            if (ofOne.Count > 0 && ofOne[0].DispenserId != figure.DispenserId)
            {
                scorecards.Add(DataQuality.Of(names[ofOne[0].DispenserId], ofOne, asOf));
                ofOne.Clear();
            }

            ofOne.Add(figure);
        }

        if (ofOne.Count > 0)
        {
            scorecards.Add(DataQuality.Of(names[ofOne[0].DispenserId], ofOne, asOf));
        }

        return
        [
            .. scorecards.OrderByDescending(q => q.CertainFaultyShare).ThenByDescending(q => q.Total.Records)
                .ThenBy(q => q.Dispenser.Number, StringComparer.Ordinal),
        ];
    }
}

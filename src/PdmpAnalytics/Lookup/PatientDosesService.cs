using Microsoft.EntityFrameworkCore;
using PdmpAnalytics.Dispensing;
using PdmpAnalytics.Storage;

namespace PdmpAnalytics.Lookup;

/// <summary>
/// Computes <see cref="PatientDoses"/> by the arithmetic of the rules. Reads only what this patient's rows name, so that a page does not
/// wait for the tables of a whole state.
/// </summary>
public sealed class PatientDosesService(IDbContextFactory<PdmpDbContext> contexts, Equivalents equivalents)
{
    /// <param name="asOf">The day to look from, as the rules do: fills that start later are left out.</param>
    public async Task<PatientDoses> OfAsync(long patientId, DateOnly asOf, CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var rows = await RowsAsync(db, patientId, cancellation);
        if (rows.Length == 0)
        {
            return PatientDoses.None(asOf);
        }

        var reference = await ReferenceAsync(db, rows, cancellation);
        var history = new DispensingHistory();
        history.Load(rows, reference, asOf);
        return new PatientDoses(
            asOf,
            [.. new[] { DoseKind.Lme, DoseKind.Mme }.Select(kind => DoseCurve.Of(history, kind)).OfType<DoseCurve>()],
            rows.ToDictionary(row => row.DispensationId, row => DoseOf(row, reference)));
    }

    private static FillDose DoseOf(DispensationRow row, DispensingReference reference)
    {
        var fill = FillBuilder.Build(in row, reference);
        var dispenser = reference.Dispensers[row.DispenserId];
        var known = !fill.Faulty(RecordQuality.Quantity);
        return new FillDose(
            known ? fill.DailyLme : 0,
            known ? fill.DailyMme : 0,
            dispenser.MailOrder ? null : reference.Zips.Miles(row.PatientZip, dispenser.Zip),
            row.DispenserId);
    }

    private static async Task<DispensationRow[]> RowsAsync(PdmpDbContext db, long patientId, CancellationToken cancellation)
    {
        var rows = new List<DispensationRow>();
        await using var reader = await HistoryReader.OpenAsync(db, new HistorySelection { Patients = [patientId] }, cancellation);
        for (DispensationRow row = default; reader.TryRead(ref row);)
        {
            rows.Add(row);
        }

        return [.. rows];
    }

    private async Task<DispensingReference> ReferenceAsync(PdmpDbContext db, DispensationRow[] rows, CancellationToken cancellation)
    {
        var catalog = DrugCatalog.Shipped.With(await db.Set<ConversionFactor>().AsNoTracking().ToListAsync(cancellation));
        var productIds = rows.Select(r => r.DrugId).Distinct().ToList();
        var products = await db.Set<DrugProduct>().AsNoTracking()
            .Where(p => EF.Parameter(productIds).Contains(p.Id)).ToListAsync(cancellation);
        var dispenserIds = rows.Select(r => r.DispenserId).Distinct().ToList();
        var dispensers = await db.Set<Dispenser>().AsNoTracking()
            .Where(d => EF.Parameter(dispenserIds).Contains(d.Id)).ToListAsync(cancellation);
        var zipCodes = rows.Select(r => r.PatientZip).Concat(dispensers.Select(d => d.Zip)).Distinct().ToList();
        var zips = await db.Set<ZipCentroid>().AsNoTracking()
            .Where(z => EF.Parameter(zipCodes).Contains(z.Zip)).ToListAsync(cancellation);
        return new DispensingReference
        {
            Catalog = catalog,
            Equivalents = equivalents,
            Zips = new ZipCentroids(zips.Select(z => (z.Zip, z.Latitude, z.Longitude))),
            Drugs = ById(products, p => p.Id, p => ProductOf(p, catalog)),
            Dispensers = ById(dispensers, d => d.Id, d => new DispenserFacts(d.Id, d.Zip, d.MailOrder == true, LongTermCare: false)),
            // Doses and ways need neither practices nor names.
            PrescriberSites = new PrescriberSiteFacts[rows.Max(r => r.PrescriberSiteId) + 1],
            DispenserNames = [],
            DispenserCities = [],
            PracticeNames = [],
        };
    }

    private static Drug? ProductOf(DrugProduct product, DrugCatalog catalog) => new()
    {
        Id = product.Id,
        Ndc = product.Ndc,
        Ingredient = product.Ingredient is { } name && catalog.TryGetIngredient(name, out var ingredient) ? ingredient : null,
        StrengthMg = product.StrengthMg,
    };

    /// <summary>An array by id, as long as the highest one asks for.</summary>
    private static TValue[] ById<TRow, TValue>(List<TRow> rows, Func<TRow, int> id, Func<TRow, TValue> value)
    {
        var byId = new TValue[rows.Select(id).DefaultIfEmpty(0).Max() + 1];
        foreach (var row in rows)
        {
            byId[id(row)] = value(row);
        }

        return byId;
    }
}

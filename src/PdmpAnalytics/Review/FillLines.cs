using System.Globalization;
using Microsoft.EntityFrameworkCore;
using PdmpAnalytics.Dispensing;
using PdmpAnalytics.Storage;

namespace PdmpAnalytics.Review;

/// <summary>Reads a patient's fills with the names a reviewer knows, for <see cref="ReviewQueue.ShowAsync"/>.</summary>
internal static class FillLines
{
    public static async Task<IReadOnlyList<FillLine>> OfAsync(PdmpDbContext db, Alert alert, CancellationToken cancellation)
    {
        if (alert.SubjectKind != AlertSubjectKind.Patient)
        {
            return [];
        }

        var evidence = alert.Findings.SelectMany(f => f.Evidence).ToHashSet();
        var rows = await (
            from fill in db.Set<Dispensation>().AsNoTracking()
            where fill.PatientId == alert.SubjectId && fill.ValidTo == null
            join product in db.Set<DrugProduct>() on fill.DrugId equals product.Id
            join dispenser in db.Set<Dispenser>() on fill.DispenserId equals dispenser.Id
            join site in db.Set<PrescriberSite>() on fill.PrescriberSiteId equals site.Id
            join prescriber in db.Set<Prescriber>() on site.PrescriberId equals prescriber.Id
            select new { Fill = fill, Product = product, Dispenser = dispenser, Prescriber = prescriber })
            .ToListAsync(cancellation).ConfigureAwait(false);
        return
        [
            .. from row in rows
               let supply = SupplyPeriod.Of(row.Fill.SoldOn ?? row.Fill.FilledOn, row.Fill.DaysSupply)
               where supply.FirstDay <= alert.AsOf && (row.Fill.Context & FillContext.Veterinary) == 0
               orderby supply.FirstDay, supply.LastDay, row.Fill.Id
               select new FillLine(
                   row.Fill.Id,
                   supply,
                   DrugText(row.Product),
                   ClassOf(row.Product),
                   row.Fill.Quantity,
                   Name(row.Prescriber),
                   row.Dispenser.Name ?? row.Dispenser.Dea ?? row.Dispenser.Npi ?? row.Dispenser.Ncpdp ?? "",
                   row.Fill.Payment,
                   row.Fill.Context,
                   evidence.Contains(row.Fill.Id)),
        ];
    }

    private static string DrugText(DrugProduct product) =>
        product.Ingredient is null ? $"product {product.Code}"
        : product.StrengthMg > 0 ? string.Create(CultureInfo.InvariantCulture, $"{product.Ingredient} {product.StrengthMg:0.###} mg")
        : product.Ingredient;

    private static DrugClass ClassOf(DrugProduct product) =>
        product.Ingredient is { } name && DrugCatalog.Shipped.TryGetIngredient(name, out var ingredient) ? ingredient.Class : DrugClass.Unknown;

    private static string Name(Prescriber prescriber) =>
        prescriber.LastName.Length > 0 ? $"{prescriber.LastName}, {prescriber.FirstName}".TrimEnd(' ', ',')
        : prescriber.Dea.Length > 0 ? prescriber.Dea
        : prescriber.Npi;
}

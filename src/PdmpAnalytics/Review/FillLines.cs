using System.Globalization;
using Microsoft.EntityFrameworkCore;
using PdmpAnalytics.Dispensing;
using PdmpAnalytics.Storage;

namespace PdmpAnalytics.Review;

/// <summary>
/// Reads dispensations with the names a reviewer knows, for <see cref="ReviewQueue.ShowAsync"/>: every live fill of a patient, and of a
/// dispenser the records that count against it.
/// </summary>
internal static class FillLines
{
    public static async Task<IReadOnlyList<FillLine>> OfAsync(PdmpDbContext db, Alert alert, CancellationToken cancellation)
    {
        var evidence = alert.Findings.SelectMany(f => f.Evidence).ToHashSet();
        var rows = await Named(db, Live(db, alert)).ToListAsync(cancellation);
        return
        [
            .. from row in rows
               let supply = SupplyOf(row.Fill)
               let isEvidence = evidence.Contains(row.Fill.Id)
               where alert.SubjectKind == AlertSubjectKind.Patient
                   ? supply.FirstDay <= alert.AsOf && (row.Fill.Context & FillContext.Veterinary) == 0
                   : isEvidence
               orderby supply.FirstDay, supply.LastDay, row.Fill.Id
               select new FillLine(
                   row.Fill.Id,
                   supply,
                   DrugText(row.Product),
                   ClassOf(row.Product),
                   row.Fill.Quantity,
                   row.Fill.RxNumber,
                   Name(row.Prescriber),
                   row.Dispenser.Name ?? row.Dispenser.Dea ?? row.Dispenser.Npi ?? row.Dispenser.Ncpdp ?? "",
                   row.Fill.Payment,
                   row.Fill.Context,
                   isEvidence),
        ];
    }

    /// <summary>Live dispensations that may have to be shown. A dispenser's are found by their day, through the keys: nothing else leads there.</summary>
    private static IQueryable<Dispensation> Live(PdmpDbContext db, Alert alert)
    {
        var live = db.Set<Dispensation>().AsNoTracking().Where(d => d.ValidTo == null);
        if (alert.SubjectKind == AlertSubjectKind.Patient)
        {
            return live.Where(d => d.PatientId == alert.SubjectId);
        }

        var firstDay = alert.Findings.Select(f => f.PeakDay.AddDays(1 - f.LookBackDays)).DefaultIfEmpty(alert.AsOf).Min();
        var lastDay = alert.Findings.Select(f => f.PeakDay).DefaultIfEmpty(alert.AsOf).Max();
        var dispenser = alert.SubjectKind == AlertSubjectKind.Dispenser ? alert.SubjectId : 0;
        return from key in db.Set<DispensationKey>().AsNoTracking()
               where key.FilledOn >= firstDay && key.FilledOn <= lastDay && key.DispenserId == dispenser && key.DispensationId != 0
               join fill in live on new { key.PatientId, Id = key.DispensationId } equals new { fill.PatientId, fill.Id }
               select fill;
    }

    private static IQueryable<NamedFill> Named(PdmpDbContext db, IQueryable<Dispensation> fills) =>
        from fill in fills
        join product in db.Set<DrugProduct>() on fill.DrugId equals product.Id
        join dispenser in db.Set<Dispenser>() on fill.DispenserId equals dispenser.Id
        join site in db.Set<PrescriberSite>() on fill.PrescriberSiteId equals site.Id
        join prescriber in db.Set<Prescriber>() on site.PrescriberId equals prescriber.Id
        select new NamedFill(fill, product, dispenser, prescriber);

    /// <summary>The covered days as the rules see them: a date sold before the date filled is no date sold.</summary>
    private static SupplyPeriod SupplyOf(Dispensation fill) => SupplyPeriod.Of(
        (fill.Quality & RecordQuality.SoldDate) == 0 && fill.SoldOn is { } sold ? sold : fill.FilledOn, fill.DaysSupply);

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

    private sealed record NamedFill(Dispensation Fill, DrugProduct Product, Dispenser Dispenser, Prescriber Prescriber);
}

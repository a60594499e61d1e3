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
        if (alert.SubjectKind == AlertSubjectKind.Patient)
        {
            return await OfPatientAsync(db, alert.SubjectId, alert.AsOf, evidence, cancellation);
        }

        var rows = await Named(db, OfOthers(db, alert)).ToListAsync(cancellation);
        return [.. Lines(rows, evidence).Where(line => line.IsEvidence)];
    }

    /// <summary>A patient's fills that started by a day, animals' left out.</summary>
    /// <param name="evidence">Version ids of the fills to mark.</param>
    public static async Task<IReadOnlyList<FillLine>> OfPatientAsync(
        PdmpDbContext db, long patientId, DateOnly asOf, IReadOnlySet<long> evidence, CancellationToken cancellation)
    {
        var live = db.Set<Dispensation>().AsNoTracking().Where(d => d.PatientId == patientId && d.ValidTo == null);
        var rows = await Named(db, live).ToListAsync(cancellation);
        return [.. Lines(rows, evidence).Where(line => line.Supply.FirstDay <= asOf && (line.Context & FillContext.Veterinary) == 0)];
    }

    private static IEnumerable<FillLine> Lines(List<NamedFill> rows, IReadOnlySet<long> evidence) =>
        from row in rows
        let supply = SupplyOf(row.Fill)
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
            evidence.Contains(row.Fill.Id))
        {
            RecordId = row.Fill.PatientRecordId,
            PatientId = row.Fill.PatientId,
        };

    /// <summary>Live dispensations that may have to be shown of a dispenser, found by their day through the keys: nothing else leads there.</summary>
    private static IQueryable<Dispensation> OfOthers(PdmpDbContext db, Alert alert)
    {
        var live = db.Set<Dispensation>().AsNoTracking().Where(d => d.ValidTo == null);
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

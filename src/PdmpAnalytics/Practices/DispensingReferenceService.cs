using System.Globalization;
using Microsoft.EntityFrameworkCore;
using PdmpAnalytics.Dispensing;
using PdmpAnalytics.Storage;

namespace PdmpAnalytics.Practices;

/// <summary>Reads the small tables that turn stored rows into fills: products, dispensers, prescriber sites and centroids.</summary>
public sealed class DispensingReferenceService(IDbContextFactory<PdmpDbContext> contexts, Equivalents equivalents)
{
    /// <summary>PHA14: a long-term care pharmacy.</summary>
    private const byte LongTermCareType = 3;

    /// <summary>Everything as it stands now: thousands of rows, whatever the number of dispensations.</summary>
    public async Task<DispensingReference> LoadAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var catalog = DrugCatalog.Shipped.With(await db.Set<ConversionFactor>().AsNoTracking().ToListAsync(cancellationToken));
        var centroids = await db.Set<ZipCentroid>().AsNoTracking().ToListAsync(cancellationToken);
        var zips = new ZipCentroids(centroids.Select(z => (z.Zip, z.Latitude, z.Longitude)));
        var products = await db.Set<DrugProduct>().AsNoTracking().ToListAsync(cancellationToken);
        var dispensers = await db.Set<Dispenser>().AsNoTracking().ToListAsync(cancellationToken);
        var prescribers = await db.Set<Prescriber>().AsNoTracking()
            .Select(p => new PrescriberNumber(p.Id, p.Npi, p.Dea, p.DeaSuffix, p.LastName)).ToListAsync(cancellationToken);
        var sites = await db.Set<PrescriberSite>().AsNoTracking()
            .Select(s => new PracticeSite
            {
                Id = s.Id,
                PrescriberId = s.PrescriberId,
                AddressKey = s.AddressKey,
                Zip = s.Zip,
                Phone = s.Phone,
                Fills = s.Fills,
            })
            .ToListAsync(cancellationToken);
        var registry = await Registry(db).ToListAsync(cancellationToken);
        var practices = PracticeGrouping.Group(prescribers, RegistryMatch.Apply(sites, prescribers, registry));
        return new DispensingReference
        {
            Catalog = catalog,
            Equivalents = equivalents,
            Zips = zips,
            Drugs = ById(products, p => p.Id, p => Product(p, catalog)),
            Dispensers = Facts(dispensers, zips),
            DispenserNames = ById(dispensers, d => d.Id, Name)!,
            DispenserCities = ById(dispensers, d => d.Id, d => d.City ?? "")!,
            PrescriberSites = await CancerCareAsync(db, sites, practices.Sites, cancellationToken),
            PracticeNames = practices.PracticeNames,
        };
    }

    /// <summary>Whether every product, dispenser and site of the store is in it.</summary>
    internal async Task<bool> HoldsAllAsync(DispensingReference reference, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return (await db.Set<DrugProduct>().MaxAsync(p => (int?)p.Id, cancellationToken) ?? 0) < reference.Drugs.Length
            && (await db.Set<Dispenser>().MaxAsync(d => (int?)d.Id, cancellationToken) ?? 0) < reference.Dispensers.Length
            && (await db.Set<PrescriberSite>().MaxAsync(s => (int?)s.Id, cancellationToken) ?? 0) < reference.PrescriberSites.Length;
    }

    /// <summary>The part of the registry that names a prescriber or an address of ours; the whole may hold millions.</summary>
    private static IQueryable<RegistryPrescriber> Registry(PdmpDbContext db) => db.Set<RegistryPrescriber>().AsNoTracking()
        .Where(r => r.AddressKey != "" && (
            db.Set<Prescriber>().Any(p => p.Npi != "" && p.Npi == r.Npi || p.Dea != "" && p.Dea == r.Dea)
            || db.Set<PrescriberSite>().Any(s => s.AddressKey == r.AddressKey)));

    /// <summary>The sites, with those marked whose person the registry lists under cancer, blood or palliative care: everyone of that identity cluster.</summary>
    private static async Task<PrescriberSiteFacts[]> CancerCareAsync(
        PdmpDbContext db, List<PracticeSite> sites, PrescriberSiteFacts[] facts, CancellationToken cancellationToken)
    {
        var codes = CancerCareSpecialties.All.ToArray();
        var listed = db.Set<RegistryPrescriber>().Where(r => EF.Parameter(codes).Contains(r.Taxonomy));
        var numbers = await db.Set<Prescriber>()
            .Where(p => listed.Any(r => r.Npi != "" && r.Npi == p.Npi) || listed.Any(r => r.Dea != "" && r.Dea == p.Dea))
            .Select(p => p.Id).ToHashSetAsync(cancellationToken);
        var persons = sites.Where(s => numbers.Contains(s.PrescriberId)).Select(s => facts[s.Id].PrescriberId).ToHashSet();
        return persons.Count == 0
            ? facts
            : [.. facts.Select((site, id) => site with { CancerCare = persons.Contains(site.PrescriberId) })];
    }

    private static DispenserFacts[] Facts(List<Dispenser> dispensers, ZipCentroids zips)
    {
        var groups = DispenserGrouping.Group(
            dispensers.ConvertAll(d => new DispenserIdentity(d.Id, d.Dea, d.Npi, d.Ncpdp, d.Name, d.Chain, d.Zip)), zips);
        return ById(dispensers, d => d.Id, d => new DispenserFacts(groups[d.Id], d.Zip, d.MailOrder == true, d.Type == LongTermCareType));
    }

    private static Drug Product(DrugProduct product, DrugCatalog catalog) => new()
    {
        Id = product.Id,
        Ndc = product.Ndc,
        Ingredient = product.Ingredient is { } name && catalog.TryGetIngredient(name, out var ingredient) ? ingredient : null,
        StrengthMg = product.StrengthMg,
        Form = product.Form ?? "",
        Label = product.Label ?? "",
    };

    private static string Name(Dispenser dispenser) => dispenser.Name
        ?? string.Create(CultureInfo.InvariantCulture, $"dispenser {dispenser.Id}");

    /// <summary>An array by id; ids without a row hold the default.</summary>
    private static TValue[] ById<TRow, TValue>(List<TRow> rows, Func<TRow, int> id, Func<TRow, TValue> value)
    {
        var byId = new TValue[rows.Count == 0 ? 1 : rows.Max(id) + 1];
        foreach (var row in rows)
        {
            byId[id(row)] = value(row);
        }

        return byId;
    }
}

using Microsoft.EntityFrameworkCore;
using PdmpAnalytics.Dispensing;
using PdmpAnalytics.Practices;
using PdmpAnalytics.Storage;

namespace PdmpAnalytics.Reference;

/// <summary>
/// Loads reference files into the store, each in one transaction, and marks the patients whose findings may change by it for
/// judging. Loading the same file again changes nothing.
/// </summary>
public sealed class ReferenceImportService(IDbContextFactory<PdmpDbContext> contexts, IBulkWriter bulk)
{
    /// <summary><see cref="DrugProduct.Source"/> of imported products.</summary>
    public const string DirectorySource = "NDC directory";

    /// <summary>DSP07: National Drug Code.</summary>
    private const byte NdcQualifier = 1;

    /// <summary>
    /// Loads one file (for <see cref="ReferenceKind.Ndc"/> also a folder with product.txt and package.txt, or one of the
    /// two beside the other). A file at fault as a whole changes nothing and says why; a missing one is an exception.
    /// </summary>
    public Task<ReferenceImport> ImportAsync(ReferenceKind kind, string path, CancellationToken cancellationToken) => kind switch
    {
        ReferenceKind.Ndc => ImportProductsAsync(ReadDirectory(path), cancellationToken),
        ReferenceKind.Zip => ReplaceAsync(
            ZipCentroidReader.Read(ReferenceFiles.Opener(path)),
            new Comparison<ZipCentroid, int, (double, double)>(kind, z => z.Zip, z => (z.Latitude, z.Longitude), KeepsOthers: false),
            cancellationToken),
        ReferenceKind.Factors => ReplaceAsync(
            new ConversionFactorReader(DrugCatalog.Shipped).Read(ReferenceFiles.Opener(path)),
            new Comparison<ConversionFactor, (string, string, ConversionKind), (double, string)>(
                kind, f => (f.Ingredient, f.FactorSet, f.Kind), f => (f.Factor, f.Source), KeepsOthers: true),
            cancellationToken),
        ReferenceKind.Prescribers => ReplaceAsync(
            PrescriberRegistryReader.Read(ReferenceFiles.Opener(path)),
            new Comparison<RegistryPrescriber, int, (string, string, string, string, string, string, string)>(
                kind, r => r.Id, r => (r.Npi, r.Dea, r.Taxonomy, r.Organisation, r.GroupId, r.AddressKey, r.Phone), KeepsOthers: false),
            cancellationToken),
    };

    private static ReferenceRows<DirectoryProduct> ReadDirectory(string path)
    {
        var reader = new NdcDirectoryReader(DrugCatalog.Shipped);
        return ReferenceFiles.TextEdition(path) switch
        {
            null => reader.ReadCsv(ReferenceFiles.Opener(path)),
            ({ } products, { } packages) => reader.ReadText(ReferenceFiles.Opener(products), ReferenceFiles.Opener(packages)),
            (null, _) => ReferenceRows.Rejected<DirectoryProduct>(ReferenceProblemCode.SiblingMissing, "product.txt"),
            (_, null) => ReferenceRows.Rejected<DirectoryProduct>(ReferenceProblemCode.SiblingMissing, "package.txt"),
        };
    }

    /// <summary>Adds new products and corrects known ones, those seen in submissions before their directory came among them.</summary>
    private async Task<ReferenceImport> ImportProductsAsync(ReferenceRows<DirectoryProduct> rows, CancellationToken cancellationToken)
    {
        if (rows.IsRejected)
        {
            return Rejected(ReferenceKind.Ndc, rows);
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var stored = await db.Set<DrugProduct>().Where(p => p.Qualifier == NdcQualifier)
            .ToDictionaryAsync(p => p.Code, cancellationToken);
        var nextId = (await db.Set<DrugProduct>().MaxAsync(p => (int?)p.Id, cancellationToken) ?? 0) + 1;
        var added = new List<DrugProduct>();
        foreach (var listed in rows.Rows)
        {
            if (!stored.TryGetValue(listed.Ndc.ToString(), out var product))
            {
                product = new DrugProduct { Id = nextId++, Qualifier = NdcQualifier, Code = listed.Ndc.ToString() };
                added.Add(product);
            }

            (product.Ingredient, product.StrengthMg, product.Form) = (listed.Ingredient, listed.StrengthMg, listed.Form);
            (product.Label, product.Source) = (listed.Label, DirectorySource);
        }

        db.ChangeTracker.DetectChanges();
        // A product that is new to the store has no dispensation yet.
        var renewed = db.ChangeTracker.Entries<DrugProduct>().Where(e => e.State == EntityState.Modified).Select(e => e.Entity.Id).ToList();
        var changed = await db.SaveChangesAsync(cancellationToken);
        await bulk.InsertAsync(db, added, cancellationToken);
        await JudgingMarks.MarkPatientsOfAsync(db, renewed, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return new ReferenceImport(
            ReferenceKind.Ndc, rows.Read, added.Count, changed, rows.Rows.Count - added.Count - changed, rows.Skipped, rows.Problems);
    }

    /// <summary>Puts the file's rows in the place of the table's.</summary>
    private async Task<ReferenceImport> ReplaceAsync<TRow, TKey, TContent>(
        ReferenceRows<TRow> rows, Comparison<TRow, TKey, TContent> by, CancellationToken cancellationToken)
        where TRow : class
        where TKey : notnull
    {
        if (rows.IsRejected)
        {
            return Rejected(by.Kind, rows);
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var stored = await db.Set<TRow>().AsNoTracking().ToDictionaryAsync(by.Key, cancellationToken);
        var known = rows.Rows.Where(row => stored.ContainsKey(by.Key(row))).ToArray();
        var changed = known.LongCount(row => !EqualityComparer<TContent>.Default.Equals(by.Content(row), by.Content(stored[by.Key(row)])));
        var keys = rows.Rows.Select(by.Key).ToHashSet();
        var others = stored.Values.Where(row => !keys.Contains(by.Key(row))).ToArray();
        await db.Set<TRow>().ExecuteDeleteAsync(cancellationToken);
        await bulk.InsertAsync(db, by.KeepsOthers ? rows.Rows.Concat(others) : rows.Rows, cancellationToken);
        var gone = by.KeepsOthers ? 0 : others.Length;
        if (rows.Rows.Count - known.Length + changed + gone > 0)
        {
            // A factor, a place or a practice may stand behind anybody's fills.
            await JudgingMarks.MarkEveryoneAsync(db, cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return new ReferenceImport(
            by.Kind, rows.Read, rows.Rows.Count - known.Length, changed, known.Length - changed, rows.Skipped, rows.Problems);
    }

    private static ReferenceImport Rejected<TRow>(ReferenceKind kind, ReferenceRows<TRow> rows) =>
        new(kind, rows.Read, 0, 0, 0, rows.Skipped, rows.Problems);

    /// <summary>How rows of a table are told apart and compared.</summary>
    /// <param name="KeepsOthers">Stored rows whose key the file lacks stay.</param>
    private sealed record Comparison<TRow, TKey, TContent>(
        ReferenceKind Kind, Func<TRow, TKey> Key, Func<TRow, TContent> Content, bool KeepsOthers);
}

using System.Globalization;
using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Reference;

/// <summary>A package of the FDA directory whose ingredient the catalogue knows.</summary>
/// <param name="StrengthMg">As <see cref="Drug.StrengthMg"/>; 0 unknown.</param>
public sealed record DirectoryProduct(Ndc Ndc, string Ingredient, double StrengthMg, string Form, string Label, string Labeler);

/// <summary>
/// Reads the FDA NDC directory: as one CSV with a row for each package, or as the original pair product.txt and
/// package.txt. Products without a catalogue ingredient are counted and left out.
/// </summary>
public sealed class NdcDirectoryReader(DrugCatalog catalog)
{
    private static readonly ReferenceColumn[] ProductColumns =
    [
        new("proprietary_name", true, "PROPRIETARYNAME"),
        new("form", true, "DOSAGEFORMNAME"),
        new("labeler", true, "LABELERNAME"),
        new("substance", true, "SUBSTANCENAME"),
        new("strength", true, "ACTIVE_NUMERATOR_STRENGTH"),
        new("unit", true, "ACTIVE_INGRED_UNIT"),
    ];

    private static readonly ReferenceColumn[] CsvColumns =
    [
        // In this order: the CSV edition has ten ambiguous digits under the plain name.
        new("ndc_11", true, "ELEVEN_DIGIT_NDC", "NDC11", "NDCPACKAGECODE", "NDC"),
        new("package", false, "PACKAGEDESCRIPTION"),
        .. ProductColumns,
    ];

    private static readonly ReferenceColumn[] ProductTextColumns = [new("product_id", true, "PRODUCTID"), .. ProductColumns];

    private static readonly ReferenceColumn[] PackageTextColumns =
    [
        new("product_id", true, "PRODUCTID"),
        new("ndc_11", true, "NDCPACKAGECODE"),
        new("package", false, "PACKAGEDESCRIPTION"),
    ];

    private readonly SubstanceMatcher _matcher = new(catalog);

    /// <summary>Reads one row for each package.</summary>
    public ReferenceRows<DirectoryProduct> ReadCsv(Func<Stream> open)
    {
        var seen = new Dictionary<Ndc, DirectoryProduct>();
        return ReferenceTable.ReadAll(open, CsvColumns, table => Package(table, Product(table), seen));
    }

    /// <summary>Reads FDA's pair of tab separated files; line numbers of problems are those of package.txt, of a rejected product.txt 0.</summary>
    public ReferenceRows<DirectoryProduct> ReadText(Func<Stream> openProducts, Func<Stream> openPackages)
    {
        var products = new Dictionary<string, ListedProduct>(StringComparer.Ordinal);
        var listed = ReferenceTable.ReadAll(openProducts, ProductTextColumns, table =>
        {
            var product = Product(table);
            products.TryAdd(table.Text("product_id"), product);
            return product;
        });
        if (listed.IsRejected)
        {
            return new ReferenceRows<DirectoryProduct>([], listed.Problems, 0, 0);
        }

        var seen = new Dictionary<Ndc, DirectoryProduct>();
        return ReferenceTable.ReadAll(openPackages, PackageTextColumns, table =>
        {
            if (products.TryGetValue(table.Text("product_id"), out var product))
            {
                return Package(table, product, seen);
            }

            table.Report(ReferenceProblemCode.ProductMissing, "product_id");
            return null;
        });
    }

    private ListedProduct Product(ReferenceTable table)
    {
        var form = table.Text("form");
        var match = _matcher.Match(Substances(table));
        return new ListedProduct(table.Text("proprietary_name"), form, table.Text("labeler"), match?.Ingredient, match?.Parts ?? []);
    }

    private static DirectoryProduct? Package(ReferenceTable table, ListedProduct product, Dictionary<Ndc, DirectoryProduct> seen)
    {
        if (product.Ingredient is not { } ingredient)
        {
            return null;
        }

        if (!Ndc.TryParse(table.Text("ndc_11"), out var ndc) || ndc.IsEmpty)
        {
            table.Report(ReferenceProblemCode.Ndc, "ndc_11");
            return null;
        }

        var amounts = product.Parts
            .Select(p => ListedStrength.MgPerUnit(p.Strength, p.Unit, ingredient.Name, product.Form, table.Text("package")))
            .ToArray();
        var mg = amounts.Any(a => a is null) ? null : amounts.Sum();
        var label = mg is > 0 ? string.Create(CultureInfo.InvariantCulture, $"{product.Name} {mg:0.###} mg") : product.Name;
        var made = new DirectoryProduct(ndc, ingredient.Name, mg ?? 0, product.Form.ToLowerInvariant(), label, product.Labeler);
        if (!seen.TryAdd(ndc, made))
        {
            if (seen[ndc] != made)
            {
                table.Report(ReferenceProblemCode.Duplicate, "ndc_11");
            }

            return null;
        }

        if (mg is null)
        {
            table.Report(ReferenceProblemCode.Strength, "strength");
        }

        return made;
    }

    /// <summary>The substances of a row; the directory separates names, strengths and units by semicolons, in the same order.</summary>
    private static ListedSubstance[] Substances(ReferenceTable table)
    {
        var names = Parts("substance");
        var strengths = Parts("strength");
        var units = Parts("unit");
        return [.. names.Select((name, i) => new ListedSubstance(name, strengths.ElementAtOrDefault(i) ?? "", units.ElementAtOrDefault(i) ?? ""))];

        string[] Parts(string column) => table.Text(column).Split(';', StringSplitOptions.TrimEntries);
    }

    private sealed record ListedProduct(
        string Name, string Form, string Labeler, DrugIngredient? Ingredient, IReadOnlyList<ListedSubstance> Parts);
}

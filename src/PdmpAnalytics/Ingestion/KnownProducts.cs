using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Ingestion;

/// <summary>The products intake can name: those of the shipped catalogue and those of imported directories.</summary>
internal sealed class KnownProducts
{
    private readonly Dictionary<Ndc, Drug> _byNdc = [];

    public KnownProducts(DrugCatalog catalog, IEnumerable<DrugProduct> stored)
    {
        foreach (var product in catalog.Products)
        {
            _byNdc[product.Ndc] = product;
        }

        foreach (var product in stored)
        {
            // An imported directory knows the product better than the shipped list.
            if (!product.Ndc.IsEmpty && product.Ingredient is { } name && catalog.TryGetIngredient(name, out var ingredient))
            {
                _byNdc[product.Ndc] = new Drug
                {
                    Id = product.Id,
                    Ndc = product.Ndc,
                    Ingredient = ingredient,
                    StrengthMg = product.StrengthMg,
                    Form = product.Form ?? "",
                    Label = product.Label ?? "",
                };
            }
        }
    }

    public Drug? Find(Ndc ndc) => _byNdc.GetValueOrDefault(ndc);

    /// <summary>
    /// Reads a product code as an NDC. Ten digits without hyphens are read as the one of their three forms that is known; none
    /// or several leave them unread.
    /// </summary>
    public bool TryRead(ReadOnlySpan<byte> code, out Ndc ndc)
    {
        if (Ndc.TryParse(code, out ndc))
        {
            return !ndc.IsEmpty;
        }

        var known = Ndc.Candidates(code).Where(candidate => Find(candidate) is not null).Distinct().ToList();
        ndc = known.Count == 1 ? known[0] : default;
        return known.Count == 1;
    }
}

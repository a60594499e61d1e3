using System.Diagnostics.CodeAnalysis;

namespace PdmpAnalytics.Dispensing;

/// <summary>
/// The shipped knowledge of drugs: ingredients with limits and factors, and common products with their NDCs. Imported
/// directories add products; they never change an ingredient.
/// </summary>
public sealed class DrugCatalog
{
    private readonly Dictionary<string, DrugIngredient> _byName;
    private readonly Dictionary<Ndc, Drug> _byNdc;

    /// <summary>Builds a catalogue from parts; <see cref="DrugIngredient.Id"/> must equal the position in <paramref name="ingredients"/>.</summary>
    public DrugCatalog(IReadOnlyList<DrugIngredient> ingredients, IReadOnlyList<Drug> products)
    {
        Ingredients = ingredients;
        Products = products;
        _byName = ingredients.ToDictionary(i => i.Name, StringComparer.OrdinalIgnoreCase);
        _byNdc = products.ToDictionary(p => p.Ndc);
    }

    public IReadOnlyList<DrugIngredient> Ingredients { get; }

    public IReadOnlyList<Drug> Products { get; }

    public bool TryGetIngredient(string name, [NotNullWhen(true)] out DrugIngredient? ingredient) =>
        _byName.TryGetValue(name, out ingredient);

    public bool TryGetProduct(Ndc ndc, [NotNullWhen(true)] out Drug? product) => _byNdc.TryGetValue(ndc, out product);
}

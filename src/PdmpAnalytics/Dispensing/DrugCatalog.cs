using System.Diagnostics.CodeAnalysis;

namespace PdmpAnalytics.Dispensing;

/// <summary>
/// The shipped knowledge of drugs: ingredients with limits and factors, and common products with their NDCs. Imported
/// directories add products; they never change an ingredient.
/// </summary>
public sealed class DrugCatalog
{
    private static readonly Lazy<DrugCatalog> TheShipped = new(DrugCatalogReader.ReadShipped);

    private readonly Dictionary<string, DrugIngredient> _byName;
    private readonly Dictionary<Ndc, Drug> _byNdc;

    /// <summary>Builds a catalogue from parts; <see cref="DrugIngredient.Id"/> must equal the position in <paramref name="ingredients"/>.</summary>
    public DrugCatalog(IReadOnlyList<DrugIngredient> ingredients, IReadOnlyList<Drug> products)
    {
        Ingredients = ingredients;
        Products = products;
        _byName = ingredients
            .SelectMany(i => i.SubstanceAliases.Append(i.Name), (i, name) => (name, i))
            .ToDictionary(p => p.name, p => p.i, StringComparer.OrdinalIgnoreCase);
        _byNdc = products.ToDictionary(p => p.Ndc);
    }

    /// <summary>The catalogue embedded in the library, read once.</summary>
    public static DrugCatalog Shipped => TheShipped.Value;

    public IReadOnlyList<DrugIngredient> Ingredients { get; }

    public IReadOnlyList<Drug> Products { get; }

    /// <summary>By generic name or alias, case ignored.</summary>
    public bool TryGetIngredient(string name, [NotNullWhen(true)] out DrugIngredient? ingredient) =>
        _byName.TryGetValue(name, out ingredient);

    public bool TryGetProduct(Ndc ndc, [NotNullWhen(true)] out Drug? product) => _byNdc.TryGetValue(ndc, out product);

    /// <summary>The same catalogue with imported factors in place of the shipped ones.</summary>
    public DrugCatalog With(IReadOnlyList<ConversionFactor> factors)
    {
        if (factors.Count == 0)
        {
            return this;
        }

        var imported = factors.ToLookup(f => f.Ingredient, StringComparer.OrdinalIgnoreCase);
        DrugIngredient[] ingredients = [.. Ingredients.Select(i => imported[i.Name].Aggregate(i, Replace))];
        return new DrugCatalog(
            ingredients, [.. Products.Select(p => p.Ingredient is { } i ? p with { Ingredient = ingredients[i.Id] } : p)]);
    }

    private static DrugIngredient Replace(DrugIngredient ingredient, ConversionFactor factor) => (factor.FactorSet, factor.Kind) switch
    {
        ("CDC2022", ConversionKind.Mme) => ingredient with { MmePerMgCdc2022 = factor.Factor },
        ("CDC2018", ConversionKind.Mme) => ingredient with { MmePerMgCdc2018 = factor.Factor },
        ("CDC2016", ConversionKind.Mme) => ingredient with { MmePerMgCdc2016 = factor.Factor },
        ("VA2021", ConversionKind.Dme) => ingredient with { DmePerMgVa2021 = factor.Factor },
        ("VA2021", ConversionKind.Lme) => ingredient with { LmePerMgVa2021 = factor.Factor },
        ("ASHTON2002", ConversionKind.Dme) => ingredient with { DmePerMgAshton2002 = factor.Factor },
        ("ASHTON2002", ConversionKind.Lme) => ingredient with { LmePerMgAshton2002 = factor.Factor },
        _ => throw new ArgumentException($"No set {factor.FactorSet} of kind {factor.Kind}.", nameof(factor)),
    };
}

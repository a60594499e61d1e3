using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Ingestion;

/// <summary>
/// The ingredients of a compound, each as the amount in one unit of it, so that a compound can be judged as a product whatever
/// the quantity dispensed.
/// </summary>
internal sealed class CompoundIngredients
{
    /// <summary>A label names some ingredients, not a page of them. Our choice, 2026-11-22.</summary>
    private const int MaxLabel = 200;

    private readonly List<Ingredient> _ingredients = [];

    private CompoundIngredients()
    {
    }

    /// <summary>True when every ingredient has a product code and a quantity.</summary>
    public bool AreSound => _ingredients.TrueForAll(i => i.Code.Length > 0 && i.PerUnit > 0);

    /// <summary>Stands for the composition, the same for the same amounts in a unit: 16 hexadecimal digits.</summary>
    public string Fingerprint
    {
        get
        {
            var text = string.Join('\n', _ingredients.Select(i =>
                string.Create(CultureInfo.InvariantCulture, $"{i.Qualifier} {i.Code} {i.PerUnit:G6} {i.Units}")));
            return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text)), 0, 8);
        }
    }

    /// <summary>
    /// Reads <see cref="SubmittedField.Ingredients"/>: the compound's quantity (DSP09), then qualifier, code, quantity and units
    /// (CDI02 to CDI05) of each ingredient, separated by asterisks.
    /// </summary>
    public static CompoundIngredients Read(ReadOnlySpan<byte> text, KnownProducts products)
    {
        var compound = new CompoundIngredients();
        var quantity = FieldText.TryDecimal(Next(ref text), out var units) && units > 0 ? units : double.NaN;
        while (!text.IsEmpty)
        {
            compound._ingredients.Add(ReadIngredient(ref text, quantity, products));
        }

        return compound;
    }

    /// <summary>
    /// The compound as a product: its strength is that of the first controlled ingredient that is known (the first known one,
    /// where none is controlled), in milligrams a unit of the compound. Null when no ingredient is known.
    /// </summary>
    public Drug? ToDrug()
    {
        var known = _ingredients.FindAll(i => i.Known?.Ingredient is not null);
        var first = known.Find(i => i.Known!.Ingredient!.Schedule != DrugSchedule.None) ?? known.FirstOrDefault();
        if (first is null)
        {
            return null;
        }

        var label = "compound: " + string.Join(" + ", known.Select(Named));
        return new Drug
        {
            Ndc = default,
            Ingredient = first.Known!.Ingredient,
            StrengthMg = first.StrengthMg,
            Form = "compound",
            Label = label.Length <= MaxLabel ? label : label[..MaxLabel],
        };
    }

    private static Ingredient ReadIngredient(ref ReadOnlySpan<byte> text, double quantity, KnownProducts products)
    {
        var qualifier = FieldText.Number(Next(ref text));
        var codeText = Next(ref text);
        var isNdc = products.TryRead(codeText, out var ndc) && qualifier == 1;
        var code = isNdc ? ndc.ToString() : qualifier is >= 2 and <= 7 and not 6 ? FieldText.Upper(codeText) : "";
        var amount = FieldText.TryDecimal(Next(ref text), out var units) && units > 0 ? units / quantity : double.NaN;
        return new Ingredient(qualifier, code, isNdc ? products.Find(ndc) : null, amount, FieldText.Text(Next(ref text)));
    }

    private static string Named(Ingredient ingredient) => string.Create(
        CultureInfo.InvariantCulture,
        $"{ingredient.Known!.Ingredient!.Name}{(ingredient.StrengthMg > 0 ? $" {ingredient.StrengthMg:G4} mg" : "")}");

    private static ReadOnlySpan<byte> Next(ref ReadOnlySpan<byte> text)
    {
        var length = text.IndexOf((byte)'*');
        var element = length < 0 ? text : text[..length];
        text = length < 0 ? default : text[(length + 1)..];
        return element;
    }

    /// <param name="Code">Empty when it cannot be read.</param>
    /// <param name="PerUnit">Quantity in one unit of the compound; NaN when either cannot be read.</param>
    private sealed record Ingredient(int Qualifier, string Code, Drug? Known, double PerUnit, string Units)
    {
        /// <summary>mg in one unit of the compound; 0 unknown.</summary>
        public double StrengthMg => Known is not null && PerUnit > 0 ? Known.StrengthMg * PerUnit : 0;
    }
}

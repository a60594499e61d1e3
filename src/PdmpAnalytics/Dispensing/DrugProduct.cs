namespace PdmpAnalytics.Dispensing;

/// <summary>
/// A product code seen in a submission or imported from a directory. Without an ingredient it is an unknown product: kept,
/// counted and listed until a directory names it.
/// </summary>
public sealed class DrugProduct
{
    /// <summary>Given by the loader in order of first sight, from 1.</summary>
    public required int Id { get; init; }

    /// <summary>DSP07: 1 NDC, 2 UPC, 3 HRI, 4 UPN, 5 DIN, 6 compound, 7 cannabis.</summary>
    public required byte Qualifier { get; init; }

    /// <summary>DSP08; for an NDC that could be read, its eleven digits.</summary>
    public required string Code { get; init; }

    /// <summary>Name of a <see cref="DrugIngredient"/>; null while unknown.</summary>
    public string? Ingredient { get; set; }

    /// <summary>mg per reported unit; 0 unknown.</summary>
    public double StrengthMg { get; set; }
    public string? Form { get; set; }
    public string? Label { get; set; }

    /// <summary>Where ingredient and strength come from: <c>catalogue</c> or the imported directory; null while unknown.</summary>
    public string? Source { get; set; }

    /// <summary>The code as an NDC; empty for other kinds of code and for codes that are no NDC.</summary>
    public Ndc Ndc => Qualifier == 1 && Code.Length == 11 && Ndc.TryParse(Code, out var ndc) ? ndc : default;
}

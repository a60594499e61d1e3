using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace PdmpAnalytics.Dispensing;

/// <summary>What a conversion factor converts into.</summary>
public enum ConversionKind
{
    /// <summary>mg morphine per mg.</summary>
    Mme = 1,

    /// <summary>mg diazepam per mg.</summary>
    Dme = 2,

    /// <summary>mg lorazepam per mg.</summary>
    Lme = 3,
}

/// <summary>An imported conversion factor; it stands in for the shipped one of the same ingredient, set and kind.</summary>
public sealed class ConversionFactor
{
    /// <summary>Generic name as in the catalogue.</summary>
    public required string Ingredient { get; init; }

    /// <summary>Edition the factor belongs to: <c>CDC2022</c>, <c>CDC2018</c>, <c>CDC2016</c>, <c>VA2021</c> or <c>ASHTON2002</c>.</summary>
    public required string FactorSet { get; init; }
    public required ConversionKind Kind { get; init; }

    /// <summary>mg of the target per mg of the ingredient, 0 or more.</summary>
    public required double Factor { get; init; }

    /// <summary>Publication the factor is taken from.</summary>
    public required string Source { get; init; }

    /// <summary>True when the set is one the product computes with, and converts into this kind.</summary>
    public static bool IsKnown(string set, ConversionKind kind) => kind switch
    {
        ConversionKind.Mme => set is "CDC2022" or "CDC2018" or "CDC2016",
        ConversionKind.Dme or ConversionKind.Lme => set is "VA2021" or "ASHTON2002",
    };
}

internal sealed class ConversionFactorMapping : IEntityTypeConfiguration<ConversionFactor>
{
    public void Configure(EntityTypeBuilder<ConversionFactor> builder)
    {
        builder.ToTable("conversion_factors");
        builder.HasKey(f => new { f.Ingredient, f.FactorSet, f.Kind });
    }
}

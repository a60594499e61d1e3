using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace PdmpAnalytics.Dispensing;

/// <summary>Middle point of a ZIP code area, as imported.</summary>
public sealed class ZipCentroid
{
    /// <summary>Five digits as a number.</summary>
    public required int Zip { get; init; }

    /// <summary>Degrees north.</summary>
    public required double Latitude { get; init; }

    /// <summary>Degrees east; negative in the United States.</summary>
    public required double Longitude { get; init; }
}

internal sealed class ZipCentroidMapping : IEntityTypeConfiguration<ZipCentroid>
{
    public void Configure(EntityTypeBuilder<ZipCentroid> builder)
    {
        builder.ToTable("zip_centroids");
        builder.HasKey(z => z.Zip);
        builder.Property(z => z.Zip).ValueGeneratedNever();
    }
}

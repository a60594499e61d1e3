using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace PdmpAnalytics.Dispensing;

internal sealed class DrugProductMapping : IEntityTypeConfiguration<DrugProduct>
{
    public void Configure(EntityTypeBuilder<DrugProduct> builder)
    {
        builder.ToTable("drugs");
        builder.HasKey(d => d.Id);
        builder.Property(d => d.Id).ValueGeneratedNever();
        builder.Ignore(d => d.Ndc);
        builder.HasIndex(d => new { d.Qualifier, d.Code }).IsUnique();
    }
}

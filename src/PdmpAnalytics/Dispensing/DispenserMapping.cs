using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace PdmpAnalytics.Dispensing;

internal sealed class DispenserMapping : IEntityTypeConfiguration<Dispenser>
{
    public void Configure(EntityTypeBuilder<Dispenser> builder)
    {
        builder.ToTable("dispensers");
        builder.HasKey(d => d.Id);
        builder.Property(d => d.Id).ValueGeneratedNever();
        builder.HasIndex(d => d.Key).IsUnique();
    }
}

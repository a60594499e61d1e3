using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace PdmpAnalytics.Dispensing;

internal sealed class PrescriberMapping : IEntityTypeConfiguration<Prescriber>
{
    public void Configure(EntityTypeBuilder<Prescriber> builder)
    {
        builder.ToTable("prescribers");
        builder.HasKey(p => p.Id);
        builder.Property(p => p.Id).ValueGeneratedNever();
        builder.HasIndex(p => p.Key).IsUnique();
        builder.HasIndex(p => p.Npi);
        builder.HasIndex(p => p.Dea);
    }
}

internal sealed class PrescriberSiteMapping : IEntityTypeConfiguration<PrescriberSite>
{
    public void Configure(EntityTypeBuilder<PrescriberSite> builder)
    {
        builder.ToTable("prescriber_sites");
        builder.HasKey(s => s.Id);
        builder.Property(s => s.Id).ValueGeneratedNever();
        builder.HasIndex(s => s.Key).IsUnique();
        builder.HasIndex(s => s.PrescriberId);
    }
}

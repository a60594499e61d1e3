using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace PdmpAnalytics.Dispensing;

/// <summary>One index only, the key: every further one is paid by each of millions of rows.</summary>
internal sealed class DispensationMapping : IEntityTypeConfiguration<Dispensation>
{
    public void Configure(EntityTypeBuilder<Dispensation> builder)
    {
        builder.ToTable("dispensations");
        builder.HasKey(d => new { d.PatientId, d.Id });
        builder.Property(d => d.PatientId).ValueGeneratedNever();
        builder.Property(d => d.Id).ValueGeneratedNever();
    }
}

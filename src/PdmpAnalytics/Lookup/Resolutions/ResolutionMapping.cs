using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace PdmpAnalytics.Lookup.Resolutions;

internal sealed class ResolutionMapping : IEntityTypeConfiguration<ResolutionNote>
{
    public void Configure(EntityTypeBuilder<ResolutionNote> builder)
    {
        builder.ToTable("dispensing_resolutions");
        builder.HasKey(n => new { n.Id, n.Version });
        builder.Property(n => n.Id).ValueGeneratedNever();
        builder.Property(n => n.Version).ValueGeneratedNever();
        builder.Property(n => n.Decision).HasConversion<string>().HasMaxLength(16);
        builder.Property(n => n.IdempotencyKey).HasMaxLength(ResolutionService.LongestIdempotencyKey);
        builder.HasIndex(n => n.Account);
        builder.HasIndex(n => n.PatientId);
        builder.HasIndex(n => new { n.Facility, n.At });

        // Of two parallel posts of one request the database lets one in.
        builder.Property(n => n.Sender).HasMaxLength(ResolutionService.LongestSender);
        builder.HasIndex(n => new { n.Sender, n.IdempotencyKey }).IsUnique();
    }
}

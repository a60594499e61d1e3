using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using PdmpAnalytics.Detection.Scoring;

namespace PdmpAnalytics.Review;

internal sealed class AlertMapping : IEntityTypeConfiguration<Alert>
{
    public void Configure(EntityTypeBuilder<Alert> builder)
    {
        builder.ToTable("alerts");
        builder.HasKey(a => a.Id);
        builder.Property(a => a.Id).ValueGeneratedNever();
        builder.Property(a => a.SubjectKind).HasConversion<string>().HasMaxLength(16);
        builder.Property(a => a.State).HasConversion<string>().HasMaxLength(16);
        builder.Property(a => a.Queue).HasConversion<string>().HasMaxLength(16);
        builder.Property(a => a.Hold).HasConversion<string>().HasMaxLength(16);
        builder.Property(a => a.Disposition).HasConversion<string>().HasMaxLength(40);
        builder.Property(a => a.ScoreParts).HasConversion(FindingColumns.ScoreParts, FindingColumns.InOrder<ScorePart>());
        builder.Property(a => a.Settled).HasConversion(FindingColumns.Json<SettledAlert>());
        builder.Property(a => a.UncertainLink).HasConversion(FindingColumns.Json<UncertainLink>());
        builder.Property(a => a.Version).IsConcurrencyToken();
        builder.Ignore(a => a.Subject);
        builder.Ignore(a => a.IsQueued);
        builder.HasMany(a => a.Findings).WithOne().HasForeignKey(f => f.AlertId).OnDelete(DeleteBehavior.Cascade);
        builder.Navigation(a => a.Findings).UsePropertyAccessMode(PropertyAccessMode.Field);
        builder.HasIndex(a => new { a.SubjectKind, a.SubjectId }).IsUnique();
    }
}

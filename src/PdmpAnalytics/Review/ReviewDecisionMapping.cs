using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace PdmpAnalytics.Review;

internal sealed class ReviewDecisionMapping : IEntityTypeConfiguration<ReviewDecision>
{
    public void Configure(EntityTypeBuilder<ReviewDecision> builder)
    {
        builder.ToTable("review_decisions");
        builder.HasKey(d => new { d.AlertId, d.AlertVersion });
        builder.Property(d => d.From).HasColumnName("from_state").HasConversion<string>().HasMaxLength(16);
        builder.Property(d => d.To).HasColumnName("to_state").HasConversion<string>().HasMaxLength(16);
        builder.Property(d => d.Disposition).HasConversion<string>().HasMaxLength(40);
        builder.HasOne<Alert>().WithMany().HasForeignKey(d => d.AlertId);
    }
}

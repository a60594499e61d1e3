using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using PdmpAnalytics.Detection.Scoring;
using PdmpAnalytics.Review.Work;

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
        builder.Property(a => a.RiskParts).HasConversion(FindingColumns.ScoreParts, FindingColumns.InOrder<ScorePart>());
        builder.Property(a => a.Settled).HasConversion(FindingColumns.Json<SettledAlert>());
        builder.Property(a => a.UncertainLink).HasConversion(FindingColumns.Json<UncertainLink>());
        builder.Property(a => a.PlannedAction).HasConversion<string>().HasMaxLength(32);
        builder.Property(a => a.ReadingKind).HasConversion<string>().HasMaxLength(16);
        builder.Property(a => a.LastStep).HasConversion(FindingColumns.Json<TakenStep>());
        builder.Property(a => a.Version).IsConcurrencyToken();
        builder.Ignore(a => a.Subject);
        builder.Ignore(a => a.IsQueued);
        builder.Ignore(a => a.Work);
        builder.HasMany(a => a.Findings).WithOne().HasForeignKey(f => f.AlertId).OnDelete(DeleteBehavior.Cascade);
        builder.Navigation(a => a.Findings).UsePropertyAccessMode(PropertyAccessMode.Field);
        builder.HasIndex(a => new { a.SubjectKind, a.SubjectId }).IsUnique();

        // The queue as it is opened, in its order: a page is read off the index, and counting never touches what was closed.
        builder.HasIndex(a => new { a.Priority, a.RaisedOn, a.EvidenceCount, a.FindingCount, a.SubjectId, a.Id })
            .IsDescending(true, false, true, true, false, false)
            .HasFilter("hold = 'None' AND state <> 'Closed' AND state <> 'Withdrawn'")
            .HasDatabaseName("ix_alerts_waiting");
        builder.HasIndex(a => a.Assignee).HasFilter("assignee IS NOT NULL").HasDatabaseName("ix_alerts_assignee");
        builder.HasIndex(a => a.ReadingKind).HasFilter("reading_kind IS NOT NULL").HasDatabaseName("ix_alerts_reading_kind");
    }
}

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using PdmpAnalytics.Detection;
using PdmpAnalytics.Detection.Exemptions;

namespace PdmpAnalytics.Review;

internal sealed class AlertFindingMapping : IEntityTypeConfiguration<AlertFinding>
{
    public void Configure(EntityTypeBuilder<AlertFinding> builder)
    {
        builder.ToTable("alert_findings");
        builder.HasKey(f => new { f.AlertId, f.Position });

        // What rules over several subjects said is read back by rule each night.
        builder.HasIndex(f => f.RuleId).HasDatabaseName("ix_alert_findings_rule_id");
        builder.Property(f => f.Scope).HasConversion<string>().HasMaxLength(16);
        builder.Property(f => f.Queue).HasConversion<string>().HasMaxLength(16);
        builder.Property(f => f.ExemptByHand).HasConversion(FindingColumns.Json<HandExemption>());
        builder.Property(f => f.DosesByEdition).HasConversion(FindingColumns.DosesByEdition, FindingColumns.InOrder<EditionFigure>());
        builder.Property(f => f.Notes).HasConversion(FindingColumns.Notes, FindingColumns.InOrder<string>());
        builder.Property(f => f.Values).HasColumnName("measured").HasConversion(FindingColumns.Values, FindingColumns.InOrder<FindingValue>());
        builder.Property(f => f.Evidence).HasConversion(FindingColumns.Evidence, FindingColumns.InOrder<long>());
    }
}

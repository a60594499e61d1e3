using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace PdmpAnalytics.Patients.Linking;

internal sealed class LinkModelMapping : IEntityTypeConfiguration<LinkModel>
{
    public void Configure(EntityTypeBuilder<LinkModel> builder)
    {
        builder.ToTable("link_models");
        builder.HasKey(m => m.Id);
        builder.Property(m => m.Id).ValueGeneratedNever();
    }
}

internal sealed class LinkRunMapping : IEntityTypeConfiguration<LinkRun>
{
    public void Configure(EntityTypeBuilder<LinkRun> builder)
    {
        builder.ToTable("link_runs");
        builder.HasKey(r => r.Id);
        builder.Property(r => r.Id).ValueGeneratedNever();
    }
}

internal sealed class StoredLinkMapping : IEntityTypeConfiguration<StoredLink>
{
    public void Configure(EntityTypeBuilder<StoredLink> builder)
    {
        builder.ToTable("patient_links");
        builder.HasKey(l => new { l.RecordA, l.RecordB });
        builder.Property(l => l.Guard).HasConversion<int>();
        builder.HasIndex(l => l.RecordB);
    }
}

internal sealed class PatientBlockMapping : IEntityTypeConfiguration<PatientBlock>
{
    public void Configure(EntityTypeBuilder<PatientBlock> builder)
    {
        builder.ToTable("patient_blocks");
        builder.HasKey(b => new { b.Key, b.RecordId });
    }
}

internal sealed class RecordConfidenceMapping : IEntityTypeConfiguration<RecordConfidence>
{
    public void Configure(EntityTypeBuilder<RecordConfidence> builder)
    {
        builder.ToTable("record_confidences");
        builder.HasKey(c => c.RecordId);
        builder.Property(c => c.RecordId).ValueGeneratedNever();
    }
}

internal sealed class LinkDecisionMapping : IEntityTypeConfiguration<LinkDecision>
{
    public void Configure(EntityTypeBuilder<LinkDecision> builder)
    {
        builder.ToTable("link_decisions");
        builder.HasKey(d => d.Id);
        builder.Property(d => d.Id).ValueGeneratedNever();
        builder.Property(d => d.Verdict).HasConversion<string>().HasMaxLength(16);
        builder.HasMany(d => d.Records).WithOne().HasForeignKey(r => r.DecisionId);
        builder.Navigation(d => d.Records).UsePropertyAccessMode(PropertyAccessMode.Field);
    }
}

internal sealed class LinkDecisionRecordMapping : IEntityTypeConfiguration<LinkDecisionRecord>
{
    public void Configure(EntityTypeBuilder<LinkDecisionRecord> builder)
    {
        builder.ToTable("link_decision_records");
        builder.HasKey(r => new { r.DecisionId, r.RecordId });
    }
}

internal sealed class LinkEventMapping : IEntityTypeConfiguration<LinkEvent>
{
    public void Configure(EntityTypeBuilder<LinkEvent> builder)
    {
        builder.ToTable("link_journal");
        builder.HasKey(e => e.Id);
        builder.Property(e => e.Id).ValueGeneratedNever();
        builder.Property(e => e.Kind).HasConversion<string>().HasMaxLength(16);
        builder.Property(e => e.Cause).HasConversion<string>().HasMaxLength(16);
        builder.HasMany(e => e.Records).WithOne().HasForeignKey(r => r.EventId);
        builder.Navigation(e => e.Records).UsePropertyAccessMode(PropertyAccessMode.Field);
        builder.HasIndex(e => e.FromPatientId);
        builder.HasIndex(e => e.IntoPatientId);
    }
}

internal sealed class LinkEventRecordMapping : IEntityTypeConfiguration<LinkEventRecord>
{
    public void Configure(EntityTypeBuilder<LinkEventRecord> builder)
    {
        builder.ToTable("link_journal_records");
        builder.HasKey(r => new { r.EventId, r.RecordId });
    }
}

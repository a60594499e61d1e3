using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace PdmpAnalytics.Ingestion;

internal sealed class SubmissionMapping : IEntityTypeConfiguration<Submission>
{
    public void Configure(EntityTypeBuilder<Submission> builder)
    {
        builder.ToTable("submissions");
        builder.HasKey(s => s.Id);
        builder.Property(s => s.Id).ValueGeneratedNever();
        builder.HasIndex(s => s.ContentHash).IsUnique().HasFilter("result <> 2"); // Rejected: the same bytes may come again.
    }
}

internal sealed class SubmissionErrorMapping : IEntityTypeConfiguration<SubmissionError>
{
    public void Configure(EntityTypeBuilder<SubmissionError> builder)
    {
        builder.ToTable("submission_errors");
        builder.HasKey(e => new { e.SubmissionId, e.Sequence });
        builder.Property(e => e.SubmissionId).ValueGeneratedNever();
        builder.Property(e => e.Sequence).ValueGeneratedNever();
    }
}

internal sealed class SubmittedTransactionMapping : IEntityTypeConfiguration<SubmittedTransaction>
{
    public void Configure(EntityTypeBuilder<SubmittedTransaction> builder)
    {
        builder.ToTable("submitted_transactions");
        builder.HasKey(t => new { t.SubmissionId, t.Sequence });
        builder.Property(t => t.SubmissionId).ValueGeneratedNever();
        builder.Property(t => t.Sequence).ValueGeneratedNever();
        builder.HasIndex(t => t.ControlNumber);
    }
}

internal sealed class RejectedRecordMapping : IEntityTypeConfiguration<RejectedRecord>
{
    public void Configure(EntityTypeBuilder<RejectedRecord> builder)
    {
        builder.ToTable("rejected_records");
        builder.HasKey(r => new { r.SubmissionId, r.Line });
        builder.Property(r => r.SubmissionId).ValueGeneratedNever();
        builder.Property(r => r.Line).ValueGeneratedNever();
        builder.HasIndex(r => r.RxKey);
    }
}

internal sealed class SealingKeyMapping : IEntityTypeConfiguration<SealingKey>
{
    public void Configure(EntityTypeBuilder<SealingKey> builder)
    {
        builder.ToTable("sealing_key");
        builder.Property(k => k.Id).ValueGeneratedNever();
    }
}

internal sealed class ZeroReportMapping : IEntityTypeConfiguration<ZeroReport>
{
    public void Configure(EntityTypeBuilder<ZeroReport> builder)
    {
        builder.ToTable("zero_reports");
        builder.HasKey(z => new { z.DispenserId, z.FirstDay, z.LastDay, z.SubmissionId, z.Line });
    }
}

internal sealed class DispenserSubmissionMapping : IEntityTypeConfiguration<DispenserSubmission>
{
    public void Configure(EntityTypeBuilder<DispenserSubmission> builder)
    {
        builder.ToTable("dispenser_submissions");
        builder.HasKey(d => new { d.DispenserId, d.SubmissionId });
    }
}

internal sealed class DispenserMonthMapping : IEntityTypeConfiguration<DispenserMonth>
{
    public void Configure(EntityTypeBuilder<DispenserMonth> builder)
    {
        builder.ToTable("dispenser_months");
        builder.HasKey(m => new { m.DispenserId, m.Month, m.Figure });
    }
}

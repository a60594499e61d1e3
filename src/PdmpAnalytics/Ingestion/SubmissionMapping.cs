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
        builder.HasIndex(s => s.ContentHash).IsUnique();
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

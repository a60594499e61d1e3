using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace PdmpAnalytics.Detection;

/// <summary>A judged patient whose outcome can change without new records, and the first day on which it can.</summary>
public sealed class DuePatient
{
    public required long PatientId { get; init; }

    /// <summary>First day on which judging again can find something else.</summary>
    public required DateOnly DueOn { get; init; }
}

internal sealed class DuePatientMapping : IEntityTypeConfiguration<DuePatient>
{
    public void Configure(EntityTypeBuilder<DuePatient> builder)
    {
        builder.ToTable("patients_due");
        builder.HasKey(p => p.PatientId);
        builder.Property(p => p.PatientId).ValueGeneratedNever();
        builder.HasIndex(p => p.DueOn);
    }
}

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace PdmpAnalytics.Patients;

internal sealed class PatientRecordMapping : IEntityTypeConfiguration<PatientRecord>
{
    public void Configure(EntityTypeBuilder<PatientRecord> builder)
    {
        builder.ToTable("patient_records");
        builder.HasKey(r => r.Id);
        builder.Property(r => r.Id).ValueGeneratedNever();
        builder.HasIndex(r => r.Key).IsUnique();
        builder.HasIndex(r => r.BaseKey);
        builder.HasIndex(r => r.PatientId);
        builder.HasIndex(r => r.LastName);
        builder.HasIndex(r => r.Zip);

        // Lists of alerts are narrowed to a state; without it every record of the programme is looked at for the few of a neighbour's.
        builder.HasIndex(r => new { r.State, r.PatientId });

        // Look-ups start from it.
        builder.HasIndex(r => r.BirthDate);
    }
}

internal sealed class PatientMapping : IEntityTypeConfiguration<Patient>
{
    public void Configure(EntityTypeBuilder<Patient> builder)
    {
        builder.ToTable("patients");
        builder.HasKey(p => p.Id);
        builder.Property(p => p.Id).ValueGeneratedNever();
    }
}

internal sealed class PatientToJudgeMapping : IEntityTypeConfiguration<PatientToJudge>
{
    public void Configure(EntityTypeBuilder<PatientToJudge> builder)
    {
        builder.ToTable("patients_to_judge");
        builder.HasKey(p => p.PatientId);
        builder.Property(p => p.PatientId).ValueGeneratedNever();
    }
}

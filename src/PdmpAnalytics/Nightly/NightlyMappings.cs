using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace PdmpAnalytics.Nightly;

internal sealed class NightlyRunMapping : IEntityTypeConfiguration<NightlyRun>
{
    public void Configure(EntityTypeBuilder<NightlyRun> builder)
    {
        builder.ToTable("nights");
        builder.HasKey(n => n.BusinessDate);
        builder.Property(n => n.State).HasConversion<string>().HasMaxLength(16);
        builder.Ignore(n => n.Models);
    }
}

internal sealed class NightlyStepMapping : IEntityTypeConfiguration<NightlyStep>
{
    public void Configure(EntityTypeBuilder<NightlyStep> builder)
    {
        builder.ToTable("night_steps");
        builder.HasKey(s => new { s.BusinessDate, s.Kind });
        builder.Property(s => s.State).HasConversion<string>().HasMaxLength(16);
        builder.Ignore(s => s.IsOver);
    }
}

internal sealed class NightlyAttemptMapping : IEntityTypeConfiguration<NightlyAttempt>
{
    public void Configure(EntityTypeBuilder<NightlyAttempt> builder)
    {
        builder.ToTable("night_attempts");
        builder.HasKey(a => a.RunId);
        builder.Property(a => a.RunId).HasMaxLength(32);
        builder.Property(a => a.Outcome).HasConversion<string>().HasMaxLength(16);
        builder.HasIndex(a => a.BusinessDate);
    }
}

internal sealed class RunLeaseMapping : IEntityTypeConfiguration<RunLease>
{
    public void Configure(EntityTypeBuilder<RunLease> builder)
    {
        builder.ToTable("run_leases");
        builder.HasKey(l => l.Name);
        builder.Property(l => l.Name).HasMaxLength(32);
    }
}

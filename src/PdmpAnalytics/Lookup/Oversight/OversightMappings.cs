using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace PdmpAnalytics.Lookup.Oversight;

internal sealed class AccessFindingMapping : IEntityTypeConfiguration<AccessFinding>
{
    public void Configure(EntityTypeBuilder<AccessFinding> builder)
    {
        builder.ToTable("access_findings");
        builder.HasKey(f => f.Id);
        builder.Property(f => f.Sign).HasConversion<string>().HasMaxLength(24);
        builder.Property(f => f.Conclusion).HasConversion<string>().HasMaxLength(16);
        builder.Property(f => f.Account).HasMaxLength(80);
        builder.Property(f => f.Key).HasMaxLength(80);
        builder.Property(f => f.Version).IsConcurrencyToken();
        builder.HasIndex(f => new { f.Sign, f.Account, f.Key }).IsUnique();
    }
}

internal sealed class WatchedPatientMapping : IEntityTypeConfiguration<WatchedPatient>
{
    public void Configure(EntityTypeBuilder<WatchedPatient> builder)
    {
        builder.ToTable("watched_patients");
        builder.HasKey(w => w.PatientId);
        builder.Property(w => w.PatientId).ValueGeneratedNever();
    }
}

internal sealed class AccountDayMapping : IEntityTypeConfiguration<AccountDay>
{
    public void Configure(EntityTypeBuilder<AccountDay> builder)
    {
        builder.ToTable("account_days");
        builder.HasKey(d => new { d.Day, d.Account, d.Role });
        builder.Property(d => d.Account).HasMaxLength(80);
        builder.Property(d => d.Role).HasMaxLength(24);
    }
}

internal sealed class DelegateSignOffMapping : IEntityTypeConfiguration<DelegateSignOff>
{
    public void Configure(EntityTypeBuilder<DelegateSignOff> builder)
    {
        builder.ToTable("delegate_sign_offs");
        builder.HasKey(s => new { s.DelegationId, s.Quarter });
        builder.Property(s => s.DelegationId).ValueGeneratedNever();
    }
}

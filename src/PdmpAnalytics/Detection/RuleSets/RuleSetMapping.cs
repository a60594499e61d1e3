using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace PdmpAnalytics.Detection.RuleSets;

internal sealed class RuleSetMapping : IEntityTypeConfiguration<RuleSet>
{
    public void Configure(EntityTypeBuilder<RuleSet> builder)
    {
        builder.ToTable("rule_sets");
        builder.HasIndex(s => new { s.Name, s.Version }).IsUnique();
        builder.HasMany(s => s.Periods).WithOne().HasForeignKey(p => p.RuleSetId);
        builder.Ignore(s => s.Label);
    }
}

internal sealed class RuleSetPeriodMapping : IEntityTypeConfiguration<RuleSetPeriod>
{
    public void Configure(EntityTypeBuilder<RuleSetPeriod> builder)
    {
        builder.ToTable("rule_set_periods");
        builder.Property(p => p.Use).HasColumnName("used_as").HasConversion<string>().HasMaxLength(16);
        builder.Property(p => p.From).HasColumnName("from_day");
        builder.Property(p => p.Until).HasColumnName("until_day");
    }
}

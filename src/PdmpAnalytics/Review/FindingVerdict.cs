using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace PdmpAnalytics.Review;

/// <summary>What a reviewer concluded about one rule's findings inside an alert, where that differs from the alert. Written once.</summary>
public sealed class FindingVerdict
{
    private FindingVerdict()
    {
    }

    public long AlertId { get; private set; }

    /// <summary>With the alert's id the <see cref="ReviewDecision"/> it belongs to.</summary>
    public int AlertVersion { get; private set; }
    public string RuleId { get; private set; } = "";
    public Disposition Disposition { get; private set; }

    internal static IEnumerable<FindingVerdict> Of(Alert alert, IReadOnlyDictionary<string, Disposition> byRule) =>
        byRule.Select(v => new FindingVerdict
        {
            AlertId = alert.Id,
            AlertVersion = alert.Version,
            RuleId = v.Key,
            Disposition = v.Value,
        });

    /// <summary>Refused when a rule has no finding in the alert.</summary>
    internal static Refusal? Refuse(long alertId, IReadOnlyList<string> rules, IReadOnlyDictionary<string, Disposition> byRule) =>
        byRule.Keys.FirstOrDefault(rule => !rules.Contains(rule)) is { } other
            ? new Refusal(RefusalReason.Incomplete, $"Alert {alertId} has no finding of {other}; it has {string.Join(", ", rules)}.")
            : null;
}

internal sealed class FindingVerdictMapping : IEntityTypeConfiguration<FindingVerdict>
{
    public void Configure(EntityTypeBuilder<FindingVerdict> builder)
    {
        builder.ToTable("finding_verdicts");
        builder.HasKey(v => new { v.AlertId, v.AlertVersion, v.RuleId });
        builder.Property(v => v.Disposition).HasConversion<string>().HasMaxLength(40);
        builder.HasOne<ReviewDecision>().WithMany().HasForeignKey(v => new { v.AlertId, v.AlertVersion });
    }
}

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace PdmpAnalytics.Detection.RuleSets;

/// <summary>
/// What a shadow set found about the patients judged on a day, beside what the set in force found about the same ones. Of rules
/// over single histories only.
/// </summary>
public sealed class ShadowMeasure
{
    public required DateOnly AsOf { get; init; }
    public required int RuleSetId { get; init; }
    public required string RuleId { get; init; }
    public required Severity Severity { get; init; }

    /// <summary>Findings of the shadow set.</summary>
    public required int Findings { get; init; }

    /// <summary>Findings of the set in force.</summary>
    public required int InForce { get; init; }

    /// <summary>Adds up parts measured apart.</summary>
    public static IReadOnlyList<ShadowMeasure> Sum(IEnumerable<ShadowMeasure> parts) =>
    [
        .. parts.GroupBy(m => (m.AsOf, m.RuleSetId, m.RuleId, m.Severity)).OrderBy(g => g.Key.RuleSetId).ThenBy(g => g.Key.RuleId, StringComparer.Ordinal).ThenBy(g => g.Key.Severity)
            .Select(g => new ShadowMeasure
            {
                AsOf = g.Key.AsOf,
                RuleSetId = g.Key.RuleSetId,
                RuleId = g.Key.RuleId,
                Severity = g.Key.Severity,
                Findings = g.Sum(m => m.Findings),
                InForce = g.Sum(m => m.InForce),
            }),
    ];
}

internal sealed class ShadowMeasureMapping : IEntityTypeConfiguration<ShadowMeasure>
{
    public void Configure(EntityTypeBuilder<ShadowMeasure> builder)
    {
        builder.ToTable("shadow_measures");
        builder.HasKey(m => new { m.AsOf, m.RuleSetId, m.RuleId, m.Severity });
        builder.HasOne<RuleSet>().WithMany().HasForeignKey(m => m.RuleSetId);
    }
}

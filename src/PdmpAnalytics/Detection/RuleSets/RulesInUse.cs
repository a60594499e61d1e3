using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace PdmpAnalytics.Detection.RuleSets;

/// <summary>
/// That judging changed to other thresholds: the last entry tells by what everybody's findings are. Written once.
/// </summary>
public sealed class RulesInUse
{
    private RulesInUse()
    {
    }

    public int Id { get; private set; }

    /// <summary>The day judged from first.</summary>
    public DateOnly AsOf { get; private set; }

    /// <summary><see cref="RuleCatalog.Set"/>.</summary>
    public string RuleSet { get; private set; } = "";

    /// <summary><see cref="RuleCatalog.Fingerprint"/>.</summary>
    public string Fingerprint { get; private set; } = "";

    public static RulesInUse Of(RuleCatalog rules, DateOnly asOf) =>
        new() { AsOf = asOf, RuleSet = rules.Set, Fingerprint = rules.Fingerprint };
}

internal sealed class RulesInUseMapping : IEntityTypeConfiguration<RulesInUse>
{
    public void Configure(EntityTypeBuilder<RulesInUse> builder) => builder.ToTable("rules_in_use");
}

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using PdmpAnalytics.Detection;

namespace PdmpAnalytics.Review;

/// <summary>
/// That a rule spoke up about a subject: when its alert was raised or reopened, or when the rule joined an open alert. Written
/// once: alerts say what holds now, hits say how often rules had something new to say.
/// </summary>
public sealed class RuleHit
{
    private RuleHit()
    {
    }

    public long AlertId { get; private set; }

    /// <summary>The alert's version that the rule spoke up in.</summary>
    public int AlertVersion { get; private set; }
    public string RuleId { get; private set; } = "";
    public AlertSubjectKind SubjectKind { get; private set; }
    public long SubjectId { get; private set; }

    /// <summary>The day judged from.</summary>
    public DateOnly AsOf { get; private set; }

    /// <summary>Highest of the rule's findings.</summary>
    public Severity Severity { get; private set; }

    /// <summary>Of the rules an alert names now, those it did not name before.</summary>
    internal static IEnumerable<RuleHit> Of(Alert alert, IReadOnlyCollection<string> saidBefore) =>
        from finding in alert.Findings
        where !saidBefore.Contains(finding.RuleId)
        group finding by finding.RuleId into rule
        select new RuleHit
        {
            AlertId = alert.Id,
            AlertVersion = alert.Version,
            RuleId = rule.Key,
            SubjectKind = alert.SubjectKind,
            SubjectId = alert.SubjectId,
            AsOf = alert.AsOf,
            Severity = rule.Max(f => f.Severity),
        };
}

internal sealed class RuleHitMapping : IEntityTypeConfiguration<RuleHit>
{
    public void Configure(EntityTypeBuilder<RuleHit> builder)
    {
        builder.ToTable("rule_hits");
        builder.HasKey(h => new { h.AlertId, h.AlertVersion, h.RuleId });
        builder.Property(h => h.SubjectKind).HasConversion<string>().HasMaxLength(16);
    }
}

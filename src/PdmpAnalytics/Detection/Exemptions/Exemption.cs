using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace PdmpAnalytics.Detection.Exemptions;

/// <summary>
/// What a person stated about a patient, with a last day. Written once and ended once, never changed: what an alert was
/// lowered by can still be told years later. The reason may name a person and stays here.
/// </summary>
public sealed class Exemption
{
    /// <summary>Longest time from stating it to its last day: somebody looks again by then (our choice, 2026-11-22).</summary>
    public const int LongestYears = 5;

    private Exemption()
    {
    }

    public long Id { get; private set; }

    /// <summary>The patient as known when it was stated; after a merge it holds for the patient merged into.</summary>
    public long PatientId { get; private set; }
    public ExemptionKind Kind { get; private set; }

    /// <summary>First day judged on which it holds; null for any day up to <see cref="Until"/>.</summary>
    public DateOnly? FirstDay { get; private set; }

    /// <summary>Last day judged on which it holds, included.</summary>
    public DateOnly Until { get; private set; }
    public string Author { get; private set; } = "";
    public string Reason { get; private set; } = "";

    /// <summary>UTC.</summary>
    public DateTimeOffset StatedAt { get; private set; }

    /// <summary>UTC; null unless somebody ended it. From then on it holds on no day.</summary>
    public DateTimeOffset? EndedAt { get; private set; }
    public string EndedBy { get; private set; } = "";
    public string EndReason { get; private set; } = "";

    public bool HoldsOn(DateOnly day) => EndedAt is null && day >= (FirstDay ?? DateOnly.MinValue) && day <= Until;

    /// <summary>
    /// Refuses an exemption without a reason, one that ends before it begins, that is over or lasts beyond
    /// <see cref="LongestYears"/>, and lock-in without its first day.
    /// </summary>
    internal static Result<Exemption> State(long patientId, ExemptionTerms terms, string author, DateTimeOffset at)
    {
        if (string.IsNullOrWhiteSpace(terms.Reason))
        {
            return new Refusal(RefusalReason.Incomplete, "An exemption needs a reason.");
        }

        if (terms.FirstDay > terms.Until)
        {
            return new Refusal(RefusalReason.Incomplete, "An exemption cannot end before it begins.");
        }

        // An evening in the west is the next day in UTC: an exemption of that one evening is not over.
        var today = DateOnly.FromDateTime(at.UtcDateTime);
        if (terms.Until < today.AddDays(-1))
        {
            return new Refusal(RefusalReason.Incomplete, $"An exemption until {terms.Until:yyyy-MM-dd} is over already.");
        }

        if (terms.Until > today.AddYears(LongestYears))
        {
            return new Refusal(RefusalReason.Incomplete, $"An exemption lasts {LongestYears} years at most; state it again when it ends.");
        }

        if (terms.Kind == ExemptionKind.LockIn && terms.FirstDay is null)
        {
            return new Refusal(RefusalReason.Incomplete, "Lock-in needs the day it began: it answers what was found before.");
        }

        return new Exemption
        {
            PatientId = patientId,
            Kind = terms.Kind,
            FirstDay = terms.FirstDay,
            Until = terms.Until,
            Author = author,
            Reason = terms.Reason.Trim(),
            StatedAt = at,
        };
    }

    /// <summary>Ends it for every day; changes nothing when refused.</summary>
    internal Refusal? End(string author, string reason, DateTimeOffset at)
    {
        if (EndedAt is not null)
        {
            return new Refusal(RefusalReason.WrongState, $"Exemption {Id} was ended before.");
        }

        if (string.IsNullOrWhiteSpace(reason))
        {
            return new Refusal(RefusalReason.Incomplete, "Ending an exemption needs a reason.");
        }

        (EndedAt, EndedBy, EndReason) = (at, author, reason.Trim());
        return null;
    }
}

/// <summary>What somebody wants to state.</summary>
/// <param name="FirstDay">First day judged on which it holds; null for any day.</param>
/// <param name="Until">Last day judged on which it holds, included.</param>
public sealed record ExemptionTerms(ExemptionKind Kind, DateOnly? FirstDay, DateOnly Until, string Reason);

internal sealed class ExemptionMapping : IEntityTypeConfiguration<Exemption>
{
    public void Configure(EntityTypeBuilder<Exemption> builder)
    {
        builder.ToTable("exemptions");
        builder.HasKey(e => e.Id);
        builder.Property(e => e.Kind).HasConversion<string>().HasMaxLength(24);
        builder.Property(e => e.EndedAt).IsConcurrencyToken();
        builder.HasIndex(e => e.PatientId);
    }
}

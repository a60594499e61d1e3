using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace PdmpAnalytics.Review.Referral;

/// <summary>Whom a case may be referred to.</summary>
public enum ReferralKind : byte
{
    /// <summary>A licensing board.</summary>
    Board,

    /// <summary>Off unless the programme's configuration allows it.</summary>
    LawEnforcement,
}

/// <summary>Where a referral stands.</summary>
public enum ReferralState : byte
{
    Proposed,
    Approved,
    Declined,
}

/// <summary>On what a referral rests.</summary>
/// <param name="CaseNumber">The receiving office's.</param>
/// <param name="StatutoryBasis">Code of the provision that allows it.</param>
/// <param name="Reason">May name a person; stays out of the audit log.</param>
public sealed record ReferralGrounds(ReferralKind Kind, string CaseNumber, string StatutoryBasis, string Reason);

/// <summary>
/// That a case be handed to a licensing board or to law enforcement: proposed by one person and approved by another, on a case
/// number and a statutory basis (domain reference 5.1). Nothing is sent by it.
/// </summary>
public sealed class CaseReferral
{
    /// <summary>Longest case number and basis (our choice, 2026-11-22).</summary>
    public const int MostCharacters = 64;

    private CaseReferral()
    {
    }

    public long Id { get; private set; }
    public long AlertId { get; private set; }
    public ReferralKind Kind { get; private set; }
    public ReferralState State { get; private set; }
    public string CaseNumber { get; private set; } = "";
    public string StatutoryBasis { get; private set; } = "";
    public string Reason { get; private set; } = "";

    /// <summary>Account.</summary>
    public string ProposedBy { get; private set; } = "";

    /// <summary>UTC.</summary>
    public DateTimeOffset ProposedAt { get; private set; }

    /// <summary>Account of the second person; null while proposed.</summary>
    public string? DecidedBy { get; private set; }

    /// <summary>UTC; set with <see cref="DecidedBy"/>.</summary>
    public DateTimeOffset? DecidedAt { get; private set; }

    /// <summary>Counts changes; a change based on an older version is refused.</summary>
    public int Version { get; private set; }

    internal static Result<CaseReferral> Propose(long alertId, ReferralGrounds grounds, string by, DateTimeOffset at, bool lawEnforcementAllowed)
    {
        if (grounds.Kind == ReferralKind.LawEnforcement && !lawEnforcementAllowed)
        {
            return new Refusal(RefusalReason.NotAllowed, "Referrals to law enforcement are off in this programme's configuration.");
        }

        if (!IsStated(grounds.CaseNumber) || !IsStated(grounds.StatutoryBasis) || string.IsNullOrWhiteSpace(grounds.Reason))
        {
            return new Refusal(RefusalReason.Incomplete, $"A referral needs a case number and a statutory basis of at most {MostCharacters} characters, and a reason.");
        }

        return new CaseReferral
        {
            AlertId = alertId,
            Kind = grounds.Kind,
            CaseNumber = grounds.CaseNumber.Trim(),
            StatutoryBasis = grounds.StatutoryBasis.Trim(),
            Reason = grounds.Reason.Trim(),
            ProposedBy = by,
            ProposedAt = at,
        };
    }

    /// <summary>The second person's word; changes nothing when refused.</summary>
    internal Refusal? Decide(bool approve, string by, DateTimeOffset at)
    {
        if (State != ReferralState.Proposed)
        {
            return new Refusal(RefusalReason.WrongState, $"Referral {Id} is {State}, not proposed.");
        }

        if (by == ProposedBy)
        {
            return new Refusal(RefusalReason.NotAllowed, "A referral is decided by somebody else than who proposed it.");
        }

        (State, DecidedBy, DecidedAt) = (approve ? ReferralState.Approved : ReferralState.Declined, by, at);
        Version++;
        return null;
    }

    private static bool IsStated(string text) => text.Trim().Length is > 0 and <= MostCharacters;
}

internal sealed class CaseReferralMapping : IEntityTypeConfiguration<CaseReferral>
{
    public void Configure(EntityTypeBuilder<CaseReferral> builder)
    {
        builder.ToTable("case_referrals");
        builder.HasKey(r => r.Id);
        builder.Property(r => r.Kind).HasConversion<string>().HasMaxLength(16);
        builder.Property(r => r.State).HasConversion<string>().HasMaxLength(16);
        builder.Property(r => r.CaseNumber).HasMaxLength(CaseReferral.MostCharacters);
        builder.Property(r => r.StatutoryBasis).HasMaxLength(CaseReferral.MostCharacters);
        builder.Property(r => r.Version).IsConcurrencyToken();
        builder.HasIndex(r => r.AlertId);
        builder.HasOne<Alert>().WithMany().HasForeignKey(r => r.AlertId);
    }
}

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace PdmpAnalytics.Retention;

/// <summary>A written request to keep what would be destroyed: of one patient, or of everybody. Placed once and ended once, never changed.</summary>
public sealed class LegalHold
{
    private LegalHold()
    {
    }

    /// <summary>Counts up from 1.</summary>
    public int Id { get; private set; }

    /// <summary>The patient as known when it was placed, and whomever records of theirs went to since; null for everybody.</summary>
    public long? PatientId { get; private set; }

    /// <summary>Where the request is documented; may name a person and stays here.</summary>
    public string Reason { get; private set; } = "";
    public string PlacedBy { get; private set; } = "";

    /// <summary>UTC.</summary>
    public DateTimeOffset PlacedAt { get; private set; }

    /// <summary>UTC; null while it holds.</summary>
    public DateTimeOffset? EndedAt { get; private set; }
    public string EndedBy { get; private set; } = "";
    public string EndReason { get; private set; } = "";

    /// <summary>Refused without a reason.</summary>
    internal static Result<LegalHold> Place(int id, long? patient, string reason, string actor, DateTimeOffset at) =>
        string.IsNullOrWhiteSpace(reason)
            ? new Refusal(RefusalReason.Incomplete, "A legal hold needs a reason.")
            : new LegalHold { Id = id, PatientId = patient, Reason = reason.Trim(), PlacedBy = actor, PlacedAt = at };

    /// <summary>Refused without a reason, and when it was ended before.</summary>
    internal Refusal? End(string reason, string actor, DateTimeOffset at)
    {
        if (EndedAt is not null)
        {
            return new Refusal(RefusalReason.WrongState, $"Legal hold {Id} was ended before.");
        }

        if (string.IsNullOrWhiteSpace(reason))
        {
            return new Refusal(RefusalReason.Incomplete, "Ending a legal hold needs a reason.");
        }

        (EndReason, EndedBy, EndedAt) = (reason.Trim(), actor, at);
        return null;
    }
}

internal sealed class LegalHoldMapping : IEntityTypeConfiguration<LegalHold>
{
    public void Configure(EntityTypeBuilder<LegalHold> builder)
    {
        builder.ToTable("legal_holds");
        builder.HasKey(h => h.Id);
        builder.Property(h => h.Id).ValueGeneratedNever();
    }
}

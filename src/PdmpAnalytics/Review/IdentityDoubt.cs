using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace PdmpAnalytics.Review;

/// <summary>Where a doubt stands.</summary>
public enum IdentityDoubtState : byte
{
    Open,

    /// <summary>Two people: the records were parted.</summary>
    Parted,

    /// <summary>One person: the records stay together.</summary>
    Kept,
}

/// <summary>A reviewer's doubt that two records of an alert's patient are one person's, for a lead to settle.</summary>
public sealed class IdentityDoubt
{
    private IdentityDoubt()
    {
    }

    internal IdentityDoubt(long alertId, long recordA, long recordB, string reason, string by, DateTimeOffset at) =>
        (AlertId, RecordA, RecordB, Reason, RaisedBy, RaisedAt) = (alertId, Math.Min(recordA, recordB), Math.Max(recordA, recordB), reason, by, at);

    public long Id { get; private set; }
    public long AlertId { get; private set; }

    /// <summary>Patient record; lower than <see cref="RecordB"/>.</summary>
    public long RecordA { get; private set; }
    public long RecordB { get; private set; }

    /// <summary>May name a person; stays out of the audit log.</summary>
    public string Reason { get; private set; } = "";

    /// <summary>Account.</summary>
    public string RaisedBy { get; private set; } = "";

    /// <summary>UTC.</summary>
    public DateTimeOffset RaisedAt { get; private set; }
    public IdentityDoubtState State { get; private set; }

    /// <summary>Account; null while open.</summary>
    public string? SettledBy { get; private set; }

    /// <summary>UTC; set with <see cref="SettledBy"/>.</summary>
    public DateTimeOffset? SettledAt { get; private set; }

    /// <summary>Counts changes; a change based on an older version is refused.</summary>
    public int Version { get; private set; }

    internal void Settle(IdentityDoubtState state, string by, DateTimeOffset at) =>
        (State, SettledBy, SettledAt, Version) = (state, by, at, Version + 1);
}

internal sealed class IdentityDoubtMapping : IEntityTypeConfiguration<IdentityDoubt>
{
    public void Configure(EntityTypeBuilder<IdentityDoubt> builder)
    {
        builder.ToTable("identity_doubts");
        builder.HasKey(d => d.Id);
        builder.Property(d => d.State).HasConversion<string>().HasMaxLength(16);
        builder.Property(d => d.Version).IsConcurrencyToken();
        builder.HasIndex(d => d.AlertId);
        builder.HasOne<Alert>().WithMany().HasForeignKey(d => d.AlertId);
    }
}
